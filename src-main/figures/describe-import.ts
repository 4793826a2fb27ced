import type { ChartPanel, FigureDescription, Series } from '../contract/figure';
import type { DatasetPreview } from '../contract/own-data-requests';
import type { SeriesDataset } from '../contract/own-data';
import { figureOf, type DataSubject } from './describe-data';

type SeriesPreview = DatasetPreview & { dataset: SeriesDataset };

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
  const all = Math.max(1, levels!.reduce((sum, count) => sum + count, 0));
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
    series: [{ ...plain, label: 'Power', x: frequency, y: power.map((value) => Math.max(value, lowest)), role: 'truth' }],
    marks: [],
  };
}

const plain = { runIds: [], band: null, colorIndex: 0, dash: 'solid' } satisfies Partial<Series>;
