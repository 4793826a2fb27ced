import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { OwnDataset, SeriesDataset } from '../../contract/own-data';
import type { DatasetPreview, ReadPreview } from '../../contract/own-data-requests';
import { levelValues, originalValue } from '../../contract/own-units';
import { levelOf } from '../../data/own/levels';
import { findIdxFiles, readIdxFile } from '../../data/idx-files';
import { transformed } from '../../data/own/measure';
import type { Signal } from '../../data/own/series-spool';
import { downsampleIndices } from '../../math/downsampling';
import { periodogram } from '../../math/periodogram';
import { hasImages } from './import-dataset';
import { importImages } from './import-images';
import { preparedSeries, withSeries } from './import-series';
import { findSources, type Sources } from './sources';

/** Values, and images, that a glance reads at most. */
const enoughValues = 400_000;
const enoughImages = 60;
/** Values of the first series that are drawn, before they are thinned out. */
const drawnValues = 20_000;
const drawnPoints = 800;
const spectrumValues = 2048;
const shownImages = 60;
const mostPixels = 1_000_000;

/** Prepares the beginning of files as an import would, and shows what comes of it; keeps nothing. */
export async function previewDataset({ choice: { paths, ...choice }, staging }: ReadPreview): Promise<DatasetPreview> {
  const sources = await findSources(paths);
  mkdirSync(staging, { recursive: true });
  try {
    const common = { id: '', source: { files: [], sha256: '' }, choice };
    const read = { choice, folder: staging, onBytes: () => {} };
    if (await hasImages(sources, choice.reading)) {
      const some = spread(sources);
      const { facts, ...own } = await importImages(some, { ...read, enough: enoughImages });
      const source = { ...common.source, facts: [...factsOf(sources), ...facts] };
      const dataset: OwnDataset = { ...common, source, ...own };
      const total = own.counts.train + own.counts.validation + own.counts.test;
      const partial = some !== sources || (sources.kind === 'arrays' && total >= enoughImages);
      return { dataset, partial, signal: null, levels: null, spectrum: null, images: await readImages(staging) };
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
  const tokens =
    levels > 256 ? new Uint16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)) : bytes;
  const counts = new Array<number>(levels).fill(0);
  for (const token of tokens) counts[token]! += 1;
  return counts;
}

/** Of a folder of pictures some from everywhere, so that every class is seen. */
function spread(sources: Sources): Sources {
  if (sources.kind !== 'pictures' || sources.pictures.length <= enoughImages) return sources;
  const { length } = sources.pictures;
  const places = Array.from({ length: enoughImages }, (_, i) => Math.floor((i * length) / enoughImages));
  const pictures = places.map((place) => sources.pictures[place]!);
  return { ...sources, pictures };
}

function factsOf(sources: Sources): [name: string, value: string][] {
  return sources.kind === 'pictures' ? [['Files', String(sources.pictures.length)]] : [];
}

async function readImages(folder: string): Promise<DatasetPreview['images']> {
  const { train } = await findIdxFiles(folder);
  const { data, dimensions } = await readIdxFile(train.images, 3);
  const labels = await readIdxFile(train.labels, 1);
  const size = dimensions[1]! * dimensions[2]!;
  const count = Math.min(shownImages, dimensions[0]!, Math.ceil(mostPixels / size));
  return Array.from({ length: count }, (_, i) => ({
    pixels: [...data.subarray(i * size, (i + 1) * size)],
    class: labels.data[i]!,
  }));
}
