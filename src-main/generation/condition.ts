import * as tf from '@tensorflow/tfjs-core';
import type { Condition } from '../model/condition';
import type { Network } from '../model/network';
import type { GenerationRequest } from './generator';

/** The condition of `length` samples from sample `start` on, where the prompt begins at 0; zeros before that. */
export function conditionAt(
  network: Network,
  { prompt, steps, classes = null, local = null }: Pick<GenerationRequest, 'prompt' | 'steps' | 'classes' | 'local'>,
  { start, length }: { start: number; length: number },
): Condition {
  const channels = network.family === 'wavenet' ? network.configuration.localConditionChannels : null;
  return {
    classes: classes && tf.tensor1d(Int32Array.from(classes), 'int32'),
    local: local && channels !== null ? localWindow(local) : null,
  };

  function localWindow(local: Float32Array): tf.Tensor3D {
    const rows = prompt.length;
    const width = channels!;
    const total = prompt[0]!.length + steps - 1;
    const first = Math.max(0, start);
    const out = new Float32Array(rows * length * width);
    for (let b = 0; b < rows; b++) {
      const values = local.subarray((b * total + first) * width, (b * total + Math.max(first, start + length)) * width);
      out.set(values, (b * length + first - start) * width);
    }
    return tf.tensor3d(out, [rows, length, width]);
  }
}

/**
 * The end of the prompt that the model can see [B, length], length 1 … R; a single sample of zeros for an empty one.
 */
export function visiblePrompt({ receptiveField, configuration }: Network, { prompt }: GenerationRequest) {
  const observed = prompt[0]!.length;
  if (observed === 0) return { start: -1, length: 1, rows: prompt.map(() => [configuration.quantizationLevels]) };
  const start = Math.max(0, observed - receptiveField);
  return { start, length: observed - start, rows: prompt.map((row) => Array.from(row).slice(start)) };
}
