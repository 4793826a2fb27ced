import * as tf from '@tensorflow/tfjs-core';
import { adam, clipByNorm, globalNorm } from './adam';
import { floats, type NamedTensors } from './batch-inputs';
import type { InputSpec } from './compile/record';
import { valueAndGradients } from './gradients';
import { microBatchLosses, microBatchSpecs } from './micro-batch';
import { bindNetwork, splitParameters } from './network';
import type { TrainingStepOptions } from './step';

/** A function of tensors with what it takes, ready to be recorded. */
export interface StepFunction {
  inputs: InputSpec[];
  f: (...inputs: tf.Tensor[]) => tf.Tensor[];
}

/** Rows of a micro-batch as parts that are independent of each other, so that TensorFlow computes them side by side. */
export function partition(rows: number, parts: number): number[] {
  const count = Math.min(rows, parts);
  const end = (part: number) => Math.floor((part * rows) / count);
  return Array.from({ length: count }, (_, part) => end(part + 1) - end(part));
}

/**
 * (parameters, gradient, losses, 1 / B, …every part of a micro-batch) → gradient [P] and losses [2] with those of the
 * micro-batch added, each row of it weighted by 1 / B.
 */
export function accumulateFunction(
  options: TrainingStepOptions,
  parameters: number,
  parts: readonly number[],
): StepFunction {
  const partSpecs = parts.map((rows, part) =>
    microBatchSpecs(options, rows).map((spec) => ({ ...spec, name: `part${part}/${spec.name}` })),
  );
  const f = (...[flat, gradientSum, lossSum, perRow, ...rest]: tf.Tensor[]): tf.Tensor[] =>
    tf.tidy(() => {
      const gradients = [gradientSum!];
      const losses = [lossSum!];
      let next = 0;
      for (const rows of parts) {
        const tensors = Object.fromEntries(microBatchSpecs(options, rows).map(({ name }) => [name, rest[next++]!]));
        const part = partGradient(options, flat as tf.Tensor1D, tensors, tf.mul(perRow!, rows));
        gradients.push(part.gradient);
        losses.push(part.losses);
      }
      return [tf.addN(gradients), tf.addN(losses)];
    });
  const vectors = [floats('parameters', [parameters]), floats('gradient', [parameters]), floats('losses', [2])];
  return { inputs: [...vectors, floats('perRow', []), ...partSpecs.flat()], f };
}

/** (parameters, moments, gradient, losses, scalars) → parameters, moments and [one-step loss, unrolled loss, norm]. */
export function updateFunction({ training: { optimizer } }: TrainingStepOptions, parameters: number): StepFunction {
  const f = (...inputs: tf.Tensor[]): tf.Tensor[] =>
    tf.tidy(() => {
      const [flat, firstMoment, secondMoment, gradient, losses] = inputs as tf.Tensor1D[];
      const [learningRate, firstCorrection, secondCorrection] = inputs.slice(5) as tf.Scalar[];
      const norm = globalNorm(gradient!);
      const state = adam(
        { parameters: flat!, firstMoment: firstMoment!, secondMoment: secondMoment! },
        clipByNorm(gradient!, norm, optimizer.clipNorm),
        { learningRate: learningRate!, firstCorrection: firstCorrection!, secondCorrection: secondCorrection! },
        optimizer,
      );
      const report = tf.concat([losses!, tf.reshape(norm, [1])]);
      return [state.parameters, state.firstMoment, state.secondMoment, report];
    });
  const state = ['parameters', 'firstMoment', 'secondMoment', 'gradient'].map((name) => floats(name, [parameters]));
  const scalars = ['learningRate', 'firstCorrection', 'secondCorrection'].map((name) => floats(name, []));
  return { inputs: [...state, floats('losses', [2]), ...scalars], f };
}

/** Gradient [P] and [one-step loss, unrolled loss] of some rows, times `share`. */
function partGradient(
  options: TrainingStepOptions,
  parameters: tf.Tensor1D,
  tensors: NamedTensors,
  share: tf.Tensor,
): { gradient: tf.Tensor; losses: tf.Tensor } {
  let losses!: tf.Tensor;
  const { gradients } = valueAndGradients(() => {
    const network = bindNetwork(options.model, splitParameters(options.model, parameters));
    const { oneStep, unrolled, total } = microBatchLosses(network, options, tensors);
    // Values besides the one that is differentiated: kept from the tidying of the forward pass.
    losses = tf.keep(tf.stack([oneStep, unrolled ?? tf.scalar(0)]));
    return tf.mul<tf.Scalar>(total, share);
  }, [parameters]);
  const weighted = tf.mul(losses, share);
  losses.dispose();
  return { gradient: gradients[0]!, losses: weighted };
}
