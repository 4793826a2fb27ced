import * as tf from '@tensorflow/tfjs-core';
import type {
  LaggedConfiguration,
  ModelConfiguration,
  WaveNetConfiguration,
} from '../../src-main/architecture/configuration';
import { receptiveField } from '../../src-main/architecture/receptive-field';
import { parameterLayouts } from '../../src-main/model/parameters';

/**
 * The definition, spelled out sample by sample and sharing nothing with the product but the order of the parameters:
 * slow, plain, and differentiable by tfjs alone. Samples are one-hot or soft vectors [B, Q].
 */
export interface ReferenceCondition {
  /** One-hot [B, classes], or null. */
  classes: tf.Tensor2D | null;
  /** By sample: [B, C], or null. */
  local: tf.Tensor2D[] | null;
}

type Samples = (tf.Tensor2D | null)[];

/** Logits [B, Q] after each sample. */
export function referenceLogits(
  model: ModelConfiguration,
  parameters: readonly tf.Tensor[],
  samples: tf.Tensor2D[],
  condition: ReferenceCondition = { classes: null, local: null },
): tf.Tensor2D[] {
  const names = new Map(parameterLayouts(model).map(({ name }, i) => [name, parameters[i]!]));
  return model.family === 'lagged' ? lagged(model, names, samples) : waveNet(model, names, samples, condition);
}

/** The unrolled loss, origin by origin and step by step, with the full pass over all samples at every step. */
export function referenceUnrolledLoss(
  model: ModelConfiguration,
  parameters: readonly tf.Tensor[],
  {
    observed,
    targets,
    origins,
    horizon,
    next,
    condition,
    weights,
  }: {
    /** One-hot inputs by sample. */
    observed: tf.Tensor2D[];
    /** One-hot targets by sample. */
    targets: tf.Tensor2D[];
    origins: number[];
    horizon: number;
    /** The next sample from logits [B, Q] of an origin's step. */
    next: (logits: tf.Tensor2D, origin: number, step: number) => tf.Tensor2D;
    condition?: ReferenceCondition;
    /** Of each step. */
    weights: number[];
  },
): tf.Scalar {
  const terms: tf.Scalar[] = [];
  origins.forEach((origin, o) => {
    const samples = observed.slice(0, origin + 1);
    for (let step = 0; step < horizon; step++) {
      const logits = referenceLogits(model, parameters, samples, condition).at(-1)!;
      terms.push(tf.mul(crossEntropy(logits, targets[origin + step]!), weights[step]! / origins.length));
      if (step < horizon - 1) samples.push(next(logits, o, step));
    }
  });
  return tf.addN(terms);
}

/** Mean over rows. */
export function crossEntropy(logits: tf.Tensor2D, target: tf.Tensor2D): tf.Scalar {
  return tf.neg(tf.mean<tf.Scalar>(tf.sum(tf.mul(tf.logSoftmax(logits), target), 1)));
}

/** Tokens [B, T] as one-hot vectors by sample. */
export function oneHotSamples(
  tokens: ArrayLike<number>,
  batch: number,
  length: number,
  levels: number,
  stride = length,
  first = 0,
): tf.Tensor2D[] {
  return Array.from({ length }, (_, t) =>
    oneHot(
      Array.from({ length: batch }, (_, b) => tokens[b * stride + first + t]!),
      levels,
    ),
  );
}

/** One-hot vectors [N, levels], also where there is one level only. */
export function oneHot(values: ArrayLike<number>, levels: number): tf.Tensor2D {
  const out = new Float32Array(values.length * levels);
  for (let i = 0; i < values.length; i++) out[i * levels + values[i]!] = 1;
  return tf.tensor2d(out, [values.length, levels]);
}

type Named = Map<string, tf.Tensor>;

