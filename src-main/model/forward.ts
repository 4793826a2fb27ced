import * as tf from '@tensorflow/tfjs-core';
import { addCondition, applyPointwise, checkCondition, unconditioned, type Condition } from './condition';
import { convolve } from './dilated-convolution';
import { gatedActivation } from './kernels';
import type { DilatedLayer, Network, WaveNet } from './network';
import { window, type Sequences } from './sequences';
import { convolveTokens, padTokens } from './token-convolution';

/** Slope of the head's leaky rectifiers for negative inputs. */
const LEAK = 0.01;

/** The teacher-forced pass over a batch: every prediction at once. */
export interface ForwardPass {
  batch: number;
  length: number;
  /** Input of the head, rows [T · B, S] in the order of time: for a WaveNet the sum of all skip outputs. */
  hidden: tf.Tensor2D;
  /** Input of each dilated layer, from which a forecast can be taken up at any origin; empty where none was kept. */
  layerInputs: Sequences[];
}

/**
 * logits [B, T, Q] of tokens [B, T] int32; logits[:, t] predict token t + 1.
 */
export function forward(network: Network, tokens: tf.Tensor2D, condition: Condition = unconditioned): tf.Tensor3D {
  return tf.tidy(() => {
    const { hidden, batch, length } = encode(network, tokens, condition);
    const logits = head(network, hidden);
    return tf.transpose(tf.reshape(logits, [length, batch, logits.shape[1]]), [1, 0, 2]) as tf.Tensor3D;
  });
}

/**
 * The teacher-forced pass up to the head. Without `keepLayerInputs` a layer's input is disposed of when the next one's is
 * there, which takes a long pass a fraction of the memory.
 */
export function encode(
  network: Network,
  tokens: tf.Tensor2D,
  condition: Condition = unconditioned,
  { keepLayerInputs = true } = {},
): ForwardPass {
  const [batch, length] = tokens.shape;
  checkCondition(network, condition, [batch, length]);
  if (network.family === 'lagged') {
    const { lags, quantizationLevels } = network.configuration;
    const hidden = convolveTokens(network.input.convolution, padTokens(tokens, lags - 1, quantizationLevels));
    return { batch, length, hidden, layerInputs: [] };
  }
  return encodeWaveNet(network, tokens, condition, keepLayerInputs);
}

/**
 * Logits [N, Q] of rows [N, S]; each layer of the head follows a rectifier, except the first of a linear lagged model.
 */
export function head(network: Network, hidden: tf.Tensor2D): tf.Tensor2D {
  return network.head.reduce((x, layer) => applyPointwise(layer, tf.leakyRelu(x, LEAK)), hidden);
}

/** Pre-activation of a dilated layer's gates [N, 2D] and the part of its input that goes on, [N, C]. */
export interface Convolved {
  gates: tf.Tensor2D;
  residual: tf.Tensor2D;
}

/** What of a WaveNet differs between a teacher-forced pass, an unrolled one and a step of generation. */
export interface LayerPass {
  /** The input layer over tokens. */
  input(): Convolved;
  /** W ∗ x + V y of a dilated layer. */
  dilated(layer: DilatedLayer, index: number, x: tf.Tensor2D): Convolved;
  /** The rows of h that belong to samples to predict from. */
  observed(h: tf.Tensor2D): tf.Tensor2D;
  /** Takes what a layer has used for the last time. */
  used?(tensor: tf.Tensor2D): void;
}

/**
 * A WaveNet from the input layer to the sum of its skip outputs:
 * h = tanh(W_f ∗ x + V_f y) ⊙ σ(W_g ∗ x + V_g y), x ← x + W_r h, skip ← skip + W_s h.
 *
 * The residual output of the last layer is not used, so it is not computed.
 */
export function sumOfSkips(network: WaveNet, pass: LayerPass): tf.Tensor2D {
  const last = network.layers.length - 1;
  const first = pass.input();
  let h = gatedActivation(first.gates);
  let x = tf.add<tf.Tensor2D>(first.residual, applyPointwise(network.input.residual, h));
  let skip = applyPointwise(network.input.skip, pass.observed(h));
  network.layers.forEach((layer, i) => {
    const before = [x, skip];
    // Each layer tidies up after itself; what the gradients need is kept by the tape.
    [x, skip] = tf.tidy(() => {
      const { gates, residual } = pass.dilated(layer, i, x);
      const h = gatedActivation(gates);
      const sum = tf.add<tf.Tensor2D>(skip, applyPointwise(layer.skip, pass.observed(h)));
      return [i < last ? tf.add<tf.Tensor2D>(residual, applyPointwise(layer.residual, h)) : x, sum];
    });
    for (const tensor of before) if (tensor !== x) pass.used?.(tensor);
  });
  return skip;
}

function encodeWaveNet(
  network: WaveNet,
  tokens: tf.Tensor2D,
  condition: Condition,
  keepLayerInputs: boolean,
): ForwardPass {
  const { quantizationLevels, padding, inputKernelSize } = network.configuration;
  const [batch, length] = tokens.shape;
  const layerInputs: Sequences[] = [];
  // `input` padding starts with R − 1 samples of zeros, of which each layer uses up its share.
  const padded = padTokens(
    tokens,
    padding === 'layer' ? inputKernelSize - 1 : network.receptiveField - 1,
    quantizationLevels,
  );
  let remaining = padded.shape[1] - inputKernelSize + 1;

  const hidden = sumOfSkips(network, {
    input: () => {
      const current = tf.slice(padded, [0, inputKernelSize - 1], [batch, remaining]);
      return {
        gates: addCondition(network.input, convolveTokens(network.input.convolution, padded), condition, remaining),
        residual: convolveTokens(network.input.projection, current),
      };
    },
    dilated: (layer, _, x) => {
      const input = { rows: x, batch, length: remaining };
      if (keepLayerInputs) layerInputs.push(input);
      if (padding === 'input') remaining -= (layer.convolution.taps.length - 1) * layer.convolution.dilation;
      const product = convolve(layer.convolution, input, padding);
      return {
        gates: addCondition(layer, layer.bias ? tf.add(product, layer.bias) : product, condition, remaining),
        residual: window(input, input.length - remaining, remaining),
      };
    },
    observed: (h) => window({ rows: h, batch, length: remaining }, remaining - length, length),
    ...(!keepLayerInputs && { used: (tensor) => tensor.dispose() }),
  });
  return { batch, length, hidden, layerInputs };
}
