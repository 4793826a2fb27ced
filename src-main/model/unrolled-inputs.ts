import type { ModelConfiguration } from '../architecture/configuration';
import { causalPadding, temporalLayers } from '../architecture/receptive-field';

/** The size of an unrolled pass: every origin of every row is one row of it, M = origins · batch. */
export interface UnrolledSize {
  batch: number;
  /** T, inputs of each row. */
  length: number;
  /** Number of origins. */
  origins: number;
  /** H, steps of each forecast; the first of them is the teacher-forced prediction at the origin itself. */
  horizon: number;
}

/**
 * Where an unrolled pass finds what was observed: all that depends on tokens and origins and nothing that depends on
 * parameters. Rows are ordered by step, then origin, then batch row. An array that the model has no use for is null.
 */
export interface UnrolledInputs {
  /** [O]: the origins, which are common to all batch rows. */
  originPositions: Int32Array;
  /** [H · M]: the token that each step predicts. */
  targets: Int32Array;
  /**
   * [(K − 1) · S · M]: observed token under input tap K − 1 − j, j = 1 … K − 1, at steps 1 … S = min(K − 1, H − 1); Q
   * where none.
   */
  observedTokens: Int32Array | null;
  /**
   * [P]: positions in each dilated layer's input under tap K − 1 − j, by layer, j, step 1 … min(j · dilation, H − 1)
   * and origin.
   */
  pastPositions: Int32Array | null;
  /** [P]: 1 where that position exists, 0 where it lies before the first sample. */
  pastMask: Float32Array | null;
  /** [(H − 1) · M]: row of the local condition [B · T] at steps 1 … H − 1. */
  localRows: Int32Array | null;
}

/** Number of elements of each array of UnrolledInputs; null where there is none. */
export type UnrolledCounts = {
  [Key in keyof UnrolledInputs]: null extends UnrolledInputs[Key] ? number | null : number;
};

/**
 * Prepares an unrolled pass: tokens [B, T + 1] row after row (inputs are the first T of each row), origins common to
 * all rows, each 0 … T − H. Throws an Error naming the origin that does not fit.
 */
export function unrolledInputs(
  model: ModelConfiguration,
  size: UnrolledSize,
  { tokens, origins }: { tokens: ArrayLike<number>; origins: ArrayLike<number> },
): UnrolledInputs {
  checkSize(size, tokens, origins);
  const { batch, length, horizon } = size;
  const counts = unrolledCounts(model, size);
  const targets = new Int32Array(counts.targets);
  const observedTokens = counts.observedTokens === null ? null : new Int32Array(counts.observedTokens);
  const localRows = counts.localRows === null ? null : new Int32Array(counts.localRows);

  const [input] = temporalLayers(model);
  const observedSteps = Math.min(input!.kernelSize - 1, horizon - 1);
  const fill = (
    out: Int32Array,
    start: number,
    step: number,
    value: (row: number, position: number) => number,
  ): number => {
    let next = start;
    for (let o = 0; o < origins.length; o++) {
      for (let b = 0; b < batch; b++) out[next++] = value(b, origins[o]! + step);
    }
    return next;
  };

  let next = 0;
  for (let h = 0; h < horizon; h++)
    next = fill(targets, next, h, (b, position) => tokens[b * (length + 1) + position + 1]!);
  if (observedTokens) {
    next = 0;
    for (let j = 1; j < input!.kernelSize; j++) {
      for (let h = 1; h <= observedSteps; h++) {
        // At step h, tap K − 1 − j sees position origin + h − j: observed up to the origin, generated after it.
        next = fill(observedTokens, next, h - j, (b, position) =>
          h <= j && position >= 0 ? tokens[b * (length + 1) + position]! : model.quantizationLevels,
        );
      }
    }
  }
  if (localRows) {
    next = 0;
    for (let h = 1; h < horizon; h++) next = fill(localRows, next, h, (b, position) => b * length + position);
  }
  const past = pastInputs(model, size, origins);
  return { originPositions: Int32Array.from(origins), targets, observedTokens, localRows, ...past };
}

/** How many elements each input of an unrolled pass has. */
export function unrolledCounts(model: ModelConfiguration, { batch, origins, horizon }: UnrolledSize): UnrolledCounts {
  const rows = batch * origins;
  const steps = horizon - 1;
  const [input, ...dilated] = temporalLayers(model);
  const taps = input!.kernelSize - 1;
  const past = dilated.reduce((sum, layer) => sum + tapSteps(layer, horizon).reduce((a, b) => a + b, 0), 0) * origins;
  const local = model.family === 'wavenet' && model.localConditionChannels !== null;
  return {
    originPositions: origins,
    targets: horizon * rows,
    observedTokens: taps * Math.min(taps, steps) * rows || null,
    pastPositions: past || null,
    pastMask: past || null,
    localRows: local ? steps * rows || null : null,
  };
}

/**
 * For each past tap K − 1 − j of a layer, j = 1 … K − 1: how many steps of an unrolled pass find an observed input
 * under it.
 */
export function tapSteps(
  { kernelSize, dilation }: { kernelSize: number; dilation: number },
  horizon: number,
): number[] {
  return Array.from({ length: kernelSize - 1 }, (_, i) => Math.min((i + 1) * dilation, horizon - 1));
}

/** Where each dilated layer finds what was observed: the arrays of `UnrolledInputs` that depend on origins alone. */
export function pastInputs(
  model: ModelConfiguration,
  size: UnrolledSize,
  origins: ArrayLike<number>,
): Pick<UnrolledInputs, 'pastPositions' | 'pastMask'> {
  const { pastPositions: count } = unrolledCounts(model, size);
  if (count === null || model.family === 'lagged') return { pastPositions: null, pastMask: null };
  const pastPositions = new Int32Array(count);
  const pastMask = new Float32Array(count);
  const dilated = temporalLayers(model).slice(1);
  // With `input` padding a layer's input begins before the first sample, by what this layer and the later ones use up.
  let lead = model.padding === 'input' ? dilated.reduce((sum, layer) => sum + causalPadding(layer), 0) : 0;
  let next = 0;
  for (const layer of dilated) {
    tapSteps(layer, size.horizon).forEach((steps, i) => {
      for (let h = 1; h <= steps; h++) {
        for (let o = 0; o < origins.length; o++) {
          const position = origins[o]! + h - (i + 1) * layer.dilation + lead;
          pastPositions[next] = Math.max(0, position);
          pastMask[next++] = position >= 0 ? 1 : 0;
        }
      }
    });
    if (model.padding === 'input') lead -= causalPadding(layer);
  }
  return { pastPositions, pastMask };
}

/** Throws an Error naming what does not fit: tokens of another number, or an origin without room for its forecast. */
export function checkSize(
  { batch, length, origins: count, horizon }: UnrolledSize,
  tokens: ArrayLike<number>,
  origins: ArrayLike<number>,
): void {
  if (tokens.length !== batch * (length + 1)) {
    throw new Error(
      `${tokens.length} tokens were given; ${batch} rows of ${length} inputs and one more target need ` +
        `${batch * (length + 1)}.`,
    );
  }
  if (origins.length !== count)
    throw new Error(`${origins.length} origins were given; the pass was sized for ${count}.`);
  for (let o = 0; o < count; o++) {
    const origin = origins[o]!;
    if (!Number.isInteger(origin) || origin < 0 || origin > length - horizon) {
      throw new Error(
        `The origin ${origin} does not fit; with ${length} inputs and ${horizon} steps it must be an integer from 0 ` +
          `to ${length - horizon}.`,
      );
    }
  }
}
