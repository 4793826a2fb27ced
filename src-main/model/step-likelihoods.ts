import * as tf from '@tensorflow/tfjs-core';
import type { ModelConfiguration } from '../architecture/configuration';
import type { Execution } from '../contract/training';
import { namedCondition, rowSpecs, type NamedTensors } from './batch-inputs';
import { recordOrRunEagerly, runEagerly, type Executable } from './compile/executable';
import { rowsOf, type EvaluationBatch } from './evaluation-batch';
import { encode, head } from './forward';
import { crossEntropyRows } from './kernels';
import type { Network, TrainedModel } from './network';
import { overParts } from './over-parts';
import { rowsOfTokens } from './sequences';
import { partition, type StepFunction } from './step-functions';

export interface StepLikelihoodOptions extends TrainedModel {
  /** Rows that are computed at a time; fewer are filled up. */
  rows: number;
  /** Inputs T of each row. */
  length: number;
  execution: Execution;
  /** Parts of a batch that are computed side by side (`TrainingStepOptions.parallelParts`). */
  parallelParts: number;
  /** Told when the pass cannot be recorded and goes on eagerly: which kernel, and why. */
  onNotice?: (message: string) => void;
}

/**
 * The likelihood of many series of one length sample by sample, log p(x_{t+1} | x_{≤ t}, y), from the second sample on:
 * one teacher-forced pass for all samples of a batch, recorded unless `execution` is `eager`.
 */
export class StepLikelihoods {
  readonly #options: StepLikelihoodOptions;
  readonly #parameters: tf.Tensor1D;
  readonly #executable: Executable;

  constructor(options: StepLikelihoodOptions) {
    this.#options = options;
    this.#parameters = tf.tensor1d(options.parameters);
    const { f, inputs } = likelihoodFunction(options.model, this.#parts(), options.length);
    const { execution, onNotice = () => undefined } = options;
    this.#executable = execution === 'eager' ? runEagerly(f) : recordOrRunEagerly(f, inputs, onNotice);
  }

  /** Nats [B, T]; any number of rows B. */
  evaluate(series: EvaluationBatch): Float32Array {
    const { rows, length } = this.#options;
    if (series.length !== length) throw new Error(`The series have ${series.length} inputs; ${length} are expected.`);
    const all = new Float32Array(series.batch * length);
    for (let first = 0; first < series.batch; first += rows) {
      const count = Math.min(rows, series.batch - first);
      const values = this.#run(filled(rowsOf(series, first, count), rows));
      all.set(values.subarray(0, count * length), first * length);
    }
    return all;
  }

  dispose(): void {
    this.#parameters.dispose();
    this.#executable.dispose();
  }

  #run(batch: EvaluationBatch): Float32Array {
    const { model, length } = this.#options;
    let first = 0;
    const own = this.#parts().flatMap((rows) => {
      const part: Readonly<Record<string, unknown>> = { ...rowsOf(batch, first, rows) };
      first += rows;
      return rowSpecs(model, { batch: rows, length }).map(({ name, shape, dtype }) =>
        tf.tensor(part[name] as Int32Array | Float32Array, [...shape], dtype),
      );
    });
    const results = this.#executable.run([this.#parameters, ...own]);
    const values = results[0]!.dataSync<'float32'>();
    tf.dispose([...own, ...results]);
    return values;
  }

  #parts(): number[] {
    const { rows, execution, parallelParts } = this.#options;
    return partition(rows, execution === 'eager' ? 1 : parallelParts);
  }
}

/** (parameters, …every part's rows) → log-likelihoods [B, T] of all rows. */
function likelihoodFunction(model: ModelConfiguration, parts: readonly number[], length: number): StepFunction {
  return overParts(
    model,
    parts.map((batch) => rowSpecs(model, { batch, length })),
    {
      make: (network, part, tensors) => logLikelihoods(network, { batch: parts[part]!, length }, tensors),
      join: (made) => [made.length === 1 ? made[0]! : tf.concat(made, 0)],
    },
  );
}

function logLikelihoods(
  network: Network,
  { batch, length }: { batch: number; length: number },
  tensors: NamedTensors,
): tf.Tensor2D {
  const rows = tensors.tokens as tf.Tensor2D;
  const tokens = tf.slice(rows, [0, 0], [batch, length]);
  const targets = tf.slice(rows, [0, 1], [batch, length]);
  const { hidden } = encode(network, tokens, namedCondition(tensors));
  const byTime = tf.neg(crossEntropyRows(head(network, hidden), rowsOfTokens(targets)));
  return tf.transpose(tf.reshape(byTime, [length, batch])) as tf.Tensor2D;
}

/** Repeats the last row until there are `rows`. */
function filled(batch: EvaluationBatch, rows: number): EvaluationBatch {
  const missing = rows - batch.batch;
  if (missing === 0) return batch;
  const fill = <Values extends Int32Array | Float32Array>(values: Values) => {
    const perRow = values.length / batch.batch;
    const grown = new (values.constructor as new (length: number) => Values)(rows * perRow);
    grown.set(values);
    for (let row = batch.batch; row < rows; row++) grown.set(values.subarray(values.length - perRow), row * perRow);
    return grown;
  };
  const { tokens, classes, local, length } = batch;
  return { tokens: fill(tokens), batch: rows, length, classes: classes && fill(classes), local: local && fill(local) };
}
