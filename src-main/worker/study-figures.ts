import { dataSizes } from '../contract/data-sizes';
import { UserError } from '../contract/errors';
import { metricTitle } from '../contract/metric-words';
import type { FigureRequest, FigureResult } from '../contract/studies';
import type { RunDetail } from '../contract/runs';
import { describeCurves } from '../figures/describe-curves';
import { describeDrift } from '../figures/describe-drift';
import { describeError } from '../figures/describe-error';
import type { DriftRun } from '../figures/drift-run';
import { describeForecasts } from '../figures/describe-forecasts';
import { describeSpectra } from '../figures/describe-spectra';
import { describeValidation } from '../figures/describe-validation';
import type { ReadableDatabase } from '../store/database';
import { driftOfStudy } from '../store/drift';
import { latestForecasts, type Forecasts } from '../store/forecasts';
import { readSeries } from '../store/metrics';
import { getRunDetail, runsOfStudy } from '../store/run-rows';
import { getStudy } from '../store/studies';
import { loggedCurves } from './logged-curves';
import { SeriesCache } from './series-cache';
import { studyRun } from './study-run-of';
import { claimCurves, claimTable, resultsTable, settingsTable } from './study-tables';

/** Builds the description of a study's figure from what is stored; archived runs are left out. */
export function buildFigure(
  db: ReadableDatabase,
  request: FigureRequest,
  cache: SeriesCache = new SeriesCache(db),
): FigureResult {
  const study = getStudy(db, request.studyId);
  if (!study) throw new UserError(`There is no study "${request.studyId}".`);
  const runs = runsOfStudy(db, study.id)
    .filter(({ archived }) => !archived)
    .map(({ id }) => getRunDetail(db, id)!);
  if (runs.length === 0) return { absent: 'This study has no runs that are not archived.' };
  const source = { db, cache, study, runs, request };
  const builders: Record<FigureRequest['figure'], (source: Source) => FigureResult> = {
    validation,
    forecasts,
    error,
    curves,
    drift,
    spectra,
    table: resultsTable,
    settings: settingsTable,
    claim: claimTable,
    'claim-curves': claimCurves,
  };
  return builders[request.figure](source);
}

interface Source {
  db: ReadableDatabase;
  cache: SeriesCache;
  study: { id: string; name: string; title: string };
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

function curves({ db, cache, study, runs, request }: Source): FigureResult {
  const { look } = request;
  if (!look) throw new UserError('The figure "curves" needs a look: at least the metric that it shows.');
  const logged = loggedCurves({ db, cache, runs, metric: look.metric });
  if (logged.length === 0) return { absent: `No run of this study has logged ${lowerFirst(metricTitle(look.metric))} yet.` };
  return { figure: describeCurves({ study, curves: logged, look, band: request.band }) };
}

function drift(source: Source): FigureResult {
  const measured = measuredDrift(source);
  if (measured.length === 0) return { absent: noDrift };
  return { figure: describeDrift({ study: source.study, runs: measured, band: source.request.band }) };
}

function spectra(source: Source): FigureResult {
  const measured = measuredDrift(source);
  if (measured.length === 0) return { absent: noDrift };
  const figure = describeSpectra({ study: source.study, runs: measured, band: source.request.band });
  return figure ? { figure } : { absent: 'These data have no harmonics, or the forecasts are shorter than a period.' };
}

function measuredDrift({ db, study: { id }, runs }: Source): DriftRun[] {
  return driftOfStudy(db, id).flatMap(({ runId, result }) => {
    const run = runs.find((one) => one.id === runId);
    return run ? [{ run: studyRun(db, run), result }] : [];
  });
}

const noDrift = 'The drift of this study has not been measured yet.';

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

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
