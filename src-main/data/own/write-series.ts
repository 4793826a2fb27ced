import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { dataSplits, type DataSplit } from '../../contract/dataset-examples';
import { UserError } from '../../contract/errors';
import type { Preparation, QuantizationError, SeriesDataset, SeriesRecord } from '../../contract/own-data';
import { levelValues, originalValue, type LevelScale } from '../../contract/own-units';
import { emptyTokens } from '../curves';
import { levelOf } from './levels';
import { forEachValue, measureInverse, measureRange, transformed } from './measure';
import { partsOf, windowStarts, type Part } from './parts';
import type { Signal } from './series-spool';

/** Series as they were read, with what conditions them. */
export interface SourceSeries {
  name: string;
  class: number | null;
  values: Signal;
  /** One for each condition, as long as the values. */
  conditions: readonly Signal[];
}

export interface WriteSeries {
  series: readonly SourceSeries[];
  conditions: readonly { name: string; lag: number }[];
  preparation: Preparation;
  /** An empty folder. */
  folder: string;
}

type Written = Pick<SeriesDataset, 'range' | 'error' | 'series' | 'conditions' | 'counts'>;

/** Samples of all windows together that fit into memory when a run opens them. */
const mostSamples = 2 ** 30;

/**
 * Prepares series and writes windows of them as levels, a set of files for each split. Everything that is measured is
 * measured on what trains, of held-out series their own trend, mean and deviation. Throws a UserError where a split
 * has no window.
 */
export function writeSeries({ series, conditions, preparation, folder }: WriteSeries): Written {
  const parts = partsOf(
    series.map(({ name, values }) => ({ name, length: values.length })),
    preparation.split,
  );
  requireWindows(parts, preparation);
  const training = parts.filter(({ split }) => split === 'train');
  const records = series.map(({ name, class: own, values }, index): SeriesRecord => {
    const part = training.find((one) => one.series === index) ?? { from: 0, to: values.length };
    return { name, length: values.length, class: own, ...measureInverse(values, part, preparation) };
  });
  const stretches = training.map((part) => ({
    signal: series[part.series]!.values,
    part,
    inverse: records[part.series]!,
  }));
  const range = measureRange(stretches, preparation.range);
  if (!(range.high > range.low))
    throw new UserError(
      `The range of values goes from ${range.low} to ${range.high}; values of some extent are needed.`,
      'Choose other columns or a fixed range.',
    );
  const channels = conditions.map(({ name, lag }, channel) => ({
    name,
    lag,
    ...standardOf(training.map((part) => ({ signal: series[part.series]!.conditions[channel]!, part }))),
  }));
  const errors = new ErrorTally();
  const { windowLength } = preparation;
  const counts = { train: 0, validation: 0, test: 0 };
  const scale = { ...preparation, range };
  const back = levelValues(scale);
  for (const split of dataSplits) {
    const files = new SplitFiles(folder, split, { classes: series.some((one) => one.class !== null), channels });
    try {
      for (const part of parts.filter((one) => one.split === split)) {
        for (const start of windowStarts(part, preparation)) {
          const record = records[part.series]!;
          const source = series[part.series]!;
          files.write({ source, record, index: part.series, start, scale, back, errors }, windowLength);
          counts[split] += 1;
        }
      }
    } finally {
      files.close();
    }
  }
  return { range, error: errors.result(), series: records, conditions: channels, counts };
}

/** The largest and the mean square difference that quantization makes, in the unit of the values. */
class ErrorTally {
  #count = 0;
  #squares = 0;
  #largest = 0;
  #clamped = 0;

  push(difference: number, clamped: boolean): void {
    this.#count += 1;
    this.#squares += difference * difference;
    this.#largest = Math.max(this.#largest, Math.abs(difference));
    if (clamped) this.#clamped += 1;
  }

