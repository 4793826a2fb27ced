import type { SeriesSplit } from '../../contract/own-data';
import { UserError } from '../../contract/errors';
import { RandomStream } from '../../math/random';
import { dataSplits, type DataSplit } from '../../contract/dataset-examples';

/** A stretch of one series that belongs to one split. */
export interface Part {
  series: number;
  split: DataSplit;
  /** First value, and the first that is not of it any more. */
  from: number;
  to: number;
}

/** Which values belong to which split; throws a UserError where a split names a series that is not there. */
export function partsOf(series: readonly { name: string; length: number }[], split: SeriesSplit): Part[] {
  if (split.by === 'time') {
    if (split.validation + split.test >= 1)
      throw new UserError(
        `split.validation (${split.validation}) and split.test (${split.test}) must leave something to train on.`,
        'Lower them so that their sum is less than 1.',
      );
    return series.flatMap(({ length }, index) => {
      const firstCut = Math.round(length * (1 - split.validation - split.test));
      const secondCut = Math.round(length * (1 - split.test));
      const cuts = [0, firstCut, secondCut, length];
      return dataSplits.map((name, i) => ({ series: index, split: name, from: cuts[i]!, to: cuts[i + 1]! }));
    });
  }
  const splits = split.by === 'series' ? drawn(series.length, split) : named(series, split);
  return series.map(({ length }, index) => ({ series: index, split: splits[index]!, from: 0, to: length }));
}

/** Where windows begin that lie wholly in a part. */
export function windowStarts({ from, to }: Pick<Part, 'from' | 'to'>, { windowLength, stride }: WindowSize): number[] {
  const count = Math.max(0, Math.floor((to - from - windowLength) / stride) + 1);
  return Array.from({ length: count }, (_, i) => from + i * stride);
}

export interface WindowSize {
  windowLength: number;
  stride: number;
}

function drawn(count: number, { validation, test, seed }: Extract<SeriesSplit, { by: 'series' }>): DataSplit[] {
  const sizes = [test, validation].map((share) => Math.max(1, Math.round(count * share)));
  if (count < 3 || sizes[0]! + sizes[1]! >= count)
    throw new UserError(
      `${count} series cannot be split into ${sizes[0]} to test, ${sizes[1]} to validate and some to train.`,
      'Split by time, or hold out less.',
    );
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  RandomStream.fromSeed(seed).fork('series').shuffle(order);
  const splits = new Array<DataSplit>(count).fill('train');
  order.forEach((index, place) => {
    if (place < sizes[0]!) splits[index] = 'test';
    else if (place < sizes[0]! + sizes[1]!) splits[index] = 'validation';
  });
  return splits;
}

function named(series: readonly { name: string }[], split: Extract<SeriesSplit, { by: 'given' }>): DataSplit[] {
  for (const field of ['validation', 'test'] as const) {
    const unknown = split[field].find((name) => !series.some((one) => one.name === name));
    if (unknown === undefined) continue;
    const known = series.slice(0, 12).map(({ name }) => name);
    throw new UserError(
      `split.${field} names the series "${unknown}", which is not there.`,
      `There are ${series.length} series: ${known.join(', ')}${series.length > known.length ? ', …' : ''}.`,
    );
  }
  return series.map(({ name }) => {
    if (split.test.includes(name)) return 'test';
    return split.validation.includes(name) ? 'validation' : 'train';
  });
}
