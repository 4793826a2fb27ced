import type { DriftResult, DriftUnder } from '../../contract/drift';
import type { FigureDescription } from '../../contract/figure';
import { runSizes } from '../../contract/run-sizes';
import { describeDrift } from '../../figures/describe-drift';
import { describeForecasts } from '../../figures/describe-forecasts';
import { describeSpectra } from '../../figures/describe-spectra';
import { describeValidation } from '../../figures/describe-validation';
import { firstReaching } from '../../math/paired-claim';
import { extent, mean } from '../../math/statistics';
import { publishedError, publishedErrors, publishedStepTime, publishedValidation } from '../../talk/published';
import type { Findings, Lab, TalkRun } from './lab';
import { pairsBySeed, pairsOfRuns, publishedTable, withPublished } from './pairs';

const study = { name: 'talk-unrolling', title: 'Train-unrolling' };
const arms = { arm: 'unrolled-8', baseline: 'one-step' } as const;
/** Steps of a forecast that the published figures are also given for. */
const beginning = 50;

/** Experiment 3: forecasts of clean observations. */
export async function cleanForecasts(lab: Lab): Promise<Findings> {
  return forecasts(lab, 'clean');
}

/** Experiment 4: the same of noisy observations, by models that were trained on clean curves. */
export async function noisyForecasts(lab: Lab): Promise<Findings> {
  const found = await forecasts(lab, 'noisy');
  const measured = await driftOfAll(lab, found.runs);
  const clean = measured.error('clean');
  const noisy = measured.error('noisy');
  const firstHarmonic = (run: TalkRun): [number, number] => {
    const { spectra } = measured.under(run, 'noisy');
    return [spectra ? spectra.error[0]! / spectra.truth[0]! : NaN, halfOfIt];
  };
  const withSpectra = found.runs.filter((run) => measured.under(run, 'noisy').spectra !== null);
  return {
    ...found,
    conclusions: [
      pairsOfRuns('accuracy', found.runs, (run) => [noisy(run), clean(run)]),
      pairsOfRuns('trend', withSpectra, firstHarmonic),
      ...found.conclusions,
    ],
  };
}
/** Of the amplitude of the truth: the limit below which a trend is captured. */
const halfOfIt = 0.5;

/** Experiment 5: validation accuracy by training step. */
export async function validation(lab: Lab): Promise<Findings> {
  const runs = await lab.trained('talk-unrolling');
  const horizons = [8, 16, 32].filter((horizon) => runs.every(({ detail }) => watches(detail, horizon)));
  const series = new Map(
    await Promise.all(horizons.map(async (horizon) => [horizon, await accuracies(lab, runs, horizon)] as const)),
  );
  const best = (horizon: number) => (run: TalkRun) => extent(series.get(horizon)!(run).value).high;
  const published = publishedValidation();
  return {
    runs,
    conclusions: [
      pairsBySeed('earlier', (run) => mean(series.get(8)!(run).value), { runs, ...arms }),
      ...horizons.map((horizon) => pairsBySeed(`best-${horizon}`, best(horizon), { runs, ...arms })),
    ],
    tables: [
      publishedTable('Best validation accuracy, mean over the seeds', runs, {
        decimals: 3,
        rows: horizons.map((horizon) => ({
          label: `${horizon} steps`,
          valueOf: best(horizon),
          published: horizon === 8 ? published.best : null,
        })),
      }),
      publishedTable('Minutes of training', runs, {
        decimals: 1,
        rows: [{ label: 'Whole training', valueOf: minutes, published: published.minutes }],
      }),
    ],
    figures: horizons.map((horizon) => {
      const curves = runs.map((run) => ({
        run: run.run,
        x: series.get(horizon)!(run).step,
        y: series.get(horizon)!(run).value,
      }));
      return describeValidation({ study, curves, horizon, band: 'range' });
    }),
    remarks: [],
  };
}

/** Experiment 6: what of each harmonic the forecasts get right. */
export async function spectra(lab: Lab): Promise<Findings> {
  const all = await lab.trained('talk-unrolling');
  const measured = await driftOfAll(lab, all);
  const runs = all.filter((run) => measured.under(run, 'clean').spectra !== null);
  const errors = (run: TalkRun) => measured.under(run, 'clean').spectra!.error;
  const truth = (run: TalkRun) => measured.under(run, 'clean').spectra!.truth;
  // Where the truth has no harmonic, quantization alone remains of it.
  const terms = (run: TalkRun) => truth(run).filter((amplitude) => amplitude > smallestHarmonic).length;
  const high = (run: TalkRun) => mean(errors(run).slice(1, terms(run)));
  const present = runs[0] ? terms(runs[0]) : 0;
  const figure = describeSpectra({ study, runs: measured.of(runs, 'clean'), band: 'range' });
  return {
    runs,
    conclusions:
      present < 2
        ? []
        : [
            pairsBySeed('high', high, { runs, ...arms }),
            pairsBySeed('first', (run) => errors(run)[0]!, { runs, ...arms }),
          ],
    tables: [
      publishedTable('Amplitude of the error in levels, mean over the seeds', runs, {
        decimals: 2,
        rows: Array.from({ length: present }, (_, n) => ({
          label: `Harmonic ${n + 1}`,
          valueOf: (run) => errors(run)[n]!,
          published: null,
        })),
      }),
    ],
    figures: figure ? [figure] : [],
    remarks: present < 2 ? ['The forecasts are shorter than a period: their harmonics cannot be told apart.'] : [],
  };
}
/** Levels. */
const smallestHarmonic = 0.5;

