import type { ModelConfiguration } from './configuration';
import { isOneKernel } from './many-taps';
import { causalPadding, temporalLayers } from './receptive-field';

/** The work of one optimisation step. */
export interface StepSize {
  /** Rows of the batch. */
  batch: number;
  /** Inputs T of each row. */
  length: number;
  /** Of the unrolled loss, or null without one. */
  unrolling: { origins: number; horizon: number } | null;
}

/**
 * Measured with the recorded step on Zen 4 cores, 32 channels and 8,192 samples at a time; memory-bound above two
 * cores.
 */
const MULTIPLY_ADDS_PER_SECOND_AND_CORE = 14e9;
/** A weight row that is looked up and added moves memory where a product computes: as long as so many multiply-adds. */
const LOOKUP = 9;
const FLOAT_BYTES = 4;
/** Gradients cost a product for the input and one for the weights besides the forward one. */
const PASSES = 3;
/** Steps of an unrolled pass are scheduled side by side, so their temporaries add up; measured. */
const UNROLLED_TEMPORARIES = 3;

/** Multiply-adds of one optimisation step: forward pass and gradients, with the unrolled passes. */
export function stepCost(model: ModelConfiguration, { batch, length, unrolling }: StepSize): number {
  const oneStep = batch * paddedLength(model, length) * sampleCost(model);
  if (!unrolling) return PASSES * oneStep;
  const rows = batch * unrolling.origins;
  let unrolled = 0;
  for (let step = 1; step < unrolling.horizon; step++) {
    unrolled += rows * (sampleCost(model) + softTokenCost(model, unrolling.horizon - step));
  }
  return PASSES * (oneStep + unrolled);
}

/** A rough time for that work on so many cores, in seconds. */
export function estimateSeconds(multiplyAdds: number, cores: number): number {
  return multiplyAdds / (MULTIPLY_ADDS_PER_SECOND_AND_CORE * cores);
}

/**
 * Bytes of activations that the recorded step holds at once for the rows that it processes at a time (`batch`): an
 * estimate, within about a third of what was measured on a CPU. Eager execution holds about three times as much.
 */
export function activationMemory(model: ModelConfiguration, { batch, length, unrolling }: StepSize): number {
  const oneStep = batch * paddedLength(model, length) * sampleFloats(model);
  if (!unrolling) return FLOAT_BYTES * oneStep;
  const rows = batch * unrolling.origins;
  const steps = unrolling.horizon - 1;
  const unrolled = UNROLLED_TEMPORARIES * rows * steps * sampleFloats(model);
  return FLOAT_BYTES * (oneStep + unrolled + rows * gatheredFloats(model, steps));
}

/** Samples that pass the layers: padding of the input runs through them as well. */
function paddedLength(model: ModelConfiguration, length: number): number {
  if (model.family === 'lagged' || model.padding === 'layer') return length;
  return length + temporalLayers(model).reduce((sum, layer) => sum + causalPadding(layer), 0);
}

/** Multiply-adds of one sample through the network; the one-hot input layer only adds. */
function sampleCost(model: ModelConfiguration): number {
  if (model.family === 'lagged') {
    const widths = [...model.hiddenChannels, model.quantizationLevels];
    return LOOKUP * model.lags * widths[0]! + widths.slice(1).reduce((sum, width, i) => sum + widths[i]! * width, 0);
  }
  const { residualChannels: C, dilationChannels: D, skipChannels: S, headChannels: H, quantizationLevels: Q } = model;
  const gatedUnit = D * (C + S) + (model.localConditionChannels ?? 0) * 2 * D;
  const input = model.inputKernelSize * 2 * D + C + gatedUnit;
  const layer = model.kernelSize * C * 2 * D + gatedUnit;
  return input + model.dilations.length * layer + S * H + H * Q;
}

/** Multiply-adds of a generated, soft token under the taps that see it during the steps that are left. */
function softTokenCost(model: ModelConfiguration, stepsLeft: number): number {
  const Q = model.quantizationLevels;
  if (model.family === 'lagged') return Q * Math.min(model.lags, stepsLeft) * (model.hiddenChannels[0] ?? Q);
  return Q * (Math.min(model.inputKernelSize, stepsLeft) * 2 * model.dilationChannels + model.residualChannels);
}

/** Numbers kept for the gradient of one sample, and what the widest layer works on. */
function sampleFloats(model: ModelConfiguration): number {
  const logits = 3 * model.quantizationLevels;
  if (model.family === 'lagged') {
    // Up to the rows of all lags are looked up before they are added; measured a tenth to eight tenths of them, as the
    // threads happen to meet. A run has to fit at its most.
    const rows = model.lags * (model.hiddenChannels[0] ?? model.quantizationLevels);
    return logits + rows + 2 * model.hiddenChannels.reduce((sum, width) => sum + width, 0);
  }
  const { residualChannels: C, dilationChannels: D, skipChannels: S, headChannels: H } = model;
  // A copy of the input for each tap, but for one convolution; the input layer looks its rows up.
  const { kernelSize } = model;
  const copies = model.dilations.map((dilation) => (isOneKernel({ kernelSize, dilation }) ? 1 : kernelSize));
  const layers = copies.reduce((sum, count) => sum + count * C + 3 * D, 0);
  const working = 4 * D + 2 * C + 2 * S;
  return 2 * C + 3 * D + layers + 2 * (S + H) + logits + working;
}

/** Numbers gathered from the teacher-forced pass for one row, and their products with the past taps. */
function gatheredFloats(model: ModelConfiguration, steps: number): number {
  if (model.family === 'lagged') return 0;
  const perStep = 2 * model.residualChannels + 4 * model.dilationChannels;
  const gathered = model.dilations.flatMap((dilation) =>
    Array.from({ length: model.kernelSize - 1 }, (_, i) => Math.min((i + 1) * dilation, steps)),
  );
  return perStep * gathered.reduce((sum, count) => sum + count, 0);
}
