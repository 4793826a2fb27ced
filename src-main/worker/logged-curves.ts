import type { RunConfiguration } from '../contract/configuration';
import { dataSizes } from '../contract/data-sizes';
import { settingsOf } from '../contract/run-settings';
import { runSizes } from '../contract/run-sizes';
import type { RunDetail } from '../contract/runs';
import type { LoggedCurve } from '../figures/curve-lines';
import type { ReadableDatabase } from '../store/database';
import type { SeriesCache } from './series-cache';
import { studyRun } from './study-run-of';

interface Logged {
  db: ReadableDatabase;
  cache: SeriesCache;
  runs: readonly Omit<RunDetail, 'folder'>[];
  metric: string;
}

/** One metric of the runs that have logged it, whole. */
export function loggedCurves({ db, cache, runs, metric }: Logged): LoggedCurve[] {
  const series = cache.read(
    runs.map(({ id }) => id),
    metric,
  );
  return series.map(({ runId, step, wallTime, value }) => {
    const run = runs.find(({ id }) => id === runId)!;
    return {
      run: { ...studyRun(db, run), arm: run.arm },
      settings: new Map(settingsOf(run.configuration)),
      step,
      wallTime,
      value,
      perStep: perStep(run.configuration),
    };
  });
}

function perStep(configuration: RunConfiguration): LoggedCurve['perStep'] {
  const { batchSize } = configuration.training;
  const { window } = runSizes(configuration);
  return { epoch: batchSize / dataSizes(configuration.data).train, samples: batchSize * window };
}