function waveNet(
  model: WaveNetConfiguration,
  named: Named,
  samples: tf.Tensor2D[],
  condition: ReferenceCondition,
): tf.Tensor2D[] {
  const lead = model.padding === 'input' ? receptiveField(model) - 1 : 0;
  const zero = tf.zerosLike(samples[0]!);
  let x: Samples = [...Array.from({ length: lead }, () => zero), ...samples];
  const local = condition.local && [
    ...Array.from({ length: lead }, () => tf.zerosLike(condition.local![0]!)),
    ...condition.local,
  ];
  let skip: Samples = x.map(() => null);
  const D = model.dilationChannels;
  [1, ...model.dilations].forEach((dilation, i) => {
    const layer = `layers.${i}`;
    const kernel = i === 0 ? model.inputKernelSize : model.kernelSize;
    const out: Samples = x.map((current, t) => {
      let z: tf.Tensor2D | null = null;
      for (let k = 0; k < kernel; k++) {
        const source = t - (kernel - 1 - k) * dilation;
        const seen = source < 0 ? null : x[source]!;
        // Layer padding: zeros. Input padding: an output whose window is not whole does not exist.
        if (seen === null && model.padding === 'input') return null;
        if (seen !== null) z = plus(z, tf.matMul(seen, tap(named.get(`${layer}.conv_dilation.weight`)!, k)));
      }
      z = plus(z, named.get(`${layer}.conv_dilation.bias`));
      if (condition.classes) z = plus(z, pointwise(named, `${layer}.conv_cond`, condition.classes));
      if (local) z = plus(z, pointwise(named, `${layer}.conv_local`, local[t]!));
      const filter = tf.slice(z!, [0, 0], [-1, D]);
      const gate = tf.slice(z!, [0, D], [-1, D]);
      const h = tf.mul(tf.tanh(filter), tf.sigmoid(gate)) as tf.Tensor2D;
      skip[t] = plus(skip[t]!, pointwise(named, `${layer}.conv_skip`, h));
      const input = i === 0 ? pointwise(named, `${layer}.conv_input`, current!) : current!;
      return plus(input, pointwise(named, `${layer}.conv_res`, h));
    });
    x = out;
  });
  return skip.slice(lead).map((sum) => {
    const hidden = pointwise(named, 'logits.transform.1', tf.leakyRelu(sum!, 0.01));
    return pointwise(named, 'logits.transform.3', tf.leakyRelu(hidden, 0.01));
  });
}

function lagged(model: LaggedConfiguration, named: Named, samples: tf.Tensor2D[]): tf.Tensor2D[] {
  return samples.map((_, t) => {
    // One fully connected layer over the window of R one-hot samples, zeros before the first.
    const window = Array.from(
      { length: model.lags },
      (_, k) => samples[t - model.lags + 1 + k] ?? tf.zerosLike(samples[0]!),
    );
    const weight = named.get('layers.0.weight')!;
    const flat = tf.reshape(weight, [model.lags * model.quantizationLevels, weight.shape[2]!]) as tf.Tensor2D;
    let x = tf.add(tf.matMul(tf.concat(window, 1), flat), named.get('layers.0.bias')!) as tf.Tensor2D;
    model.hiddenChannels.forEach((_, i) => (x = pointwise(named, `layers.${i + 1}`, tf.leakyRelu(x, 0.01))));
    return x;
  });
}

function pointwise(named: Named, name: string, x: tf.Tensor2D): tf.Tensor2D {
  return plus(tf.matMul(x, tap(named.get(`${name}.weight`)!, 0)), named.get(`${name}.bias`));
}

function tap(weight: tf.Tensor, k: number): tf.Tensor2D {
  const [, inputs, outputs] = weight.shape as [number, number, number];
  return tf.reshape(tf.slice(weight, [k, 0, 0], [1, inputs, outputs]), [inputs, outputs]);
}

function plus(a: tf.Tensor | null, b: tf.Tensor | undefined): tf.Tensor2D {
  if (!a) return b as tf.Tensor2D;
  return (b ? tf.add(a, b) : a) as tf.Tensor2D;
}
