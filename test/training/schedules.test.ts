import { describe, expect, test } from 'vitest';
import type { LearningRateSchedule } from '../../src-main/contract/configuration';
import { rankCheckpoint, type ScoredCheckpoint } from '../../src-main/training/best-checkpoints';
import { initialEarlyStopping, observeAccuracy, shouldStop } from '../../src-main/training/early-stopping';
import { initialLearningRate, learningRateAt, observeLoss } from '../../src-main/training/learning-rate';
import { horizonAt, mixingRateAt, scheduledValueAt } from '../../src-main/training/scheduled-value';

const base = 0.01;

describe('the learning rate', () => {
  test('rises linearly over the warm-up and reaches the full rate at its last step', () => {
    expect(rates({ kind: 'constant', warmupSteps: 4 }, 6)).toEqual([0.0025, 0.005, 0.0075, 0.01, 0.01, 0.01]);
  });

  test('falls as half a cosine from the warm-up to the last step', () => {
    const all = rates({ kind: 'cosine', warmupSteps: 2, minLearningRate: 0.001 }, 12);
    expect(all[1]).toBeCloseTo(0.01, 12);
    expect(all[6]).toBeCloseTo(0.0055, 12);
    expect(all[11]).toBeCloseTo(0.001, 12);
  });

  test('is multiplied by the factor at each of the listed steps', () => {
    const all = rates({ kind: 'steps', warmupSteps: 0, at: [3, 5], factor: 0.1 }, 6);
    const wanted = [0.01, 0.01, 0.001, 0.001, 0.0001, 0.0001];
    all.forEach((rate, i) => expect(rate).toBeCloseTo(wanted[i]!, 12));
  });

  test('falls on a plateau exactly when PyTorch would, and not below the smallest', () => {
    const schedule = plateau({ patienceSteps: 2, minLearningRate: 0.002 });
    // torch.optim.lr_scheduler.ReduceLROnPlateau(factor=0.5, patience=2, threshold=1e-7, min_lr=0.002).
    const losses = [1, 0.9, 0.9, 0.95, 0.9, 0.8, 0.81, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8];
    const wanted = [10, 10, 10, 10, 5, 5, 5, 5, 2.5, 2.5, 2.5, 2, 2, 2].map((rate) => rate / 1000);
    expect(afterLosses(schedule, losses)).toEqual(wanted);
  });

  test('does not count the steps of the warm-up as a plateau', () => {
    const schedule = plateau({ patienceSteps: 1, warmupSteps: 5 });
    expect(afterLosses(schedule, [1, 1, 1, 1, 1]).at(-1)).toBe(0.01);
  });
});

describe('early stopping', () => {
  test('stops after so many evaluations in a row without a large enough improvement', () => {
    const rule = { horizon: 8, minDelta: 0.01, patience: 2 };
    const accuracies = [0.5, 0.6, 0.605, 0.62, 0.625, 0.63];
    let state = initialEarlyStopping();
    const stops = accuracies.map((accuracy) => {
      state = observeAccuracy(rule, state, accuracy);
      return shouldStop(rule, state);
    });
    expect(stops).toEqual([false, false, false, false, false, true]);
    expect(shouldStop(null, state)).toBe(false);
  });
});

describe('scheduled values', () => {
  test('stay, or move from the first step to the last of their stretch and stay there', () => {
    expect(scheduledValueAt(0.7, 100)).toBe(0.7);
    const linear = { from: 1, to: 0.5, overSteps: 11, shape: 'linear' } as const;
    expect([1, 6, 11, 50].map((step) => scheduledValueAt(linear, step))).toEqual([1, 0.75, 0.5, 0.5]);
    const exponential = { from: 1, to: 0.25, overSteps: 3, shape: 'exponential' } as const;
    expect([1, 2, 3, 4].map((step) => scheduledValueAt(exponential, step))).toEqual([1, 0.5, 0.25, 0.25]);
    expect(scheduledValueAt({ from: 2, to: 1, overSteps: 1, shape: 'linear' }, 1)).toBe(1);
  });

  test('the rate of own samples rises as in Bengio et al. 2015: on a line, 1 − kⁱ, or 1 − k / (k + exp(i / k))', () => {
    expect(mixingRateAt(0.25, 100)).toBe(0.25);
    const linear = { shape: 'linear', from: 0, to: 0.8, overSteps: 5 } as const;
    expect([1, 3, 5, 50].map((step) => mixingRateAt(linear, step))).toEqual([0, 0.4, 0.8, 0.8]);
    const exponential = { shape: 'exponential', k: 0.5 } as const;
    expect([1, 2, 3, 4].map((step) => mixingRateAt(exponential, step))).toEqual([0, 0.5, 0.75, 0.875]);
    const sigmoid = { shape: 'inverse-sigmoid', k: 10 } as const;
    expect(mixingRateAt(sigmoid, 1)).toBeCloseTo(1 / 11, 12);
    // One half where exp(i / k) = k.
    expect(mixingRateAt({ shape: 'inverse-sigmoid', k: Math.E }, Math.E + 1)).toBeCloseTo(0.5, 12);
    expect(mixingRateAt(sigmoid, 1_000_000)).toBe(1);
  });

  test('the horizon grows from 1 to its full length in equal shares of the curriculum', () => {
    const unrolling = { horizon: 4, origins: 1, weight: 1, gumbelTemperature: 1, sampling: 'soft' } as const;
    const grown = Array.from({ length: 10 }, (_, i) => horizonAt({ ...unrolling, curriculumSteps: 8 }, i + 1));
    expect(grown).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 4, 4]);
    expect(horizonAt({ ...unrolling, curriculumSteps: null }, 1)).toBe(4);
  });
});

describe('the best checkpoints', () => {
  test('are the highest scores; of equal ones the earlier stays', () => {
    let best: ScoredCheckpoint[] = [];
    const dropped: string[] = [];
    const entered = [0.3, 0.5, 0.5, 0.4, 0.6].map((score, i) => {
      const ranking = rankCheckpoint(best, { step: i, file: `${i}`, score }, 2);
      best = ranking.best;
      dropped.push(...ranking.dropped);
      return ranking.enters;
    });
    expect(entered).toEqual([true, true, true, false, true]);
    expect(best.map(({ file }) => file)).toEqual(['4', '1']);
    expect(dropped).toEqual(['0', '2']);
  });
});

function rates(schedule: LearningRateSchedule, maxSteps: number): number[] {
  const options = { schedule, base, maxSteps };
  return Array.from({ length: maxSteps }, (_, i) => learningRateAt(options, initialLearningRate(), i + 1));
}

type PlateauChanges = { patienceSteps: number; minLearningRate?: number; warmupSteps?: number };

function plateau(changes: PlateauChanges): LearningRateSchedule {
  return { kind: 'plateau', factor: 0.5, threshold: 1e-7, minLearningRate: 0, warmupSteps: 0, ...changes };
}

function afterLosses(schedule: LearningRateSchedule, losses: number[]): number[] {
  const options = { schedule, base, maxSteps: 1000 };
  let state = initialLearningRate();
  return losses.map((loss, i) => {
    state = observeLoss(options, state, i + 1, loss);
    return learningRateAt(options, state, i + 2);
  });
}
