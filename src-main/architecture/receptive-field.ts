import type { ModelConfiguration, WaveNetConfiguration } from './configuration';

/** One convolution along time, as the talk counts them: the input layer and each dilated layer. */
export interface TemporalLayer {
  kernelSize: number;
  dilation: number;
}

/** Zeros left of a causal convolution's input: (kernelSize − 1) · dilation. */
export function causalPadding({ kernelSize, dilation }: TemporalLayer): number {
  return (kernelSize - 1) * dilation;
}

/** The input layer, then the dilated ones; a lagged model is a single layer whose kernel covers all lags. */
export function temporalLayers(model: ModelConfiguration): TemporalLayer[] {
  if (model.family === 'lagged') return [{ kernelSize: model.lags, dilation: 1 }];
  return [inputLayer(model), ...model.dilations.map((dilation) => ({ kernelSize: model.kernelSize, dilation }))];
}

/** Number of past samples that one prediction sees, R = 1 + Σ causalPadding. */
export function receptiveField(model: ModelConfiguration): number {
  return temporalLayers(model).reduce((sum, layer) => sum + causalPadding(layer), 1);
}

/**
 * Weights along time for one channel, Σ kernelSize: a plain convolution over 512 samples has 512, nine dilated layers
 * of kernel 2 have 18 (the talk's count).
 */
export function temporalWeights(model: ModelConfiguration): number {
  return temporalLayers(model).reduce((sum, layer) => sum + layer.kernelSize, 0);
}

function inputLayer(model: WaveNetConfiguration): TemporalLayer {
  return { kernelSize: model.inputKernelSize, dilation: 1 };
}
