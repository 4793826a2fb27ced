import * as tf from '@tensorflow/tfjs-core';
import type { TrainingConfiguration } from '../contract/configuration';

export interface AdamState {
  /** Flat vectors [P]. */
  parameters: tf.Tensor1D;
  firstMoment: tf.Tensor1D;
  secondMoment: tf.Tensor1D;
}

export interface AdamScalars {
  learningRate: tf.Scalar;
  /** 1 − β₁ᵗ and 1 − β₂ᵗ at step t = 1, 2, … */
  firstCorrection: tf.Scalar;
  secondCorrection: tf.Scalar;
}

/**
 * One step of Adam (Kingma & Ba 2015) over flat vectors, with PyTorch's place for ε:
 * m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², p ← p − η · (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε).
 */
export function adam(
  { parameters, firstMoment, secondMoment }: AdamState,
  gradient: tf.Tensor1D,
  { learningRate, firstCorrection, secondCorrection }: AdamScalars,
  { beta1, beta2, epsilon }: TrainingConfiguration['optimizer'],
): AdamState {
  return tf.tidy(() => {
    const first = tf.add<tf.Tensor1D>(tf.mul(firstMoment, beta1), tf.mul(gradient, 1 - beta1));
    const second = tf.add<tf.Tensor1D>(tf.mul(secondMoment, beta2), tf.mul(tf.square(gradient), 1 - beta2));
    const scale = tf.add(tf.sqrt(tf.div(second, secondCorrection)), epsilon);
    const change = tf.div(tf.mul(first, tf.div(learningRate, firstCorrection)), scale);
    return { parameters: tf.sub<tf.Tensor1D>(parameters, change), firstMoment: first, secondMoment: second };
  });
}

/** ‖g‖₂ over all parameters. */
export function globalNorm(gradient: tf.Tensor1D): tf.Scalar {
  return tf.tidy(() => tf.sqrt(tf.sum<tf.Scalar>(tf.square(gradient))));
}

/** Scales a gradient so that its norm is at most `maxNorm`; null leaves it as it is (as PyTorch's clip_grad_norm_). */
export function clipByNorm(gradient: tf.Tensor1D, norm: tf.Scalar, maxNorm: number | null): tf.Tensor1D {
  if (maxNorm === null) return gradient;
  return tf.tidy(() => tf.mul<tf.Tensor1D>(gradient, tf.minimum(1, tf.div(maxNorm, tf.add(norm, 1e-6)))));
}
