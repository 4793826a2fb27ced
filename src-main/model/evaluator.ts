import * as tf from '@tensorflow/tfjs-core';
import type { ModelConfiguration } from '../architecture/configuration';
import type { Execution } from '../contract/training';
import { recordOrRunEagerly, runEagerly, type Executable } from './compile/executable';
import { rowsOf, type EvaluationBatch, type Origins } from './evaluation-batch';
import { readSums, type EvaluationSums } from './evaluation-sums';
import { overParts } from './over-parts';
import { RollingForecasts, type Memory } from './rolling-forecasts';
import { beginForecasts, beginSpecs, continueForecasts, stepSpecs, type ForecastPart } from './rolling-origin';
import { partition, type StepFunction } from './step-functions';
import { computeTidily } from './tidy';
import type { UnrolledSize } from './unrolled-inputs';

export interface EvaluatorOptions {
  model: ModelConfiguration;
  execution: Execution;
  /** Parts of a batch that are computed side by side (`TrainingStepOptions.parallelParts`). */
  parallelParts: number;
  /** Told when the evaluation cannot be recorded and goes on eagerly: which kernel, and why. */
  onNotice?: (message: string) => void;
}

/**
 * Evaluates a model with changing parameters: teacher-forced predictions, and greedy forecasts from origins. Unless
 * `execution` is `eager`, the teacher-forced pass and a step of the forecasts are recorded once for each size of batch.
 */
export class Evaluator {
  readonly #options: EvaluatorOptions;
  readonly #executables = new Map<string, { begin: Executable; step: Executable }>();

  constructor(options: EvaluatorOptions) {
    this.#options = options;
  }

  /**
   * Sums over one batch; parameters flat [P]. One pass serves every horizon up to H; memory grows with B · T and with
   * B · origins. Throws an Error naming the origin that does not fit.
   */
  evaluate(parameters: tf.Tensor1D, batch: EvaluationBatch, origins: Origins): EvaluationSums {
    const parts = this.#split(batch, origins);
    const values = computeTidily(() => {
      const { begin, step: next } = this.#prepare(parts.map((part) => part.size));
      const begun = taken(begin.run([parameters, ...parts.flatMap((part) => part.beginning())]), parts.length);
      parts.forEach((part, i) => part.begun(begun.memories[i]!));
      const sums = [begun.sums];
      for (let step = 1; step < origins.horizon; step++) {
        const made = taken(next.run([parameters, ...parts.flatMap((part) => part.step(step))]), parts.length);
        parts.forEach((part, i) => part.stepped(step, made.memories[i]!));
        sums.push(made.sums);
      }
      return (sums.length === 1 ? sums[0]! : tf.concat(sums)).dataSync<'float32'>();
    });
    return readSums(values, batch, origins);
  }

  dispose(): void {
    for (const { begin, step } of this.#executables.values()) {
      begin.dispose();
      step.dispose();
    }
    this.#executables.clear();
  }

  #split(batch: EvaluationBatch, origins: Origins): RollingForecasts[] {
    const { model, execution, parallelParts } = this.#options;
    let first = 0;
    return partition(batch.batch, execution === 'eager' ? 1 : parallelParts).map((rows) => {
      first += rows;
      return new RollingForecasts(model, rowsOf(batch, first - rows, rows), origins);
    });
  }

  #prepare(sizes: readonly UnrolledSize[]): { begin: Executable; step: Executable } {
    const key = sizes.map((size) => Object.values(size).join()).join(' ');
    const known = this.#executables.get(key);
    if (known) return known;
    const { model, execution, onNotice } = this.#options;
    const prepare = ({ f, inputs }: StepFunction) =>
      execution === 'eager' ? runEagerly(f) : recordOrRunEagerly(f, inputs, onNotice ?? (() => undefined));
    const begin = overParts(
      model,
      sizes.map((size) => beginSpecs(model, size)),
      {
        make: (network, part, tensors) => beginForecasts(network, sizes[part]!, tensors),
        join: sumsAndMemories,
      },
    );
    const step = overParts(
      model,
      sizes.map((size) => stepSpecs(model, size)),
      {
        make: (network, _, tensors) => continueForecasts(network, tensors),
        join: sumsAndMemories,
      },
    );
    const made = { begin: prepare(begin), step: prepare(step) };
    this.#executables.set(key, made);
    return made;
  }
}

/** Sums over all parts, then what each part leaves: its window and layers. */
function sumsAndMemories(parts: ForecastPart[]): tf.Tensor[] {
  const memories = parts.flatMap(({ window, layers }) => [window, ...layers]);
  return [tf.addN(parts.map(({ sums }) => sums)), ...memories];
}

/** The results of a function over so many parts. */
function taken([sums, ...rest]: tf.Tensor[], parts: number): { sums: tf.Tensor1D; memories: Memory[] } {
  const each = rest.length / parts;
  const memories = Array.from({ length: parts }, (_, part) => {
    const [window, ...layers] = rest.slice(part * each, (part + 1) * each) as tf.Tensor2D[];
    return { window: window!, layers };
  });
  return { sums: sums as tf.Tensor1D, memories };
}
