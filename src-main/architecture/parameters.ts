import type { LaggedConfiguration, ModelConfiguration, WaveNetConfiguration } from './configuration';

/** A parameter by its PyTorch name and layout: weights [out, in, kernel], biases [out]. */
export interface ParameterSpec {
  name: string;
  shape: number[];
}

/**
 * Every parameter of a model in a fixed order, with the names of the talk's library.
 *
 * Rows 0 … D − 1 of `conv_dilation` (and of the conditions) are the filter, D … 2D − 1 the gate; tap K − 1 is the
 * current sample. Layer 0 is the input layer over one-hot tokens.
 */
export function parameterSpecs(model: ModelConfiguration): ParameterSpec[] {
  return model.family === 'lagged' ? laggedSpecs(model) : waveNetSpecs(model);
}

/** Number of weights and biases. */
export function parameterCount(model: ModelConfiguration): number {
  return parameterSpecs(model).reduce((sum, { shape }) => sum + elements(shape), 0);
}

export function elements(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

function waveNetSpecs(model: WaveNetConfiguration): ParameterSpec[] {
  const { quantizationLevels: Q, residualChannels, dilationChannels, skipChannels, headChannels } = model;
  const layers = [
    { inputs: Q, kernelSize: model.inputKernelSize, bias: true, project: true },
    ...model.dilations.map(() => ({
      inputs: residualChannels,
      kernelSize: model.kernelSize,
      bias: model.bias,
      project: false,
    })),
  ];
  return [
    ...layers.flatMap(({ inputs, kernelSize, bias, project }, i) => {
      const layer = `layers.${i}`;
      const gates = 2 * dilationChannels;
      return [
        ...convolution(`${layer}.conv_dilation`, [gates, inputs, kernelSize], bias),
        ...convolution(`${layer}.conv_res`, [residualChannels, dilationChannels, 1], bias),
        ...convolution(`${layer}.conv_skip`, [skipChannels, dilationChannels, 1], bias),
        ...(project ? convolution(`${layer}.conv_input`, [residualChannels, inputs, 1], bias) : []),
        ...condition(`${layer}.conv_cond`, model.conditionClasses, gates, bias),
        ...condition(`${layer}.conv_local`, model.localConditionChannels, gates, bias),
      ];
    }),
    ...convolution('logits.transform.1', [headChannels, skipChannels, 1], true),
    ...convolution('logits.transform.3', [Q, headChannels, 1], true),
  ];
}

function laggedSpecs({ quantizationLevels: Q, lags, hiddenChannels }: LaggedConfiguration): ParameterSpec[] {
  const widths = [Q, ...hiddenChannels, Q];
  return widths
    .slice(1)
    .flatMap((outputs, i) => convolution(`layers.${i}`, [outputs, widths[i]!, i === 0 ? lags : 1], true));
}

function condition(name: string, channels: number | null, gates: number, bias: boolean): ParameterSpec[] {
  return channels === null ? [] : convolution(name, [gates, channels, 1], bias);
}

function convolution(name: string, shape: [number, number, number], bias: boolean): ParameterSpec[] {
  const weight = { name: `${name}.weight`, shape };
  return bias ? [weight, { name: `${name}.bias`, shape: [shape[0]] }] : [weight];
}
