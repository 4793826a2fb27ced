import { temporalWeights } from '../../architecture/receptive-field';
import type { ConclusionPairs } from '../../contract/talk';
import { describeValidation } from '../../figures/describe-validation';
import { extent, mean } from '../../math/statistics';
import { firstReaching } from '../../math/paired-claim';
import type { Findings, Lab, TalkRun } from './lab';
import { pairsBySeed } from './pairs';

const study = { name: 'talk-architectures', title: 'Dilated, plain, linear and fully connected' };

/** Experiment 1: what dilation buys. */
export async function dilation(lab: Lab): Promise<Findings> {
  const runs = await lab.trained('talk-architectures');
  const series = await lab.series(runs, 'validationAccuracy@8');
  const best = (run: TalkRun) => extent(series[runs.indexOf(run)]!.value).high;
  const stepTime = ({ detail }: TalkRun) => detail.trainingTime / detail.progress.step;
  const against = (conclusion: string, valueOf: (run: TalkRun) => number, baseline: string) =>
    pairsBySeed(conclusion, valueOf, { runs, arm: 'dilated', baseline });
  const armNames = [...new Set(runs.map(({ arm }) => arm))];
  return {
    runs,
    conclusions: [
      countedWeights(),
      against('same-layers', best, 'plain-layers'),
      against('time', stepTime, 'plain-field'),
      against('linear', best, 'lagged'),
      against('connected', best, 'connected'),
    ],
    tables: [
      {
        title: 'Means over the seeds',
        columns: [
          { title: 'Receptive field', decimals: 0 },
          { title: 'Weights along time', decimals: 0 },
          { title: 'Parameters', decimals: 0 },
          { title: 'ms per step', decimals: 1 },
          { title: 'Accuracy, 8 steps', decimals: 3 },
        ],
        rows: armNames.map((name) => {
          const own = runs.filter(({ arm }) => arm === name);
          const { detail, run } = own[0]!;
          return {
            label: run.armLabel,
            values: [
              detail.receptiveField,
              temporalWeights(detail.configuration.model),
              detail.parameters,
              mean(own.map(stepTime)),
              mean(own.map(best)),
            ],
          };
        }),
      },
    ],
    figures: [
      describeValidation({
        study,
        curves: runs.map(({ run }, index) => ({ run, x: series[index]!.step, y: series[index]!.value })),
        horizon: 8,
        band: 'range',
      }),
    ],
    remarks: [],
  };
}

/** The talk's count: log₂ R layers of kernel 2 have 2 log₂ R weights along time, one plain layer has R. */
function countedWeights(): ConclusionPairs {
  const pairs = [3, 4, 5, 6, 7, 8, 9].map((layers) => {
    const receptiveField = 2 ** layers;
    return { label: `R = ${receptiveField}`, arm: 2 * layers, baseline: receptiveField };
  });
  return { conclusion: 'weights', pairs };
}

/** Beyond the talk: which way of unrolling is the best for the same time. */
export async function beyond(lab: Lab): Promise<Findings> {
  const runs = await lab.trained('talk-beyond');
  const series = await lab.series(runs, 'validationAccuracy@32');
  const errors = await lab.series(runs, `freeRunningError@${runs[0]!.detail.configuration.validation.forecastHorizon}`);
  const fastest = (seed: number) =>
    Math.min(...runs.filter(({ run }) => run.seed === seed).map((run) => run.detail.trainingTime));
  /** Best accuracy within the time that the fastest arm of the seed takes. */
  const within = (run: TalkRun) => {
    const { value, wallTime } = series[runs.indexOf(run)]!;
    const late = firstReaching(wallTime, fastest(run.run.seed) + 1, true);
    return extent(value.slice(0, late < 0 ? undefined : Math.max(1, late))).high;
  };
  const armNames = [...new Set(runs.map(({ arm }) => arm))];
  const ofArm = (name: string, valueOf: (run: TalkRun) => number) =>
    mean(runs.filter(({ arm }) => arm === name).map(valueOf));
  const against = ['horizon-32', 'hard', 'scheduled', 'curriculum'] as const;
  const armOf = {
    'horizon-32': 'unrolled-32',
    hard: 'hard',
    scheduled: 'scheduled',
    curriculum: 'curriculum',
  } as const;
  return {
    runs,
    conclusions: against.map((name) => pairsBySeed(name, within, { runs, arm: armOf[name], baseline: 'unrolled-8' })),
    tables: [
      {
        title: 'Means over the seeds',
        columns: [
          { title: 'ms per step', decimals: 1 },
          { title: 'Accuracy, 32 steps, same time', decimals: 3 },
          { title: 'Accuracy, 32 steps, same steps', decimals: 3 },
          { title: 'Free-running error, levels', decimals: 2 },
        ],
        rows: armNames.map((name) => ({
          label: runs.find(({ arm }) => arm === name)!.run.armLabel,
          values: [
            ofArm(name, ({ detail }) => detail.trainingTime / detail.progress.step),
            ofArm(name, within),
            ofArm(name, (run) => extent(series[runs.indexOf(run)]!.value).high),
            ofArm(name, (run) => errors[runs.indexOf(run)]!.value.at(-1)!),
          ],
        })),
      },
    ],
    figures: [
      describeValidation({
        study: { name: 'talk-beyond', title: 'Ways of unrolling' },
        curves: runs.map(({ run }, index) => ({ run, x: series[index]!.step, y: series[index]!.value })),
        horizon: 32,
        band: 'none',
      }),
    ],
    remarks: [],
  };
}
