import type { TrainedModel } from '../model/network';
import { createSampler, type SamplerConfiguration } from '../model/samplers';

/** What to generate: `steps` tokens after each prompt. */
export interface GenerationRequest {
  /** Tokens of each row, all rows equally long; empty rows draw from the model's prior. */
  prompt: readonly ArrayLike<number>[];
  steps: number;
  sampler: SamplerConfiguration;
  /** Decides all samples together with a row's number and the step. */
  seed: number;
  /** Class of each row [B]; null for a model without a global condition. */
  classes?: ArrayLike<number> | null;
  /** Local condition [B, P + steps − 1, C] of prompt and forecast; null for a model without one. */
  local?: Float32Array | null;
  /** Number of the first row, so that a part of a batch gets the samples it has in the whole; 0 by default. */
  firstRow?: number;
  /** Different streams of random numbers: rows n apart share theirs. 0 gives each row its own, as by default. */
  noiseStreams?: number;
  /** Steps of one block; each generator has a default of its own. */
  blockSteps?: number;
  /** Hand the logits out as well. */
  keepLogits?: boolean;
}

/** Some steps of all rows. */
export interface GenerationBlock {
  /** 0 is the first generated step. */
  firstStep: number;
  steps: number;
  /** [B, steps]. */
  tokens: Int32Array;
  /** [B, steps, Q], or null unless asked for. */
  logits: Float32Array | null;
}

/**
 * Generates by a model. Implementations agree: the same request gives the same tokens. Memory does not grow with the
 * number of steps; a consumer that stops early (`break`, `return()`) releases everything.
 */
export interface Generator {
  readonly name: 'default' | 'queue' | 'simd';
  generate(request: GenerationRequest): AsyncGenerator<GenerationBlock, void, void>;
  dispose(): void;
}

/** Throws an Error naming the field, what was given and what is allowed. */
export function checkRequest({ model }: Pick<TrainedModel, 'model'>, request: GenerationRequest): void {
  const { prompt, steps, sampler, seed, classes = null, local = null } = request;
  const { firstRow = 0, noiseStreams = 0, blockSteps = 1 } = request;
  const levels = model.quantizationLevels;
  const length = prompt[0]?.length ?? 0;
  if (prompt.length === 0) throw new Error('prompt has no rows; at least one is needed (it may be empty).');
  prompt.forEach((row, i) => {
    if (row.length !== length)
      throw new Error(`prompt.${i} has ${row.length} tokens, prompt.0 has ${length}; all rows must be equally long.`);
    checkAll(`prompt.${i}`, row, levels);
  });
  createSampler(sampler);
  integer('steps', steps, 1);
  integer('seed', seed, 0);
  integer('firstRow', firstRow, 0);
  integer('noiseStreams', noiseStreams, 0);
  integer('blockSteps', blockSteps, 1);

  const conditionClasses = model.family === 'wavenet' ? model.conditionClasses : null;
  if (conditionClasses === null && classes)
    throw new Error('classes were given, but the model has no global condition.');
  if (conditionClasses !== null) {
    if (classes?.length !== prompt.length) {
      throw new Error(
        `classes has ${classes?.length ?? 0} values; the model needs one for each of the ${prompt.length} rows.`,
      );
    }
    checkAll('classes', classes, conditionClasses);
  }
  const channels = model.family === 'wavenet' ? model.localConditionChannels : null;
  if (channels === null && local) throw new Error('A local condition was given, but the model has none.');
  const needed = prompt.length * (length + steps - 1) * (channels ?? 0);
  if (channels !== null && local?.length !== needed) {
    throw new Error(
      `The local condition has ${local?.length ?? 0} values; ${prompt.length} rows × ${length + steps - 1} samples ` +
        `(prompt and all steps but the last) × ${channels} channels need ${needed}.`,
    );
  }
}

function checkAll(field: string, values: ArrayLike<number>, bound: number): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isInteger(value) || value < 0 || value >= bound) {
      throw new Error(`${field}.${i} is ${value}; it must be an integer from 0 to ${bound - 1}.`);
    }
  }
}

function integer(field: string, value: number, low: number): void {
  if (!Number.isSafeInteger(value) || value < low)
    throw new Error(`${field} is ${value}; it must be an integer ≥ ${low}.`);
}
