import type { ChartPanel, FigureDescription, ImagesPanel, Panel, Provenance, Series } from '../contract/figure';
import { levelScale, shownPoints, type CurveScale, type LevelsOptions } from './curve-scale';
import { pictureOf, type UnrolledImage } from './describe-gallery';

/** What all figures of a data set say of it. */
export interface DataSubject {
  /** File-name stem that a figure's own name follows. */
  name: string;
  title: string;
  provenance: Provenance;
}

export interface LabelledTokens {
  label: string;
  tokens: readonly number[];
  /** How they are shown; as levels where it is left out. */
  scale?: CurveScale;
}

/** Images of a data set row by row, [height · width] pixels of each from signals that begin with their first sample. */
export function describeImages(
  subject: DataSubject,
  image: UnrolledImage,
  rows: readonly { label: string; signals: readonly (readonly number[])[] }[],
): FigureDescription {
  const columns = Math.max(1, ...rows.map(({ signals }) => signals.length));
  const images = rows.flatMap(({ signals }) =>
    Array.from({ length: columns }, (_, i) => pictureOf(signals[i] ?? [], 0, image)),
  );
  return figureOf(subject, { name: 'examples', title: 'Examples' }, [
    { ...imagesPanel(image), columns, images, rowLabels: rows.map(({ label }) => label) },
  ]);
}

/** How the samples of a split are spread over the levels, as shares of `counts`; log where one level outweighs all. */
export function describeLevels(subject: DataSubject, counts: readonly number[]): FigureDescription {
  const all = counts.reduce((sum, count) => sum + count, 0);
  const shares = counts.map((count) => count / Math.max(1, all));
  const logarithmic = counts.length > 2 && Math.max(...shares) > 0.5;
  const range = logarithmic ? logarithmicShares : linearShares;
  const panel: ChartPanel = {
    kind: 'chart',
    title: '',
    x: { title: 'Level', unit: null, scale: 'linear', min: 0, max: counts.length - 1 },
    y: { title: 'Share of samples', unit: null, ...range },
    series: [
      { ...plainSeries, label: 'Share', x: counts.map((_, level) => level), y: shares, role: 'truth', stepped: true },
    ],
    marks: [],
  };
  return figureOf(subject, { name: 'levels', title: 'Histogram of levels' }, [panel]);
}

/** An image beside its signal, read in the order of `image`. */
export function describeImageSignal(
  subject: DataSubject,
  image: UnrolledImage,
  { label, tokens }: LabelledTokens,
): FigureDescription {
  return figureOf(
    subject,
    { name: 'signal', title: `${label} beside its signal` },
    [
      { ...imagesPanel(image), title: label, images: [pictureOf(tokens, 0, image)] },
      {
        ...signalPanel(tokens, levelScale({ quantizationLevels: image.quantizationLevels, sampleInterval: null })),
        title: '',
      },
    ],
    2,
  );
}

const linearShares = { scale: 'linear', min: 0, max: null } as const;
const logarithmicShares = { scale: 'log', min: null, max: 1 } as const;

/** Quantized signals, a panel for each. */
export function describeSignals(
  subject: DataSubject,
  signals: readonly LabelledTokens[],
  { columns, ...options }: LevelsOptions & { columns: number },
): FigureDescription {
  const panels = signals.map(({ label, tokens, scale = levelScale(options) }) => {
    return { ...signalPanel(tokens, scale), title: label };
  });
  const named = { name: signals.length > 1 ? 'examples' : 'signal', title: 'Quantized signals' };
  return {
    ...figureOf(subject, named, panels, columns),
    sharedX: panels.length > columns && signals.every(({ scale }) => !scale),
  };
}

/** The panel of one signal: its level or value at every sample, or at every point in time. */
export function signalPanel(tokens: readonly number[], scale: CurveScale): ChartPanel {
  const { x, y, time } = scale;
  return {
    kind: 'chart',
    title: '',
    x: { ...x, min: time(0), max: time(tokens.length - 1) },
    y,
    series: [{ ...plainSeries, label: y.title, ...shownPoints(tokens, (index) => index, scale), role: 'truth' }],
    marks: [],
  };
}

/** What every panel of images of one size has in common. */
export function imagesPanel({ width, height }: Pick<UnrolledImage, 'width' | 'height'>): ImagesPanel {
  return {
    kind: 'images',
    title: '',
    columns: 1,
    imageWidth: width,
    imageHeight: height,
    images: [],
    rowLabels: null,
    columnLabels: null,
  };
}

/** A figure of a data set: its own name and title behind those of the set. */
export function figureOf(
  { name, title, provenance }: DataSubject,
  own: { name: string; title: string },
  panels: Panel[],
  columns = 1,
): FigureDescription {
  return {
    name: `${name}-${own.name}`,
    title: `${own.title}: ${title}`,
    panels,
    columns,
    sharedX: false,
    legend: 'none',
    provenance,
  };
}

const plainSeries = { runIds: [], band: null, colorIndex: 0, dash: 'solid' } satisfies Partial<Series>;
