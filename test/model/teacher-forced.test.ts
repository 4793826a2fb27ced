import * as tf from '@tensorflow/tfjs-node-gpu';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { forward } from '../../src-main/model/forward';
import { loadNetwork } from '../../src-main/model/network';
import { predictTeacherForced } from '../../src-main/model/teacher-forced';
import { anyModel, batchTensors, livelyParameters, randomBatch } from './models';

test('each prediction is the most likely token of the forward pass over all tokens before it', () => {
  const before = tf.memory().numTensors;
  fc.assert(
    fc.property(anyModel, fc.integer({ min: 1, max: 9 }), (model, count) => {
      const batch = randomBatch(model, { batch: 3, length: 9 });
      const network = loadNetwork({ model, parameters: livelyParameters(model) });
      const rows = Array.from({ length: 3 }, (_, row) => batch.tokens.subarray(10 * row, 10 * row + 9));
      const { classes, local } = batch;
      const predicted = predictTeacherForced(network, { rows, count, classes, local });
      const wanted = tf.tidy(() => {
        const { inputs, condition } = batchTensors(model, batch);
        return tf.argMax(forward(network, inputs, condition), 2).arraySync() as number[][];
      });
      expect([...predicted]).toEqual(wanted.flatMap((row) => row.slice(9 - count)));
      tf.dispose(network as unknown as tf.TensorContainer);
    }),
    { numRuns: 15 },
  );
  expect(tf.memory().numTensors).toBe(before);
});
