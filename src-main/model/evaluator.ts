import * as tf from '@tensorflow/tfjs-core';
import type { ModelConfiguration } from '../architecture/configuration';
import { parameterCount } from '../architecture/parameters';
import type { Execution } from '../contract/training';
import { floats, type NamedTensors } from './batch-inputs';
import { recordOrRunEagerly, runEagerly, type Executable } from './compile/executable';
import { readSums, type EvaluationSums } from './evaluation-sums';
import { bindNetwork, splitParameters } from './network';
import {
  evaluationSize,
  evaluationSpecs,
  evaluationSums,
  evaluationTensors,
  type EvaluationBatch,
  type Origins,
} from './rolling-origin';
import { partition, type StepFunction } from './step-functions';
import type { UnrolledSize } from './unrolled-inputs';

export interface EvaluatorOptions {
  model: ModelConfiguration;
  execution: Execution;
  /** Parts of a batch that are computed side by side (`TrainingStepOptions.parallelParts`). */
  parallelParts: number;
  /** Told when the evaluation cannot be recorded and goes on eagerly: which kernel, and why. */
  onNotice: (message: string) => void;
}

/**
 * Evaluates a model on batches, with changing parameters: what `evaluateBatch` computes, recorded once for each size of
 * batch unless `execution` is `eager`.
 */
export class Evaluator {
  readonly #options: EvaluatorOptions;
  readonly #executables = new Map<string, Executable>();

  constructor(options: EvaluatorOptions) {
    this.#options = options;
  }

  /** Sums over one batch; parameters flat [P]. */
  evaluate(parameters: tf.Tensor1D, batch: EvaluationBatch, origins: Origins): EvaluationSums {
    const size = evaluationSize(batch, origins);
    const parts = this.#parts(size);
    const executable = this.#executable(size, parts);
    let first = 0;
    const own = parts.flatMap(({ batch: rows }) => {
      const part = rowsOf(batch, first, rows);
      first += rows;
      return Object.values(evaluationTensors(this.#options.model, part, origins));
    });
    const results = executable.run([parameters, ...own]);
    const values = results[0]!.dataSync<'float32'>();
    tf.dispose([...own, ...results]);
    return readSums(values, size);
  }

  dispose(): void {
    for (const executable of this.#executables.values()) executable.dispose();
    this.#executables.clear();
  }

  #executable(size: UnrolledSize, parts: readonly UnrolledSize[]): Executable {
    const key = Object.values(size).join();
    const known = this.#executables.get(key);
    if (known) return known;
    const { model, execution, onNotice } = this.#options;
    const { f, inputs } = evaluationFunction(model, parts);
    const made = execution === 'eager' ? runEagerly(f) : recordOrRunEagerly(f, inputs, onNotice);
    this.#executables.set(key, made);
    return made;
  }

  #parts(size: UnrolledSize): UnrolledSize[] {
    const { execution, parallelParts } = this.#options;
    const rows = partition(size.batch, execution === 'eager' ? 1 : parallelParts);
    return rows.map((batch) => ({ ...size, batch }));
  }
}

/** (parameters, …every part of a batch) → `evaluationSums` of the whole batch. */
function evaluationFunction(model: ModelConfiguration, parts: readonly UnrolledSize[]): StepFunction {
  const specs = parts.map((size) => evaluationSpecs(model, size));
  const f = (...[parameters, ...rest]: tf.Tensor[]): tf.Tensor[] =>
    tf.tidy(() => {
      const network = bindNetwork(model, splitParameters(model, parameters as tf.Tensor1D));
      let next = 0;
      const sums = parts.map((size, part) => {
        const tensors: NamedTensors = Object.fromEntries(specs[part]!.map(({ name }) => [name, rest[next++]!]));
        return evaluationSums(network, size, tensors);
      });
      return [tf.addN(sums)];
    });
  const named = specs.flatMap((own, part) => own.map((spec) => ({ ...spec, name: `part${part}/${spec.name}` })));
  return { inputs: [floats('parameters', [parameterCount(model)]), ...named], f };
}

/** `count` rows of a batch from row `first` on. */
function rowsOf(whole: EvaluationBatch, first: number, count: number): EvaluationBatch {
  const { tokens, batch, length, classes, local } = whole;
  const cut = <Values extends Int32Array | Float32Array>(values: Values) => {
    const perRow = values.length / batch;
    return values.subarray(first * perRow, (first + count) * perRow) as Values;
  };
  return { tokens: cut(tokens), batch: count, length, classes: classes && cut(classes), local: local && cut(local) };
}
