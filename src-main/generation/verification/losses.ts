import * as tf from '@tensorflow/tfjs-core';
import type { GoldenRow } from '../../contract/jobs';
import { encode, forward } from '../../model/forward';
import { valueAndGradients } from '../../model/gradients';
import { oneStepLoss, stepWeights, unrolledLogits, unrolledLoss, type Unrolling } from '../../model/losses';
import { bindNetwork, type Network } from '../../model/network';
import { parameterLayouts, toPyTorch } from '../../model/parameters';
import { computeTidily } from '../../model/tidy';
import { unrolledInputs } from '../../model/unrolled-inputs';
import { unrolledTensors } from '../../model/unrolled-tensors';
import { batchTensors, batchTokens, difference, expectedData, row, type LoadedCase } from './golden-case';

/** Logits, one-step losses and their gradients. */
export function teacherForcedRows(context: LoadedCase): GoldenRow[] {
  const { golden } = context;
  return computeTidily(() => {
    const { tokens, targets, condition } = batchTensors(golden);
    const network = bindNetwork(context.model, context.tensors);
    const logits = tf.transpose(forward(network, tokens, condition), [0, 2, 1]);
    const loss = (network: Network, skipPartial: boolean) =>
      oneStepLoss(network, encode(network, tokens, condition), { targets, skipPartial });
    const { value, gradients } = valueAndGradients(
      () => loss(bindNetwork(context.model, context.tensors), false),
      context.tensors,
    );
    return [
      row('logits', difference(logits.dataSync(), expectedData(context, 'logits')), 'logits'),
      row('one-step loss', value.dataSync()[0]! - golden.one_step_loss, 'loss'),
      row(
        'one-step loss without partial receptive field',
        loss(network, true).dataSync()[0]! - golden.one_step_loss_skip_partial,
        'loss',
      ),
      ...gradientRows(context, gradients, 'grad.one_step'),
    ];
  });
}

/** Logits, loss and gradients of the unrolled pass with the recorded noise. */
export function unrolledRows(context: LoadedCase): GoldenRow[] {
  const { golden, model } = context;
  const { origins, horizon, tau, loss } = golden.unrolled;
  return computeTidily(() => {
    const { tokens, condition } = batchTensors(golden);
    const size = { batch: golden.inputs.length, length: golden.inputs[0]!.length, origins: origins.length, horizon };
    const unrolling: Unrolling = {
      horizon,
      sampling: 'soft',
      inputs: unrolledTensors(unrolledInputs(model, size, { tokens: batchTokens(golden), origins })),
      noise: horizon > 1 ? recordedNoise(context) : null,
      gumbelTemperature: tf.scalar(tau),
      stepWeights: tf.tensor1d(stepWeights(horizon)),
      condition,
    };
    const pass = (network: Network) => encode(network, tokens, condition);
    const { value, gradients } = valueAndGradients(() => {
      const network = bindNetwork(model, context.tensors);
      return unrolledLoss(network, pass(network), unrolling);
    }, context.tensors);
    const network = bindNetwork(model, context.tensors);
    // [H, O, B, Q] → [O, B, Q, H].
    const steps = tf.stack(unrolledLogits(network, pass(network), unrolling));
    const ordered = tf.transpose(
      tf.reshape(steps, [horizon, origins.length, size.batch, model.quantizationLevels]),
      [1, 2, 3, 0],
    );
    return [
      row('unrolled logits', difference(ordered.dataSync(), expectedData(context, 'unrolled.logits')), 'logits'),
      row('unrolled loss', value.dataSync()[0]! - loss, 'loss'),
      ...gradientRows(context, gradients, 'grad.unrolled'),
    ];
  });
}

function gradientRows({ model, expected }: LoadedCase, gradients: tf.Tensor[], prefix: string): GoldenRow[] {
  const layouts = parameterLayouts(model);
  const flat = new Float32Array(layouts.reduce((sum, { size }) => sum + size, 0));
  gradients.forEach((gradient, i) => flat.set(gradient.dataSync() as Float32Array, layouts[i]!.offset));
  return [...toPyTorch(model, flat)].map(([name, { data }]) =>
    row(`${prefix}.${name}`, difference(data, expected.get(`${prefix}.${name}`)?.data ?? []), 'gradient'),
  );
}

/** The recorded noise [O, H, B, Q] without its last step, which no forecast uses, as [(H − 1) · O · B, Q]. */
function recordedNoise({ golden, model, expected }: LoadedCase): tf.Tensor2D {
  const { origins, horizon } = golden.unrolled;
  const [O, H, B, Q] = [origins.length, horizon, golden.inputs.length, model.quantizationLevels] as const;
  const noise = tf.tensor4d(Float32Array.from(expected.get('unrolled.gumbel_noise')!.data), [O, H, B, Q]);
  const used = tf.slice(tf.transpose(noise, [1, 0, 2, 3]), [0, 0, 0, 0], [H - 1, O, B, Q]);
  return tf.reshape(used, [(H - 1) * O * B, Q]);
}
