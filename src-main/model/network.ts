import * as tf from '@tensorflow/tfjs-core';
import type { LaggedConfiguration, ModelConfiguration, WaveNetConfiguration } from '../architecture/configuration';
import { receptiveField } from '../architecture/receptive-field';
import { dilatedConvolution, type DilatedConvolution } from './dilated-convolution';
import { parameterLayouts } from './parameters';
import { tokenConvolution, type TokenConvolution } from './token-convolution';

/** A 1×1 convolution, that is a fully connected layer on each sample: weight [in, out], bias [out] or none. */
export interface Pointwise {
  weight: tf.Tensor2D;
  bias: tf.Tensor1D | null;
}

/** What every gated layer has besides its convolution. */
export interface GatedUnit {
  residual: Pointwise;
  skip: Pointwise;
  /** V of the global condition: rows by class. */
  globalCondition: Pointwise | null;
  localCondition: Pointwise | null;
}

export interface DilatedLayer extends GatedUnit {
  convolution: DilatedConvolution;
  bias: tf.Tensor1D | null;
}

/** The parameters of a WaveNet under the names of the formulas. */
export interface WaveNet {
  family: 'wavenet';
  configuration: WaveNetConfiguration;
  receptiveField: number;
  /** Layer 0 over one-hot tokens; `projection` brings its input to the residual channels. */
  input: GatedUnit & { convolution: TokenConvolution; projection: TokenConvolution };
  layers: DilatedLayer[];
  head: Pointwise[];
}

/** A fully connected layer over the last R one-hot tokens, and the ones after it. */
export interface Lagged {
  family: 'lagged';
  configuration: LaggedConfiguration;
  receptiveField: number;
  input: { convolution: TokenConvolution };
  head: Pointwise[];
}

export type Network = WaveNet | Lagged;

/** A model and what it learned. */
export interface TrainedModel {
  model: ModelConfiguration;
  /** Flat, in the order of `parameterLayouts`. */
  parameters: Float32Array;
}

/** Uploads a trained model; the caller disposes of it by `tf.dispose(network)`. */
export function loadNetwork({ model, parameters }: TrainedModel): Network {
  const load = () => bindNetwork(model, splitParameters(model, tf.tensor1d(parameters)));
  return tf.tidy(load as unknown as () => tf.TensorContainer) as unknown as Network;
}

/**
 * Binds parameter tensors, in the order of `parameterLayouts`, to their places in the network; differentiable. Makes
 * tensors derived from them (taps cut out of weights), so call it inside a `tf.tidy`.
 */
export function bindNetwork(model: ModelConfiguration, parameters: readonly tf.Tensor[]): Network {
  const layouts = parameterLayouts(model);
  if (layouts.length !== parameters.length) {
    throw new Error(`The model has ${layouts.length} parameters and was given ${parameters.length} tensors.`);
  }
  const byName = new Map(layouts.map(({ name }, i) => [name, parameters[i]!]));
  return model.family === 'lagged' ? bindLagged(model, byName) : bindWaveNet(model, byName);
}

/** Cuts one flat vector [P] into the parameter tensors; differentiable. */
export function splitParameters(model: ModelConfiguration, flat: tf.Tensor1D): tf.Tensor[] {
  const layouts = parameterLayouts(model);
  const pieces = tf.split(
    flat,
    layouts.map(({ size }) => size),
  );
  return layouts.map(({ shape }, i) => tf.reshape(pieces[i]!, shape));
}

type Named = ReadonlyMap<string, tf.Tensor>;

function bindWaveNet(configuration: WaveNetConfiguration, named: Named): WaveNet {
  const input = `layers.0`;
  return {
    family: 'wavenet',
    configuration,
    receptiveField: receptiveField(configuration),
    input: {
      ...gatedUnit(named, input),
      convolution: bindTokens(named, `${input}.conv_dilation`),
      projection: bindTokens(named, `${input}.conv_input`),
    },
    layers: configuration.dilations.map((dilation, i) => {
      const layer = `layers.${i + 1}`;
      return {
        ...gatedUnit(named, layer),
        convolution: dilatedConvolution(named.get(`${layer}.conv_dilation.weight`) as tf.Tensor3D, dilation),
        bias: (named.get(`${layer}.conv_dilation.bias`) as tf.Tensor1D | undefined) ?? null,
      };
    }),
    head: [pointwise(named, 'logits.transform.1'), pointwise(named, 'logits.transform.3')],
  };
}

function bindLagged(configuration: LaggedConfiguration, named: Named): Lagged {
  return {
    family: 'lagged',
    configuration,
    receptiveField: receptiveField(configuration),
    input: { convolution: bindTokens(named, 'layers.0') },
    head: configuration.hiddenChannels.map((_, i) => pointwise(named, `layers.${i + 1}`)),
  };
}

function gatedUnit(named: Named, layer: string): GatedUnit {
  return {
    residual: pointwise(named, `${layer}.conv_res`),
    skip: pointwise(named, `${layer}.conv_skip`),
    globalCondition: named.has(`${layer}.conv_cond.weight`) ? pointwise(named, `${layer}.conv_cond`) : null,
    localCondition: named.has(`${layer}.conv_local.weight`) ? pointwise(named, `${layer}.conv_local`) : null,
  };
}

function pointwise(named: Named, name: string): Pointwise {
  const weight = named.get(`${name}.weight`) as tf.Tensor3D;
  return {
    weight: tf.reshape(weight, [weight.shape[1], weight.shape[2]]),
    bias: (named.get(`${name}.bias`) as tf.Tensor1D | undefined) ?? null,
  };
}

function bindTokens(named: Named, name: string): TokenConvolution {
  return tokenConvolution(named.get(`${name}.weight`) as tf.Tensor3D, named.get(`${name}.bias`) as tf.Tensor1D);
}
