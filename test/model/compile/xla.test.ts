import { expect, it } from 'vitest';
import { tensorFlowVariables } from '../../../src-main/model/compile/execution';
import { difference } from '../models';
import { freshState, makeSteps, numbersOf, stepInputs, stepOptions } from '../step-fixture';

it('gives by XLA what the eager step gives, and the same noise', async () => {
  // TensorFlow reads its variables once, when it is loaded: in this file, only now.
  Object.assign(process.env, tensorFlowVariables('xla', 2));
  await import('@tensorflow/tfjs-node-gpu');
  const options = stepOptions({ microBatch: 4 });
  const inputs = [1, 2].map((seed) => stepInputs(options, seed));
  const state = freshState(options.model);
  const compiled = makeSteps({ ...options, execution: 'xla' }, state, inputs);
  const eager = makeSteps({ ...options, execution: 'eager' }, state, inputs);
  expect(compiled.execution).toBe('xla');
  expect(difference(numbersOf(compiled), numbersOf(eager))).toBeLessThan(2e-4);
}, 180_000);
