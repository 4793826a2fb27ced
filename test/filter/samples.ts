import type { RunSummary } from '../../src-main/contract/runs';
import { settingReader } from '../../src-main/filter/setting-reader';
import { tabulateSettings } from '../../src-main/contract/run-settings';
import { applyChanges, type Changes } from '../../src-main/contract/configuration';
import { run } from '../renderer/samples';
import { configuration, unrolling } from '../store/support';

function configured(changes: Changes) {
  const copy = structuredClone(configuration);
  applyChanges(copy, changes);
  return copy;
}

export const reader = settingReader(
  tabulateSettings([
    { hash: 'slow', configuration: configured({ 'training.optimizer.learningRate': 0.001 }) },
    {
      hash: 'fast',
      configuration: configured({ 'training.optimizer.learningRate': 0.1, 'training.unrolling': unrolling }),
    },
  ]),
);

const hour = 3_600_000;

export const runs: RunSummary[] = [
  run({
    id: 'a1',
    name: 'one-step · seed 1',
    configurationHash: 'slow',
    status: 'completed',
    tags: ['baseline', 'to print'],
    createdAt: new Date(2026, 10, 23, 12).getTime(),
    trainingTime: 2 * hour,
    device: 'AMD EPYC',
    best: { value: 0.7, step: 40, horizon: 8 },
    latest: { oneStepLoss: 1.5, 'validationAccuracy@8': 0.65, 'validationAccuracy@1': 0.8 },
    extremes: {
      oneStepLoss: { lastStep: 90, min: { step: 80, value: 1.25 }, max: { step: 10, value: 3 } },
      'validationAccuracy@8': { lastStep: 80, min: { step: 10, value: 0.1 }, max: { step: 40, value: 0.7 } },
      'validationAccuracy@1': { lastStep: 80, min: { step: 10, value: 0.2 }, max: { step: 80, value: 0.8 } },
    },
  }),
  run({
    id: 'b2',
    name: 'unrolled-8 · seed 2',
    arm: 'unrolled-8',
    armLabel: 'Unrolled 8',
    seed: 2,
    configurationHash: 'fast',
    status: 'failed',
    notes: 'Diverged at once.',
    title: 'The bad one',
    createdAt: new Date(2026, 10, 24, 0, 0).getTime(),
    trainingTime: hour / 4,
  }),
];
