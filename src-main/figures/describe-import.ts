import type { ChartPanel, FigureDescription, Series } from '../contract/figure';
import type { DatasetPreview } from '../contract/own-data-requests';
import type { ImagesDataset, SeriesDataset } from '../contract/own-data';
import { figureOf, imagesPanel, type DataSubject } from './describe-data';

type SeriesPreview = DatasetPreview & { dataset: SeriesDataset };
type ImagesPreview = DatasetPreview & { dataset: ImagesDataset };

/** Images of a class in its row, and rows. */
const imagesInRow = 8;
const mostRows = 10;

/** Some of the images as they will be kept, a row for each class. */
export function describeImportedImages(subject: DataSubject, { dataset, images }: ImagesPreview): FigureDescription {
  const { classes } = dataset;
  const rows = (classes ?? [null]).slice(0, mostRows).map((_, own) => images!.filter((image) => image.class === own));
  const cells = (classes ? rows : chunks(images!).slice(0, mostRows)).flatMap((row) =>
    Array.from({ length: imagesInRow }, (_, i) => row[i]?.pixels.map((gray) => gray / 255) ?? nothing(dataset)),
  );
  const rowLabels = classes && classes.slice(0, mostRows);
  return figureOf(subject, { name: 'import', title: 'Import' }, [
    { ...imagesPanel(dataset), columns: imagesInRow, images: cells, rowLabels },
  ]);
}

function chunks<Item>(items: readonly Item[]): Item[][] {
  const count = Math.ceil(items.length / imagesInRow);
  return Array.from({ length: count }, (_, row) => items.slice(row * imagesInRow, (row + 1) * imagesInRow));
}

/** Where a row has no more images. */
function nothing({ width, height }: ImagesDataset): null[] {
  return new Array<null>(width * height).fill(null);
}

/** The first series as it is and as its levels say, how often each level occurs, and the power at each frequency. */
export function describeImport(subject: DataSubject, preview: SeriesPreview): FigureDescription {
  const panels = [signalPanel(preview), levelsPanel(preview), spectrumPanel(preview)];
  return { ...figureOf(subject, { name: 'import', title: 'Import' }, panels), legend: 'direct' };
}

function signalPanel({ dataset, signal }: SeriesPreview): ChartPanel {
  const { meaning } = dataset.choice;
  const { x, original, quantized } = signal!;
  return {
    kind: 'chart',
    title: dataset.series[0]?.name ?? '',
    x: {
      ...(dataset.interval === null ? { title: 'Sample', unit: null } : { title: 'Time', unit: meaning.timeUnit }),
      scale: 'linear',
      min: null,
      max: null,
    },
    y: { title: meaning.valueName, unit: meaning.valueUnit, scale: 'linear', min: null, max: null },
    series: [
      { ...plain, label: 'Original', x, y: original, role: 'truth' },
      { ...plain, label: 'Quantized', x, y: quantized, role: 'curve' },
    ],
    marks: [],
  };
}

function levelsPanel({ levels }: SeriesPreview): ChartPanel {
  const all = Math.max(
    1,
    levels!.reduce((sum, count) => sum + count, 0),
  );
  const y = levels!.map((count) => count / all);
  return {
    kind: 'chart',
    title: '',
    x: { title: 'Level', unit: null, scale: 'linear', min: 0, max: levels!.length - 1 },
    y: { title: 'Share of samples', unit: null, scale: 'linear', min: 0, max: null },
    series: [{ ...plain, label: 'Share', x: levels!.map((_, level) => level), y, role: 'truth', stepped: true }],
    marks: [],
  };
}

function spectrumPanel({ spectrum }: SeriesPreview): ChartPanel {
  const { frequency, power } = spectrum!;
  const lowest = Math.max(...power) * 1e-9;
  return {
    kind: 'chart',
    title: '',
    x: { title: 'Cycles per sample', unit: null, scale: 'log', min: null, max: 0.5 },
    y: { title: 'Power', unit: null, scale: 'log', min: null, max: null },
    // What cannot be told from rounding would stretch a logarithmic axis.
    series: [
      { ...plain, label: 'Power', x: frequency, y: power.map((value) => Math.max(value, lowest)), role: 'truth' },
    ],
    marks: [],
  };
}

const plain = { runIds: [], band: null, colorIndex: 0, dash: 'solid' } satisfies Partial<Series>;
