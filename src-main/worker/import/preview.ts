import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { OwnDataset, SeriesDataset } from '../../contract/own-data';
import type { DatasetPreview, ReadPreview } from '../../contract/own-data-requests';
import { levelOf, levelValues, originalValue } from '../../data/own/levels';
import { transformed } from '../../data/own/measure';
import type { Signal } from '../../data/own/series-spool';
import { downsampleIndices } from '../../math/downsampling';
import { periodogram } from '../../math/periodogram';
import { hasImages } from './import-dataset';
import { importImages } from './import-images';
import { preparedSeries, withSeries } from './import-series';
import { findSources } from './sources';

/** Values, and images, that a glance reads at most. */
const enoughValues = 400_000;
const enoughImages = 60;
/** Values of the first series that are drawn, before they are thinned out. */
const drawnValues = 20_000;
const drawnPoints = 800;
const spectrumValues = 2048;
const shownImages = 24;

/** Prepares the beginning of files as an import would, and shows what comes of it; keeps nothing. */
export async function previewDataset({ choice: { paths, ...choice }, staging }: ReadPreview): Promise<DatasetPreview> {
  const sources = await findSources(paths);
  mkdirSync(staging, { recursive: true });
  try {
    const common = { id: '', source: { files: [], sha256: '' }, choice };
    const read = { choice, folder: staging, onBytes: () => {} };
    if (await hasImages(sources, choice.reading)) {
      const { facts, ...own } = await importImages(sources, { ...read, enough: enoughImages });
      const dataset: OwnDataset = { ...common, source: { ...common.source, facts }, ...own };
      const total = own.counts.train + own.counts.validation + own.counts.test;
      const images = sources.kind === 'idx' ? null : readImages(join(staging, 'train-images-idx3-ubyte'), own);
      return { dataset, partial: total >= enoughImages, signal: null, levels: null, spectrum: null, images };
    }
    return await withSeries(sources, { ...read, enough: enoughValues }, (opened) => {
      const { facts, ...own } = preparedSeries(opened, { choice, folder: staging });
      const dataset = { ...common, source: { ...common.source, facts }, ...own };
      const [first] = opened.series;
      const read = opened.series.reduce((sum, { values }) => sum + values.length, 0);
      return {
        dataset,
        partial: read >= enoughValues,
        signal: drawn(first!.values, dataset),
        levels: countLevels(join(staging, 'train.tokens'), choice.preparation.quantizationLevels),
        spectrum: spectrumOf(first!.values),
        images: null,
      };
    });
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function drawn(signal: Signal, { choice, range, series, interval }: SeriesDataset): DatasetPreview['signal'] {
  const original = signal.read(0, Math.min(signal.length, drawnValues));
  const scale = { ...choice.preparation, range };
  const back = levelValues(scale);
  const [record] = series;
  const places = Float64Array.from(original, (_, i) => i);
  const chosen = downsampleIndices(places, original, drawnPoints);
  return {
    x: chosen.map((place) => choice.meaning.start + place * (interval ?? 1)),
    original: chosen.map((place) => original[place]!),
    quantized: chosen.map((place) => {
      const level = levelOf(transformed(original[place]!, place, record!), scale);
      return originalValue(back[level]!, place, record!);
    }),
  };
}

function spectrumOf(signal: Signal): DatasetPreview['spectrum'] {
  const { frequency, power } = periodogram(signal.read(0, Math.min(signal.length, spectrumValues)));
  return { frequency: [...frequency], power: [...power] };
}

function countLevels(path: string, levels: number): number[] {
  const bytes = readFileSync(path);
  const tokens = levels > 256 ? new Uint16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)) : bytes;
  const counts = new Array<number>(levels).fill(0);
  for (const token of tokens) counts[token]! += 1;
  return counts;
}

function readImages(path: string, { width, height }: { width: number; height: number }): number[][] {
  const pixels = readFileSync(path).subarray(16);
  const count = Math.min(shownImages, Math.floor(pixels.length / (width * height)));
  return Array.from({ length: count }, (_, i) => [...pixels.subarray(i * width * height, (i + 1) * width * height)]);
}