/** Experiment 11: what unrolling costs. */
export async function price(lab: Lab): Promise<Findings> {
  const runs = await lab.trained('talk-unrolling');
  const series = await accuracies(lab, runs, 8);
  const goal = Math.min(...runs.map((run) => extent(series(run).value).high));
  const timeTo = (run: TalkRun) => {
    const { value, wallTime } = series(run);
    return wallTime[firstReaching(value, goal, true)]! / 60_000;
  };
  const stepTime = (run: TalkRun) => run.detail.trainingTime / run.detail.progress.step;
  const unrolled = runs.find((run) => run.arm === arms.arm)!.detail.configuration;
  const { unrolling } = unrolled.training;
  const origins = typeof unrolling?.origins === 'number' ? unrolling.origins : (unrolling?.origins.length ?? 0);
  const oneStepPredictions = runSizes(unrolled).window - 1;
  return {
    runs,
    conclusions: [
      pairsBySeed('time', stepTime, { runs, ...arms }),
      {
        conclusion: 'sparse',
        pairs: [{ label: 'each step', arm: origins * (unrolling?.horizon ?? 0), baseline: oneStepPredictions }],
      },
      pairsBySeed('time-to-accuracy', timeTo, { runs, ...arms }),
    ],
    tables: [
      publishedTable('Milliseconds of a training step, mean over the seeds', runs, {
        decimals: 1,
        rows: [{ label: 'With its share of the evaluations', valueOf: stepTime, published: publishedStepTime() }],
      }),
      publishedTable(`Minutes to a validation accuracy of ${goal.toFixed(3)} over 8 steps`, runs, {
        decimals: 2,
        rows: [{ label: 'Training', valueOf: timeTo, published: null }],
      }),
    ],
    figures: [],
    remarks: [],
  };
}

async function forecasts(lab: Lab, observations: 'clean' | 'noisy'): Promise<Findings> {
  const runs = await lab.trained('talk-unrolling');
  const measured = await driftOfAll(lab, runs);
  const error = measured.error(observations);
  const first = measured.error(observations, beginning);
  const horizon = measured.horizon;
  const { unrolled, oneStep } = publishedErrors(observations);
  const x = unrolled.slice(0, horizon).map((_, index) => index + 1);
  const drift = withPublished(describeDrift({ study, runs: measured.of(runs, observations), band: 'range' }), 0, [
    { label: 'One-step', colorIndex: 0, x, y: oneStep.slice(0, horizon) },
    { label: 'Unrolled', colorIndex: 1, x, y: unrolled.slice(0, horizon) },
  ]);
  return {
    runs,
    conclusions: [pairsBySeed('drift', error, { runs, ...arms }), pairsBySeed('first-50', first, { runs, ...arms })],
    tables: [
      publishedTable('Mean absolute error in levels, mean over the seeds; published: of four curves', runs, {
        decimals: 2,
        rows: [
          {
            label: `Whole horizon (${horizon} steps; published: 778)`,
            valueOf: error,
            published: publishedError(observations),
          },
          { label: `First ${beginning} steps`, valueOf: first, published: publishedError(observations, beginning) },
        ],
      }),
    ],
    figures: [...(observations === 'clean' ? forecastFigures(lab, runs) : []), drift],
    remarks: [],
  };
}

function forecastFigures(lab: Lab, runs: readonly TalkRun[]): FigureDescription[] {
  const chosen = runs
    .filter(({ run }) => run.seed === 1)
    .flatMap((one) => {
      const stored = lab.services.runs.forecasts(one.detail.id);
      return stored ? [{ run: one.run, ...stored }] : [];
    });
  if (chosen.length === 0) return [];
  const { data } = runs[0]!.detail.configuration;
  const sampleInterval = data.source === 'fourier' ? data.sampleInterval : null;
  return [
    describeForecasts({ study, runs: chosen, seed: 1, quantizationLevels: data.quantizationLevels, sampleInterval }),
  ];
}

async function driftOfAll(lab: Lab, runs: readonly TalkRun[]) {
  const results = new Map<string, DriftResult>();
  for (const run of runs) results.set(run.detail.id, await lab.drift(run));
  const of = (run: TalkRun) => results.get(run.detail.id)!;
  const under = (run: TalkRun, observations: DriftUnder['observations']) =>
    of(run).under.find((one) => one.observations === observations)!;
  return {
    under,
    horizon: of(runs[0]!).horizon,
    /** Mean over the first steps of a run’s free-running forecasts; over all when left out. */
    error: (observations: DriftUnder['observations'], steps?: number) => (run: TalkRun) =>
      mean(under(run, observations).freeRunning.error.slice(0, steps)),
    /** For figures of one kind of observations. */
    of: (chosen: readonly TalkRun[], observations: DriftUnder['observations']) =>
      chosen.map((run) => ({ run: run.run, result: { ...of(run), under: [under(run, observations)] } })),
  };
}

async function accuracies(lab: Lab, runs: readonly TalkRun[], horizon: number) {
  const series = await lab.series(runs, `validationAccuracy@${horizon}`);
  return (run: TalkRun) => series[runs.indexOf(run)]!;
}

function watches({ configuration }: TalkRun['detail'], horizon: number): boolean {
  return configuration.validation.horizons.includes(horizon);
}

function minutes({ detail }: TalkRun): number {
  return detail.trainingTime / 60_000;
}
