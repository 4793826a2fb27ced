import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import type { ModelConfiguration } from '../../src-main/architecture/configuration';
import type { Execution } from '../../src-main/contract/training';
import type { EvaluationBatch, Origins } from '../../src-main/model/evaluation-batch';
import type { EvaluationSums } from '../../src-main/model/evaluation-sums';
import { Evaluator } from '../../src-main/model/evaluator';

export interface EvaluationTrial {
  parameters: Float32Array;
  batch: EvaluationBatch;
  origins: Origins;
}

export interface Way {
  execution: Execution;
  parts?: number;
}

/**
 * Evaluates trial after trial with one evaluator, which must not leave a tensor behind nor fall back to another way.
 */
export function evaluateAll(
  model: ModelConfiguration,
  trials: readonly EvaluationTrial[],
  { execution, parts: parallelParts = 2 }: Way,
): EvaluationSums[] {
  const before = tf.memory().numTensors;
  const notices: string[] = [];
  const evaluator = new Evaluator({ model, execution, parallelParts, onNotice: (message) => notices.push(message) });
  try {
    return trials.map(({ parameters, batch, origins }) => {
      const flat = tf.tensor1d(parameters);
      try {
        return evaluator.evaluate(flat, batch, origins);
      } finally {
        flat.dispose();
        expect(tf.memory().numTensors).toBe(before);
      }
    });
  } finally {
    evaluator.dispose();
    expect(notices).toEqual([]);
  }
}

export function evaluateOnce(
  { model, ...trial }: EvaluationTrial & { model: ModelConfiguration },
  way: Way,
): EvaluationSums {
  return evaluateAll(model, [trial], way)[0]!;
}
