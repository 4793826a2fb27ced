import type { Baselines } from '../contract/baselines';
import type { OwnDataConfiguration } from '../contract/configuration';
import { dataSizes } from '../contract/data-sizes';
import { UserError } from '../contract/errors';
import { metricTitle } from '../contract/metric-words';
import type { FigureRequest, FigureResult } from '../contract/studies';
import type { RunDetail } from '../contract/runs';
import type { OwnUnits } from '../contract/own-units';
import type { Forecasts } from '../contract/training';
import type { BaselineError } from '../figures/baseline-series';
import { ownScale, type CurveScale } from '../figures/curve-scale';
import { describeCurves } from '../figures/describe-curves';
import { describeDrift } from '../figures/describe-drift';
import { describeError } from '../figures/describe-error';
import type { DriftRun } from '../figures/drift-run';
import { describeForecasts } from '../figures/describe-forecasts';
import { describeSpectra } from '../figures/describe-spectra';
import { describeValidation } from '../figures/describe-validation';
import type { ReadableDatabase } from '../store/database';
import { driftOfStudy } from '../store/drift';
import { latestForecasts } from '../store/forecasts';
import { readSeries } from '../store/metrics';
import { getRunDetail, runsOfStudy } from '../store/run-rows';
import { getStudy } from '../store/studies';
import { loggedCurves } from './logged-curves';
import type { OwnViews } from './own-views';
import { SeriesCache } from './series-cache';
import { studyRun } from './study-run-of';
import { claimCurves, claimTable, resultsTable, settingsTable } from './study-tables';

/** What a figure may need besides the store. */
export interface Surroundings {
  cache: SeriesCache;
  /** Units of imported series; null shows levels. */
  views: OwnViews | null;
  /** Simple forecasts beside those of the study. */
  baselines: Baselines | null;
}

/** Builds the description of a study's figure from what is stored; archived runs are left out. */
export function buildFigure(
  db: ReadableDatabase,
  request: FigureRequest,
  { cache = new SeriesCache(db), views = null, baselines = null }: Partial<Surroundings> = {},
): FigureResult {
  const study = getStudy(db, request.studyId);
  if (!study) throw new UserError(`There is no study "${request.studyId}".`);
  const runs = runsOfStudy(db, study.id)
    .filter(({ archived }) => !archived)
    .map(({ id }) => getRunDetail(db, id)!);
  if (runs.length === 0) return { absent: 'This study has no runs that are not archived.' };
  const source = { db, cache, views, baselines, study, runs, request };
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

interface Source extends Surroundings {
  db: ReadableDatabase;
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
  if (logged.length === 0)
    return { absent: `No run of this study has logged ${lowerFirst(metricTitle(look.metric))} yet.` };
  return { figure: describeCurves({ study, curves: logged, look, band: request.band }) };
}

function drift(source: Source): FigureResult {
  const measured = measuredDrift(source);
  if (measured.length === 0) return { absent: noDrift };
  const inValues = measured.every(({ result }) => result.under.every(({ freeRunning }) => freeRunning.valueError));
  const units = inValues ? unitsOf(source) : null;
  const { study, request, baselines } = source;
  return {
    figure: describeDrift({
      study,
      runs: measured,
      band: request.band,
      unit: units && errorUnit(units),
      baselines: baselines && baselineErrors(baselines, inValues),
    }),
  };
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

function error(source: Source): FigureResult {
  const { db, study, runs, request, baselines } = source;
  const all = withForecasts(db, runs);
  if (all.length === 0) return { absent: noForecasts };
  const units = unitsOfErrors(source, all);
  const errors = all.map(({ run, stored: { error, valueError, curves } }) => ({
    run: studyRun(db, run),
    error: units ? valueError! : error,
    curves,
  }));
  return {
    figure: describeError({
      study,
      errors,
      band: request.band,
      baselines: baselines ? baselineErrors(baselines, units !== null) : [],
      ...(units ? { unit: errorUnit(units) } : {}),
    }),
  };
}

function forecasts(source: Source): FigureResult {
  const { db, study, runs, request } = source;
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
  const units = unitsOfErrors(source, chosen);
  return {
    figure: describeForecasts({
      study,
      runs: chosen.map(({ run, stored }) => {
        return { run: studyRun(db, run), ...stored, error: units ? stored.valueError! : stored.error };
      }),
      ...(units ? { scaleOf: scalesOf(source), errorUnit: errorUnit(units) } : {}),
      seed,
      quantizationLevels: data.quantizationLevels,
      sampleInterval: dataSizes(data).sampleInterval,
    }),
  };
}

const noForecasts = 'No run of this study has made forecasts yet; each makes them when it ends.';

/** The units of the imported series that all runs saw; null of other data, and where they are not on this machine. */
function unitsOf({ views, runs }: Pick<Source, 'views' | 'runs'>): OwnUnits | null {
  const ids = new Set(runs.map(({ configuration: { data } }) => (data.source === 'own' ? data.dataset : null)));
  const [datasetId = null] = ids;
  if (!views || datasetId === null || ids.size > 1) return null;
  return views.read({ datasetId, split: 'test', curves: [] })?.units ?? null;
}

/** Units in which all of these forecasts have an error. */
function unitsOfErrors(source: Source, all: readonly { stored: Forecasts }[]): OwnUnits | null {
  return all.every(({ stored }) => stored.valueError) ? unitsOf(source) : null;
}

/** How each test curve of imported series is shown. */
function scalesOf({ views, runs }: Source): (curve: number) => CurveScale {
  const { dataset: datasetId } = runs[0]!.configuration.data as OwnDataConfiguration;
  return (curve) => {
    const { units, stretches } = views!.read({ datasetId, split: 'test', curves: [curve] })!;
    return ownScale(units, stretches[0]!);
  };
}

/** An axis names the unit; where there is none, what it is that errs. */
function errorUnit({ value: { title, unit } }: OwnUnits): string {
  return unit ?? title;
}

function baselineErrors({ baselines }: Baselines, inValues: boolean): BaselineError[] {
  return baselines.map(({ label, error, valueError }) => ({ label, error: inValues ? valueError! : error }));
}

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
