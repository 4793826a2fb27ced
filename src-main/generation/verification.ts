import * as tf from '@tensorflow/tfjs-core';
import { goldenModel, type GoldenCase } from '../contract/golden';
import type { GoldenRow } from '../contract/jobs';
import type { Condition } from '../model/condition';
import { encode, forward } from '../model/forward';
import { valueAndGradients } from '../model/gradients';
import { oneStepLoss, stepWeights, unrolledLogits, unrolledLoss, type Unrolling } from '../model/losses';
import { bindNetwork, type Network } from '../model/network';
import { fromPyTorch, parameterLayouts, toPyTorch } from '../model/parameters';
import { evaluateBatch, forecastScore, teacherForcedScore } from '../model/rolling-origin';
import type { StoredTensor } from '../model/safetensors';
import { computeTidily } from '../model/tidy';
import { unrolledInputs } from '../model/unrolled-inputs';
import { unrolledTensors } from '../model/unrolled-tensors';
import { defaultGenerator } from './default';
import type { GenerationBlock, Generator } from './generator';
import { queueGenerator } from './queue';

/** A golden case with its arrays, by name. */
export interface GoldenFiles {
  golden: GoldenCase;
  weights: ReadonlyMap<string, StoredTensor>;
  expected: ReadonlyMap<string, StoredTensor>;
}

/** In float32 against a reference in float64. */
const tolerances = { logits: 1e-4, loss: 1e-5, gradient: 1e-4, exact: 0 };

/** Computes everything that a golden case records; each row is the largest absolute difference of one quantity. */
export async function verifyGoldenCase(files: GoldenFiles): Promise<GoldenRow[]> {
  const model = goldenModel(files.golden);
  const parameters = fromPyTorch(model, files.weights);
  const tensors = parameterLayouts(model).map(({ offset, size, shape }) => tf.tensor(parameters.subarray(offset, offset + size), shape));
  const context: Context = { ...files, model, tensors };
  try {
    return [
      row('receptive field', bindAndRead(context, (network) => network.receptiveField) - files.golden.receptive_field, 'exact'),
      ...teacherForcedRows(context),
      ...unrolledRows(context),
      ...rollingOriginRows(context),
      ...(await generationRows(context, defaultGenerator({ model, parameters }))),
      ...(await generationRows(context, queueGenerator({ model, parameters }))),
    ];
  } finally {
    tf.dispose(tensors);
  }
}

interface Context extends GoldenFiles {
  model: ReturnType<typeof goldenModel>;
  tensors: tf.Tensor[];
}

function teacherForcedRows(context: Context): GoldenRow[] {
  const { golden } = context;
  return computeTidily(() => {
    const { tokens, targets, condition } = batchTensors(golden);
    const network = bindNetwork(context.model, context.tensors);
    const logits = tf.transpose(forward(network, tokens, condition), [0, 2, 1]);
    const loss = (network: Network, skipPartial: boolean) =>
      oneStepLoss(network, encode(network, tokens, condition), { targets, skipPartial });
    const { value, gradients } = valueAndGradients(() => loss(bindNetwork(context.model, context.tensors), false), context.tensors);
    return [
      row('logits', difference(logits.dataSync(), expectedData(context, 'logits')), 'logits'),
      row('one-step loss', value.dataSync()[0]! - golden.one_step_loss, 'loss'),
      row('one-step loss without partial receptive field', loss(network, true).dataSync()[0]! - golden.one_step_loss_skip_partial, 'loss'),
      ...gradientRows(context, gradients, 'grad.one_step'),
    ];
  });
}

function unrolledRows(context: Context): GoldenRow[] {
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
    const ordered = tf.transpose(tf.reshape(steps, [horizon, origins.length, size.batch, model.quantizationLevels]), [1, 2, 3, 0]);
    return [
      row('unrolled logits', difference(ordered.dataSync(), expectedData(context, 'unrolled.logits')), 'logits'),
      row('unrolled loss', value.dataSync()[0]! - loss, 'loss'),
      ...gradientRows(context, gradients, 'grad.unrolled'),
    ];
  });
}

