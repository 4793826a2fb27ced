import { dataSizes, leadingSamples } from '../../src-main/contract/data-sizes';
import type { ChartPanel, FigureDescription, Panel } from '../../src-main/contract/figure';
import type { SeriesLikelihood } from '../../src-main/contract/likelihoods';
import { imagesPanel, signalPanel } from '../../src-main/figures/describe-data';
import { pictureOf } from '../../src-main/figures/describe-gallery';
import { likelihoodMapPanel } from '../../src-main/figures/describe-likelihood-map';
import { formatDecimals } from '../format';
import { className } from './generation-words';
import type { LikelihoodQuestion, LikelihoodRow } from './likelihoods.svelte';
import { runProvenance } from './run-provenance';

/** How probable a model finds one series, sample by sample; for an image also as maps of its pixels. */
export function likelihoodFigure(
  { title, run, checkpoint, series }: LikelihoodQuestion,
  row: LikelihoodRow,
): FigureDescription {
  const { data, model } = run.configuration;
  const tokens = series.kind === 'tokens' ? (series.rows[row.series] ?? null) : null;
  const { sampleInterval } = dataSizes(data);
  const image = data.source === 'images' ? data : null;
  const likelihoods = [...row.conditional, ...(row.marginal ? [row.marginal] : [])];
  const curves = likelihoods.map((one) => ({
    label: likelihoodLabel(one, className(data, one.class ?? 0)),
    bits: one.steps.map((nats) => -nats / Math.LN2),
  }));
  const most = Math.max(1e-9, ...curves.map(({ bits }) => bits.reduce((high, one) => Math.max(high, one), 0)));
  const picture = image && tokens && { ...imagesPanel(image), title: 'Image', images: [pictureOf(tokens, 0, image)] };
  const maps = image
    ? curves.map(({ bits, label }) => ({ ...likelihoodMapPanel(bits, image, most), title: `Bits, ${label}` }))
    : [];
  const given = image ? leadingSamples : 0;
  const signal = tokens && signalPanel(tokens, { quantizationLevels: model.quantizationLevels, sampleInterval });
  const surprise = bitsPanel(curves, { given, sampleInterval });
  const panels: Panel[] = [picture, ...maps, signal, surprise].filter((panel) => panel !== null);
  return {
    name: `${run.studyName}-likelihood`,
    title: `${title}: ${run.name}, bits per ${image ? 'pixel' : 'sample'}`,
    panels,
    columns: Math.max(1, panels.length - 2),
    sharedX: false,
    legend: 'top',
    provenance: runProvenance(run, [
      `Checkpoint: ${typeof checkpoint === 'string' ? checkpoint : `step ${checkpoint.step}`}.`,
      ...likelihoods.map((one, index) => {
        return `${curves[index]!.label}: ${formatDecimals(one.bitsPerSample, 4)} bits on average.`;
      }),
    ]),
  };
}

/** `p(x | Class 3)`, or `p(x)` whatever the class. */
export function likelihoodLabel(one: Pick<SeriesLikelihood, 'class' | 'posterior'>, named: string): string {
  return one.class === null ? 'p(x)' : `p(x | ${named})`;
}

interface Curve {
  label: string;
  bits: readonly number[];
}

function bitsPanel(
  curves: readonly Curve[],
  { given, sampleInterval }: { given: number; sampleInterval: number | null },
): ChartPanel {
  const length = given + (curves[0]?.bits.length ?? 0);
  const place = (index: number) => Number(((given + index) * (sampleInterval ?? 1)).toPrecision(12));
  return {
    kind: 'chart',
    title: '',
    x: {
      ...(sampleInterval === null ? { title: 'Sample', unit: null } : { title: 'Time', unit: 's' }),
      scale: 'linear',
      min: 0,
      max: place(length - given - 1),
    },
    y: { title: '−log₂ p', unit: 'bits', scale: 'linear', min: 0, max: null },
    series: curves.map(({ label, bits }, index) => ({
      label,
      runIds: [],
      x: bits.map((_, sample) => place(sample)),
      y: [...bits],
      band: null,
      role: 'curve' as const,
      colorIndex: index,
      dash: index === 0 ? ('solid' as const) : ('dotted' as const),
    })),
    marks: [],
  };
}
