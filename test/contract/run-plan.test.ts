import { expect, test } from 'vitest';
import { planRun } from '../../src-main/contract/run-plan';
import { chooseExecution } from '../../src-main/model/compile/execution';
import { configuration, unrolling } from '../store/support';

const withTraining = (changes: object) => ({ ...configuration, training: { ...configuration.training, ...changes } });

test('a plan agrees with what the run will be', () => {
  const plan = planRun(configuration, 2);
  expect(plan).toMatchObject({ receptiveField: 9, steps: 20, epochs: 10, microBatch: 4 });
  expect(plan.parameters).toBeGreaterThan(100);
  expect(plan.secondsPerEpoch).toBeCloseTo(2 * plan.secondsPerStep);
  expect(plan.seconds).toBeGreaterThan(20 * plan.secondsPerStep);
});

test('rows at a time are those that a CPU chooses', () => {
  const sizes = [
    [1, 32],
    [64, 2048],
    [16, 512],
    [50, 1000],
    [3, 20_000],
    [4096, 64],
  ] as const;
  for (const [batchSize, windowLength] of sizes) {
    for (const microBatch of [null, 2]) {
      const given = withTraining({ batchSize, windowLength, microBatch });
      expect(planRun(given, 1).microBatch).toBe(chooseExecution(given, 'cpu').microBatch);
    }
  }
});

test('more cores take less time; unrolling takes more time and memory', () => {
  const plain = planRun(configuration, 1);
  expect(planRun(configuration, 4).seconds).toBeCloseTo(plain.seconds / 4);
  for (const origins of [4, [1, 2, 3, 4]]) {
    const unrolled = planRun(withTraining({ unrolling: { ...unrolling, origins } }), 1);
    expect(unrolled.secondsPerStep).toBeGreaterThan(plain.secondsPerStep);
    expect(unrolled.activationBytes).toBeGreaterThan(plain.activationBytes);
  }
});
