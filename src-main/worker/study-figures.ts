import { dataSizes } from '../contract/data-sizes';
import { UserError } from '../contract/errors';
import type { FigureRequest, FigureResult } from '../contract/studies';
import type { RunDetail } from '../contract/runs';
import { describeError } from '../figures/describe-error';
import { describeForecasts } from '../figures/describe-forecasts';
import { describeValidation } from '../figures/describe-validation';
import type { StudyRun } from '../figures/study-run';
import type { ReadableDatabase } from '../store/database';
import { latestForecasts, type Forecasts } from '../store/forecasts';
import { readSeries } from '../store/metrics';
import { getRunDetail, getRunOrigin, runsOfStudy } from '../store/run-rows';
import { getStudy } from '../store/studies';

/** Builds the description of a study's figure from what is stored; archived runs are left out. */
export function buildFigure(db: ReadableDatabase, request: FigureRequest): FigureResult {
  const study = getStudy(db, request.studyId);
  if (!study) throw new UserError(`There is no study "${request.studyId}".`);
  const runs = runsOfStudy(db, study.id)
    .filter(({ archived }) => !archived)
    .map(({ id }) => getRunDetail(db, id)!);
  if (runs.length === 0) return { absent: 'This study has no runs that are not archived.' };
  const source = { db, study, runs, request };
  return { validation, forecasts, error }[request.figure](source);
}

interface Source {
  db: ReadableDatabase;
  study: { name: string; title: string };
  runs: Omit<RunDetail, 'folder'>[];
  request: FigureRequest;
}

function validation({ db, study, runs, request }: Source): FigureResult {
  const horizon = request.horizon ?? runs[0]!.configuration.training.checkpoints.horizon;
  const curves = runs.flatMap((run) => {
    const series = readSeries(db, run.id, `validationAccuracy@${horizon}`, Infinity);
    return series ? [{ run: studyRun(db, run), x: series.step, y: series.value }] : [];
  });
  if (curves.length > 0) return { figure: describeValidation({ study, curves, horizon, band: request.band }) };
  const watched = [...new Set(runs.flatMap((run) => run.configuration.validation.horizons))];
  if (watched.includes(horizon)) return { absent: 'No run of this study has been validated yet.' };
  return { absent: `This study does not watch the accuracy over ${horizon} steps, but over ${watched.join(', ')}.` };
}

function error({ db, study, runs, request }: Source): FigureResult {
  const errors = withForecasts(db, runs).map(({ run, stored }) => ({
    run: studyRun(db, run),
    error: stored.error,
    curves: stored.curves,
  }));
  if (errors.length === 0) return { absent: noForecasts };
  return { figure: describeError({ study, errors, band: request.band }) };
}

function forecasts({ db, study, runs, request }: Source): FigureResult {
  const all = withForecasts(db, runs);
  const seed = request.seed ?? all[0]?.run.seed;
  const chosen = all.filter(({ run }) => run.seed === seed);
  const first = chosen[0];
  if (seed === undefined || !first) {
    const seeds = [...new Set(all.map(({ run }) => run.seed))];
    return {
      absent: seeds.length === 0 ? noForecasts : `Seed ${seed} has no forecasts yet; seeds ${seeds.join(', ')} have.`,
    };
  }
  const { data } = first.run.configuration;
  return {
    figure: describeForecasts({
      study,
      runs: chosen.map(({ run, stored }) => ({ run: studyRun(db, run), ...stored })),
      seed,
      quantizationLevels: data.quantizationLevels,
      sampleInterval: dataSizes(data).sampleInterval,
    }),
  };
}

const noForecasts = 'No run of this study has made forecasts yet; each makes them when it ends.';

function withForecasts(
  db: ReadableDatabase,
  runs: Source['runs'],
): { run: Source['runs'][number]; stored: Forecasts }[] {
  return runs.flatMap((run) => {
    const stored = latestForecasts(db, run.id);
    return stored && stored.forecasts.length > 0 ? [{ run, stored }] : [];
  });
}

function studyRun(db: ReadableDatabase, run: Source['runs'][number]): StudyRun {
  const { configurationHash, programVersion } = getRunOrigin(db, run.id)!;
  const { id, name, armLabel, colorIndex, seed, dataHash, environment } = run;
  return {
    id,
    name,
    armLabel,
    colorIndex,
    seed,
    configurationHash,
    dataHash,
    versions: { wavebench: programVersion, ...(environment ? { tensorflow: environment.tensorflow } : {}) },
  };
}
