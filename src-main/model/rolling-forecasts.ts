import * as tf from '@tensorflow/tfjs-core';
import type { ModelConfiguration } from '../architecture/configuration';
import { causalPadding, temporalLayers, type TemporalLayer } from '../architecture/receptive-field';
import type { InputSpec } from './compile/record';
import type { EvaluationBatch, Origins } from './evaluation-batch';
import { beginSpecs, pastName, stepSpecs, type ForecastPart } from './rolling-origin';
import { checkSize, pastInputs, tapSteps, type UnrolledSize } from './unrolled-inputs';

/** What a step leaves to the later ones. */
export type Memory = Omit<ForecastPart, 'sums'>;

/**
 * Greedy forecasts of some rows while they are made: says what each step takes, and remembers what the earlier ones
 * left. Its tensors live until the `tf.tidy` around it ends.
 */
export class RollingForecasts {
  readonly #model: ModelConfiguration;
  readonly #batch: EvaluationBatch;
  readonly #origins: readonly number[];
  readonly #size: UnrolledSize;
  readonly #dilated: readonly TemporalLayer[];
  /** What the teacher-forced pass left: of each dilated layer the observed inputs by past tap, step and sequence. */
  #observed: readonly tf.Tensor2D[] = [];
  /** By step, from 1 on: the input of each dilated layer. */
  readonly #generated: (readonly tf.Tensor2D[])[] = [];
  #window: tf.Tensor2D | null = null;

  /** Throws an Error naming the origin that does not fit. */
  constructor(model: ModelConfiguration, batch: EvaluationBatch, { origins, horizon }: Origins) {
    this.#model = model;
    this.#batch = batch;
    this.#origins = origins;
    this.#size = { batch: batch.batch, length: batch.length, origins: origins.length, horizon };
    this.#dilated = temporalLayers(model).slice(1);
    checkSize(this.#size, batch.tokens, origins);
  }

  get size(): UnrolledSize {
    return this.#size;
  }

  /** The tensors of `beginSpecs`. */
  beginning(): tf.Tensor[] {
    const { tokens, classes, local } = this.#batch;
    const [input] = temporalLayers(this.#model);
    const window = this.#fill(this.#integers(input!.kernelSize), (row, origin, tap) => {
      const position = origin - input!.kernelSize + 1 + tap;
      return position < 0 ? this.#model.quantizationLevels : this.#token(row, position);
    });
    const originPositions = Int32Array.from(this.#origins);
    const past = pastInputs(this.#model, this.#size, this.#origins);
    const values = { tokens, classes, local, originPositions, window, targets: this.#targets(0), ...past };
    return beginSpecs(this.#model, this.#size).map((spec) => upload(spec, values));
  }

  /** The tensors of `stepSpecs` for step 1 … H − 1. */
  step(step: number): tf.Tensor[] {
    const { classes } = this.#batch;
    const values = {
      targets: this.#targets(step),
      classes: classes && this.#fill(this.#integers(1), (row) => classes[row]!),
      local: this.#localAt(step),
    };
    const remembered = new Map<string, tf.Tensor>([['window', this.#window!], ...this.#past(step)]);
    return stepSpecs(this.#model, this.#size).map((spec) => remembered.get(spec.name) ?? upload(spec, values));
  }

  /** Takes in what the teacher-forced pass left. */
  begun({ window, layers }: Memory): void {
    this.#window = window;
    this.#observed = layers;
  }

  /** Takes in what a step left, and forgets what no later step sees. */
  stepped(step: number, { window, layers }: Memory): void {
    this.#window = window;
    this.#generated[step] = layers;
    this.#dilated.forEach((layer, i) => this.#generated[step - causalPadding(layer)]?.[i]?.dispose());
  }

  /** Inputs of the dilated layers under their past taps: observed up to the origin, generated after it. */
  #past(step: number): [name: string, tf.Tensor2D][] {
    const sequences = this.#sequences;
    return this.#dilated.flatMap((layer, i) => {
      const counts = tapSteps(layer, this.#size.horizon);
      let before = 0;
      return counts.map((count, j): [string, tf.Tensor2D] => {
        const source = step - (j + 1) * layer.dilation;
        const place = (before + step - 1) * sequences;
        before += count;
        const name = pastName(i, counts.length - 1 - j);
        if (source > 0) return [name, this.#generated[source]![i]!];
        const observed = this.#observed[i]!;
        return [name, tf.slice(observed, [place, 0], [sequences, observed.shape[1]])];
      });
    });
  }

  #targets(step: number): Int32Array {
    return this.#fill(this.#integers(1), (row, origin) => this.#token(row, origin + step + 1));
  }

  #localAt(step: number): Float32Array | null {
    const { local, length, batch } = this.#batch;
    if (!local) return null;
    const channels = local.length / (batch * length);
    const values = new Float32Array(this.#sequences * channels);
    return this.#fill(values, (row, origin, channel) => local[(row * length + origin + step) * channels + channel]!);
  }

  #token(row: number, position: number): number {
    return this.#batch.tokens[row * (this.#batch.length + 1) + position]!;
  }

  get #sequences(): number {
    return this.#size.origins * this.#size.batch;
  }

  #integers(width: number): Int32Array {
    return new Int32Array(this.#sequences * width);
  }

  /** Fills an array [O · B, width] by origin, row and column. */
  #fill<Values extends Int32Array | Float32Array>(
    values: Values,
    value: (row: number, origin: number, column: number) => number,
  ): Values {
    const width = values.length / this.#sequences;
    let next = 0;
    for (const origin of this.#origins) {
      for (let row = 0; row < this.#size.batch; row++) {
        for (let column = 0; column < width; column++) values[next++] = value(row, origin, column);
      }
    }
    return values;
  }
}

function upload({ name, shape, dtype }: InputSpec, values: Readonly<Record<string, unknown>>): tf.Tensor {
  return tf.tensor(values[name] as Int32Array | Float32Array, [...shape], dtype);
}
