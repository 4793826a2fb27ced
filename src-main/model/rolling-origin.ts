import * as tf from '@tensorflow/tfjs-core';
import type { ModelConfiguration } from '../architecture/configuration';
import { temporalLayers } from '../architecture/receptive-field';
import { floats, integers, namedCondition, rowSpecs, type NamedTensors } from './batch-inputs';
import type { InputSpec } from './compile/record';
import { predictNext } from './forecast-step';
import { encode, head } from './forward';
import { crossEntropyRows } from './kernels';
import type { Network } from './network';
import { atPositions, rowsOfTokens } from './sequences';
import { observedInputs } from './unrolled-history';
import { tapSteps, unrolledCounts, type UnrolledSize } from './unrolled-inputs';

/**
 * What a step gives of greedy rolling-origin forecasts. From every origin (index of the last observed sample, 0 to T − H)
 * a forecast of H steps feeds on its own most likely tokens, all origins of all rows side by side as M = origins · B
 * sequences. The teacher-forced pass is made once, and every further step is the same function: recorded, it serves any
 * horizon.
 */
export interface ForecastPart {
  /**
   * Sums of cross-entropies and numbers of exact tokens: [4] teacher-forced and of the first step, or [2] of a step.
   */
  sums: tf.Tensor1D;
  /** Tokens under the taps of the input layer at the next step [M, K]. */
  window: tf.Tensor2D;
  /** What later steps find of each dilated layer: observed inputs at first, then this step's input. */
  layers: tf.Tensor2D[];
}

/** What the teacher-forced pass takes, for rows B of a batch. */
export function beginSpecs(model: ModelConfiguration, size: UnrolledSize): InputSpec[] {
  const sequences = size.batch * size.origins;
  const { pastPositions: past } = unrolledCounts(model, size);
  return [
    ...rowSpecs(model, size),
    integers('originPositions', [size.origins]),
    integers('window', [sequences, temporalLayers(model)[0]!.kernelSize]),
    integers('targets', [sequences]),
    ...(past === null ? [] : [integers('pastPositions', [past]), floats('pastMask', [past])]),
  ];
}

/** What each further step takes. */
export function stepSpecs(model: ModelConfiguration, { batch, origins }: UnrolledSize): InputSpec[] {
  const sequences = batch * origins;
  const [input, ...dilated] = temporalLayers(model);
  const specs = [integers('window', [sequences, input!.kernelSize]), integers('targets', [sequences])];
  if (model.family === 'lagged') return specs;
  if (model.conditionClasses !== null) specs.push(integers('classes', [sequences]));
  if (model.localConditionChannels !== null) specs.push(floats('local', [sequences, 1, model.localConditionChannels]));
  dilated.forEach(({ kernelSize }, layer) => {
    for (let tap = 0; tap < kernelSize - 1; tap++) {
      specs.push(floats(pastName(layer, tap), [sequences, model.residualChannels]));
    }
  });
  return specs;
}

/** The teacher-forced pass and the first step of the forecasts, given the tensors of `beginSpecs`. */
export function beginForecasts(network: Network, size: UnrolledSize, tensors: NamedTensors): ForecastPart {
  const { batch, length } = size;
  const rows = tensors.tokens as tf.Tensor2D;
  const pass = encode(network, tf.slice(rows, [0, 0], [batch, length]), namedCondition(tensors));
  const wanted = rowsOfTokens(tf.slice(rows, [0, 1], [batch, length]));
  const taught = tf.tidy(() => {
    const logits = head(network, pass.hidden);
    return rowSums(logits, tf.argMax(logits, 1), wanted);
  });
  const origins = tensors.originPositions as tf.Tensor1D;
  const logits = head(network, atPositions({ ...pass, rows: pass.hidden }, origins));
  const first = finishStep(logits, tensors);

  const [, ...dilated] = temporalLayers(network.configuration);
  let offset = 0;
  const layers = pass.layerInputs.flatMap((input, i) => {
    const count = tapSteps(dilated[i]!, size.horizon).reduce((sum, steps) => sum + steps, 0) * size.origins;
    if (count === 0) return [];
    const cut = (name: string) => tf.slice(tensors[name] as tf.Tensor1D, [offset], [count]);
    const observed = observedInputs(input, cut('pastPositions'), cut('pastMask'));
    offset += count;
    return [observed];
  });
  return { ...first, sums: tf.concat([taught, first.sums]), layers };
}

/** One further step, given the tensors of `stepSpecs`. */
export function continueForecasts(network: Network, tensors: NamedTensors): ForecastPart {
  const layers = network.family === 'wavenet' ? network.layers : [];
  const past = layers.map(({ convolution }, layer) =>
    convolution.taps.slice(1).map((_, tap) => tensors[pastName(layer, tap)] as tf.Tensor2D),
  );
  const window = tensors.window as tf.Tensor2D;
  const { logits, layerInputs } = predictNext(network, { window, past, condition: namedCondition(tensors) });
  return { ...finishStep(logits, tensors), layers: layerInputs };
}

/** Scores a step's predictions and moves the window on to the most likely tokens. */
function finishStep(logits: tf.Tensor2D, tensors: NamedTensors): Omit<ForecastPart, 'layers'> {
  const window = tensors.window as tf.Tensor2D;
  const [sequences, taps] = window.shape;
  const best = tf.argMax<tf.Tensor1D>(logits, 1);
  const next = tf.reshape(best, [sequences, 1]) as tf.Tensor2D;
  return {
    sums: rowSums(logits, best, tensors.targets as tf.Tensor1D),
    window: taps === 1 ? next : tf.concat([tf.slice(window, [0, 1], [sequences, taps - 1]), next], 1),
  };
}

/** [2]: sum of cross-entropies and number of rows whose most likely level is the target. */
function rowSums(logits: tf.Tensor2D, best: tf.Tensor1D, targets: tf.Tensor1D): tf.Tensor1D {
  const loss = tf.sum(crossEntropyRows(logits, targets));
  return tf.stack([loss, tf.sum(tf.cast(tf.equal(best, targets), 'float32'))]) as tf.Tensor1D;
}

/** A dilated layer's input under a past tap, oldest first. */
export function pastName(layer: number, tap: number): string {
  return `past/${layer}/${tap}`;
}
