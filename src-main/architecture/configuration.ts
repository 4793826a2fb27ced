/**
 * How zeros enter left of the first sample: before every layer (the talk's library), or once before the input (the
 * paper).
 */
export type CausalPadding = 'layer' | 'input';

/**
 * A WaveNet (van den Oord et al. 2016) over tokens: an input layer of its own kernel over one-hot tokens, gated dilated
 * causal convolutions with residual and skip outputs, and a head of two 1×1 convolutions.
 */
export interface WaveNetConfiguration {
  family: 'wavenet';
  /** Number of levels Q of a sample, 2 … 1,024. */
  quantizationLevels: number;
  /** One dilated layer for each entry. */
  dilations: number[];
  /** Kernel size K of the dilated layers, ≥ 1. */
  kernelSize: number;
  /** Kernel size of the input layer (dilation 1), ≥ 1. */
  inputKernelSize: number;
  residualChannels: number;
  dilationChannels: number;
  skipChannels: number;
  headChannels: number;
  /** Biases in the dilated layers; the input layer and the head always have them. */
  bias: boolean;
  /** Classes of the global condition p(x | y), or null. */
  conditionClasses: number | null;
  /** Channels of a local condition [B, T, C], or null. */
  localConditionChannels: number | null;
  padding: CausalPadding;
}

/**
 * A lagged autoregressive model: one fully connected layer (optionally hidden ones) over the last R one-hot samples.
 */
export interface LaggedConfiguration {
  family: 'lagged';
  quantizationLevels: number;
  /** Order R: how many past samples are seen. */
  lags: number;
  /** Widths of hidden fully connected layers; empty for the linear model. */
  hiddenChannels: number[];
}

export type ModelConfiguration = WaveNetConfiguration | LaggedConfiguration;
