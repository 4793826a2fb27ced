import * as tf from '@tensorflow/tfjs-core';
import { addCondition, type Condition } from './condition';
import { head, sumOfSkips } from './forward';
import type { Network } from './network';
import { convolveTokens } from './token-convolution';

/** What a network needs for its next prediction of M sequences, besides its weights. */
export interface ForecastMemory {
  /** Tokens under the taps of the input layer [M, K], the current one last; Q before the first sample. */
  window: tf.Tensor2D;
  /** By dilated layer and past tap, oldest first: the layer's input then [M, C]; empty for a lagged model. */
  past: readonly (readonly tf.Tensor2D[])[];
  /** Of the current sample. */
  condition: Condition;
}

export interface Prediction {
  /** [M, Q]. */
  logits: tf.Tensor2D;
  /** Input of each dilated layer [M, C]: what later predictions find under their past taps. */
  layerInputs: tf.Tensor2D[];
}

/** One sample through a network that remembers what its layers have seen (Paine et al. 2016). */
export function predictNext(network: Network, { window, past, condition }: ForecastMemory): Prediction {
  const gates = convolveTokens(network.input.convolution, window);
  if (network.family === 'lagged') return { logits: head(network, gates), layerInputs: [] };
  const [rows, taps] = window.shape;
  const current = tf.slice(window, [0, taps - 1], [rows, 1]);
  const layerInputs: tf.Tensor2D[] = [];
  const hidden = sumOfSkips(network, {
    input: () => ({
      gates: addCondition(network.input, gates, condition, 1),
      residual: convolveTokens(network.input.projection, current),
    }),
    dilated: (layer, i, x) => {
      layerInputs.push(x);
      const sum = [...past[i]!, x]
        .map((seen, k) => tf.matMul<tf.Tensor2D>(seen, layer.convolution.taps[k]!))
        .reduce((sum, product) => tf.add<tf.Tensor2D>(sum, product));
      return { gates: addCondition(layer, layer.bias ? tf.add(sum, layer.bias) : sum, condition, 1), residual: x };
    },
    observed: (h) => h,
  });
  return { logits: head(network, hidden), layerInputs };
}