  result(): QuantizationError {
    const rootMeanSquare = Math.sqrt(this.#squares / this.#count);
    return { rootMeanSquare, largest: this.#largest, clamped: this.#clamped / this.#count };
  }
}

interface Window {
  source: SourceSeries;
  record: SeriesRecord;
  index: number;
  start: number;
  scale: LevelScale;
  /** Value of each level. */
  back: Float64Array;
  errors: ErrorTally;
}

type Channel = SeriesDataset['conditions'][number];

/** The files of one split, window after window. */
class SplitFiles {
  readonly #tokens: number;
  readonly #windows: number;
  readonly #classes: number | null;
  readonly #local: number | null;
  readonly #channels: readonly Channel[];

  constructor(
    folder: string,
    split: DataSplit,
    { classes, channels }: { classes: boolean; channels: readonly Channel[] },
  ) {
    const open = (what: string) => openSync(join(folder, `${split}.${what}`), 'w');
    this.#tokens = open('tokens');
    this.#windows = open('windows');
    this.#classes = classes ? open('classes') : null;
    this.#local = channels.length > 0 ? open('local') : null;
    this.#channels = channels;
  }

  write({ source, record, index, start, scale, back, errors }: Window, windowLength: number): void {
    const values = source.values.read(start, windowLength);
    const tokens = emptyTokens(scale.quantizationLevels, windowLength);
    for (let i = 0; i < windowLength; i++) {
      const value = transformed(values[i]!, start + i, record);
      const level = levelOf(value, scale);
      tokens[i] = level;
      const difference = originalValue(back[level]!, start + i, record) - values[i]!;
      errors.push(difference, value < scale.range.low || value > scale.range.high);
    }
    writeSync(this.#tokens, tokens);
    writeSync(this.#windows, Uint32Array.of(index, start));
    if (this.#classes !== null) writeSync(this.#classes, Uint16Array.of(record.class ?? 0));
    if (this.#local !== null) writeSync(this.#local, localOf(source, this.#channels, start, windowLength));
  }

  close(): void {
    for (const file of [this.#tokens, this.#windows, this.#classes, this.#local]) if (file !== null) closeSync(file);
  }
}

/**
 * What conditions the inputs of a window, [windowLength, channels]: at t stands what belongs to the sample t + 1 that is
 * predicted there, `lag` samples earlier; 0, the mean, where there is none.
 */
function localOf(
  source: SourceSeries,
  channels: readonly Channel[],
  start: number,
  windowLength: number,
): Float32Array {
  const local = new Float32Array(windowLength * channels.length);
  channels.forEach(({ lag, mean, scale }, channel) => {
    const signal = source.conditions[channel]!;
    // The last input predicts no sample of the window.
    const from = Math.max(0, start + 1 - lag);
    const to = Math.max(from, start + windowLength - lag);
    const values = signal.read(from, to - from);
    values.forEach((value, i) => {
      local[(from + i - (start + 1 - lag)) * channels.length + channel] = (value - mean) / scale;
    });
  });
  return local;
}

function standardOf(stretches: readonly { signal: Signal; part: Part }[]): { mean: number; scale: number } {
  let [count, mean, squares] = [0, 0, 0];
  for (const { signal, part } of stretches) {
    forEachValue(signal, part, (value) => {
      count += 1;
      const distance = value - mean;
      mean += distance / count;
      squares += distance * (value - mean);
    });
  }
  const deviation = Math.sqrt(squares / Math.max(1, count));
  return { mean, scale: deviation > 0 ? deviation : 1 };
}

function requireWindows(parts: readonly Part[], preparation: Preparation): void {
  const { windowLength, stride } = preparation;
  let windows = 0;
  for (const split of dataSplits) {
    const own = parts.filter((part) => part.split === split);
    const count = own.reduce((sum, part) => sum + windowStarts(part, preparation).length, 0);
    windows += count;
    if (count > 0) continue;
    const longest = Math.max(0, ...own.map(({ from, to }) => to - from));
    throw new UserError(
      `Nothing is left for the split "${split}": a window has ${windowLength} samples, its longest stretch ${longest}.`,
      'Shorten the windows, hold out more, or split by series.',
    );
  }
  if (windows * windowLength > mostSamples)
    throw new UserError(
      `${windows} windows of ${windowLength} samples, ${stride} apart, are more than the ${mostSamples} samples that fit.`,
      'Widen the stride, or resample to a lower rate.',
    );
}
