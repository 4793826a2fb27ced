import * as tf from '@tensorflow/tfjs-core';
import type { Condition } from './condition';
import { head, type ForwardPass } from './forward';
import { stopGradient } from './gradients';
import { crossEntropyRows, straightThrough } from './kernels';
import type { Network } from './network';
import { rowsOfTokens, window } from './sequences';
import { unroll, type NextInputOf } from './unrolled';
import { pieces, type UnrolledTensors } from './unrolled-tensors';

/**
 * Mean cross-entropy of the one-step predictions, nats per sample; targets [B, T] int32 are the inputs shifted by one.
 * `skipPartial` leaves the first R outputs out, whose receptive field reaches into the padding.
 */
export function oneStepLoss(
  network: Network,
  pass: ForwardPass,
  { targets, skipPartial }: { targets: tf.Tensor2D; skipPartial: boolean },
): tf.Scalar {
  const { batch, length, hidden } = pass;
  const skipped = skipPartial ? network.receptiveField : 0;
  if (skipped >= length) {
    throw new Error(
      `The one-step loss leaves out the first ${skipped} outputs (receptive field), but the inputs have only ` +
        `${length}; take longer windows or keep the partial receptive field.`,
    );
  }
  const counted = length - skipped;
  const logits = head(network, window({ rows: hidden, batch, length }, skipped, counted));
  const wanted = rowsOfTokens(tf.slice(targets, [0, skipped], [batch, counted]));
  return tf.mean(crossEntropyRows(logits, wanted));
}

/** How a differentiable forecast samples its next input. */
export interface Unrolling {
  horizon: number;
  /** `soft`: Gumbel-softmax; `hard`: straight-through; `scheduled-sampling`: sampled tokens without gradient. */
  sampling: 'soft' | 'hard' | 'scheduled-sampling';
  inputs: UnrolledTensors;
  /** Standard Gumbel noise [(H − 1) · M, Q], rows by step, origin, batch row; null when the horizon is 1. */
  noise: tf.Tensor2D | null;
  /** Of scheduled sampling between own and observed samples; null or left out, all are the model's own. */
  mixing?: Mixing | null;
  /** τ > 0; unused by scheduled sampling. */
  gumbelTemperature: tf.Scalar;
  /** [H]: 1/n for the n steps that count, 0 after them. */
  stepWeights: tf.Tensor1D;
  condition?: Condition;
}

/** Where scheduled sampling takes the model's own sample: where a draw lies below the rate. */
export interface Mixing {
  rate: tf.Scalar;
  /** Uniform in [0, 1): [(H − 1) · M, 1], rows as those of the noise. */
  draws: tf.Tensor2D;
}

/** Mean cross-entropy of forecasts over origins, batch rows and the steps that count, nats per sample. */
export function unrolledLoss(network: Network, pass: ForwardPass, unrolling: Unrolling): tf.Scalar {
  const logits = unrolledLogits(network, pass, unrolling);
  return forecastLoss(logits, unrolling.inputs.targets, unrolling.stepWeights);
}

/** Logits [M, Q] of each step of forecasts that sample with Gumbel noise. */
export function unrolledLogits(network: Network, pass: ForwardPass, unrolling: Unrolling): tf.Tensor2D[] {
  const { horizon, inputs, noise, condition } = unrolling;
  if (horizon > 1 && !noise)
    throw new Error(`A forecast of ${horizon} steps needs Gumbel noise for its ${horizon - 1} samples.`);
  const perStep = noise ? pieces(noise, horizon - 1) : [];
  const next: NextInputOf = (logits, step) => sample(logits, { noise: perStep[step]!, step }, unrolling);
  return unroll(network, pass, { inputs, horizon, next, condition });
}

/** The steps' weights for a curriculum that counts the first `counted` of `horizon` steps. */
export function stepWeights(horizon: number, counted = horizon): Float32Array {
  return Float32Array.from({ length: horizon }, (_, step) => (step < counted ? 1 / counted : 0));
}

/**
 * One Gumbel-softmax sample, softmax((logits + g) / τ) (Jang et al. 2017; Maddison et al. 2017): the normaliser of the
 * log-probabilities drops out of the softmax. Scheduled sampling takes argmax(logits + g), an exact sample, or in its
 * place the observed one (Bengio et al. 2015).
 */
function sample(
  logits: tf.Tensor2D,
  { noise, step }: { noise: tf.Tensor2D; step: number },
  { sampling, gumbelTemperature, mixing, inputs }: Unrolling,
): ReturnType<NextInputOf> {
  if (sampling === 'scheduled-sampling') {
    return {
      tokens: stopGradient(() => {
        const own = tf.argMax<tf.Tensor1D>(tf.add<tf.Tensor2D>(logits, noise), 1);
        return mixing ? mixed(own, { mixing, step, observed: inputs.targets }) : own;
      }),
    };
  }
  const soft = tf.softmax(tf.div<tf.Tensor2D>(tf.add<tf.Tensor2D>(logits, noise), gumbelTemperature));
  return { soft: sampling === 'hard' ? straightThrough(soft) : soft };
}

/** Own samples [M] of a step, with observed ones between: what a step predicts is what the next one observes. */
function mixed(
  own: tf.Tensor1D,
  { mixing: { rate, draws }, step, observed }: { mixing: Mixing; step: number; observed: tf.Tensor1D },
): tf.Tensor1D {
  const rows = own.size;
  const drawn = tf.reshape(tf.slice(draws, [step * rows, 0], [rows, 1]), [rows]);
  return tf.where(tf.less(drawn, rate), own, tf.slice(observed, [step * rows], [rows]));
}

function forecastLoss(logits: tf.Tensor2D[], targets: tf.Tensor1D, weights: tf.Tensor1D): tf.Scalar {
  const rows = crossEntropyRows(logits.length === 1 ? logits[0]! : tf.concat(logits), targets);
  const bySteps = tf.mean<tf.Tensor1D>(tf.reshape(rows, [logits.length, rows.shape[0] / logits.length]), 1);
  return tf.sum(tf.mul(bySteps, weights));
}