function rollingOriginRows(context: Context): GoldenRow[] {
  const { golden } = context;
  const { origins, horizon, loss, accuracy } = golden.greedy_rolling_origin;
  return bindAndRead(context, (network) => {
    const batch = {
      tokens: batchTokens(golden),
      batch: golden.inputs.length,
      length: golden.inputs[0]!.length,
      classes: golden.condition && Int32Array.from(golden.condition),
      local: null,
    };
    const sums = evaluateBatch(network, batch, { origins, horizon });
    const score = forecastScore(sums, horizon);
    return [
      row('one-step accuracy', teacherForcedScore(sums).accuracy - golden.one_step_accuracy, 'exact'),
      row('rolling-origin loss', score.loss - loss, 'loss'),
      row('rolling-origin accuracy', score.accuracy - accuracy, 'exact'),
    ];
  });
}

async function generationRows(context: Context, generator: Generator): Promise<GoldenRow[]> {
  const { prompt_length, steps, tokens } = context.golden.greedy_generation;
  try {
    const blocks = generator.generate({
      prompt: context.golden.inputs.map((inputs) => inputs.slice(0, prompt_length)),
      steps,
      sampler: { kind: 'greedy' },
      seed: 0,
      classes: context.golden.condition,
      blockSteps: steps,
      keepLogits: true,
    });
    const { value } = (await blocks.next()) as { value: GenerationBlock };
    await blocks.return();
    const logits = tf.tidy(() => {
      const shape: [number, number, number] = [tokens.length, steps, context.model.quantizationLevels];
      return tf.transpose(tf.tensor3d(value.logits!, shape), [0, 2, 1]).dataSync();
    });
    return [
      row(`tokens, ${generator.name} generator`, difference(value.tokens, tokens.flat()), 'exact'),
      row(`generation logits, ${generator.name} generator`, difference(logits, expectedData(context, 'generation.logits')), 'logits'),
    ];
  } finally {
    generator.dispose();
  }
}

function gradientRows({ model, expected }: Context, gradients: tf.Tensor[], prefix: string): GoldenRow[] {
  const layouts = parameterLayouts(model);
  const flat = new Float32Array(layouts.reduce((sum, { size }) => sum + size, 0));
  gradients.forEach((gradient, i) => flat.set(gradient.dataSync() as Float32Array, layouts[i]!.offset));
  return [...toPyTorch(model, flat)].map(([name, { data }]) =>
    row(`${prefix}.${name}`, difference(data, expected.get(`${prefix}.${name}`)?.data ?? []), 'gradient'),
  );
}

/** The recorded noise [O, H, B, Q] without its last step, which no forecast uses, as [(H − 1) · O · B, Q]. */
function recordedNoise({ golden, model, expected }: Context): tf.Tensor2D {
  const { origins, horizon } = golden.unrolled;
  const [O, H, B, Q] = [origins.length, horizon, golden.inputs.length, model.quantizationLevels] as const;
  const noise = tf.tensor4d(Float32Array.from(expected.get('unrolled.gumbel_noise')!.data), [O, H, B, Q]);
  const used = tf.slice(tf.transpose(noise, [1, 0, 2, 3]), [0, 0, 0, 0], [H - 1, O, B, Q]);
  return tf.reshape(used, [(H - 1) * O * B, Q]);
}

function bindAndRead<T>({ model, tensors }: Context, read: (network: Network) => T): T {
  return computeTidily(() => read(bindNetwork(model, tensors)));
}

function batchTensors({ inputs, targets, condition }: GoldenCase): { tokens: tf.Tensor2D; targets: tf.Tensor2D; condition: Condition } {
  return {
    tokens: tf.tensor2d(inputs, undefined, 'int32'),
    targets: tf.tensor2d(targets, undefined, 'int32'),
    condition: { classes: condition && tf.tensor1d(condition, 'int32'), local: null },
  };
}

/** [B, T + 1]: the inputs and, of the targets, the last. */
function batchTokens({ inputs, targets }: GoldenCase): Int32Array {
  return Int32Array.from(inputs.flatMap((row, b) => [...row, targets[b]!.at(-1)!]));
}

function expectedData({ expected }: Context, name: string): ArrayLike<number> {
  const tensor = expected.get(name);
  if (!tensor) throw new Error(`The golden case lacks "${name}" in expected.safetensors.`);
  return tensor.data;
}

function row(quantity: string, signed: number, kind: keyof typeof tolerances): GoldenRow {
  const difference = Math.abs(signed);
  const tolerance = tolerances[kind];
  return { quantity, difference, tolerance, ok: difference <= tolerance };
}

/** Largest absolute difference; infinite where something is not a number or the lengths differ. */
function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const distance = Math.abs(a[i]! - b[i]!);
    if (Number.isNaN(distance)) return Infinity;
    if (distance > largest) largest = distance;
  }
  return largest;
}
