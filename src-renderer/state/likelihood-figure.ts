import { dataSizes, leadingSamples } from '../../src-main/contract/data-sizes';
import type { ChartPanel, FigureDescription, Panel } from '../../src-main/contract/figure';
import type { SeriesLikelihood } from '../../src-main/contract/likelihoods';
import { levelScale, type CurveScale } from '../../src-main/figures/curve-scale';
import { imagesPanel, signalPanel } from '../../src-main/figures/describe-data';
import { pictureOf } from '../../src-main/figures/describe-gallery';
import { likelihoodMapPanel } from '../../src-main/figures/describe-likelihood-map';
import { formatDecimals } from '../format';
import { checkpointText, className } from './generation-words';
import type { LikelihoodQuestion, LikelihoodRow } from './likelihoods.svelte';
import { modelProvenance } from './model-provenance';

/** How probable a model finds one series, sample by sample; for an image also as maps of its pixels. */
export function likelihoodFigure(
  { title, model, source, series }: LikelihoodQuestion,
  row: LikelihoodRow,
): FigureDescription {
  const { data } = model.configuration;
  const tokens = series.kind === 'tokens' ? (series.rows[row.series] ?? null) : null;
  const { quantizationLevels } = model.configuration.model;
  const scale = levelScale({ quantizationLevels, sampleInterval: dataSizes(data).sampleInterval });
  const image = data.source === 'images' ? data : null;
  const likelihoods = [...row.conditional, ...(row.marginal ? [row.marginal] : [])];
  const curves = likelihoods.map((one) => ({
    label: likelihoodLabel(one, className(data, one.class ?? 0, model.classNames)),
    bits: one.steps.map((nats) => -nats / Math.LN2),
  }));
  const most = Math.max(1e-9, ...curves.map(({ bits }) => bits.reduce((high, one) => Math.max(high, one), 0)));
  const picture = image && tokens && { ...imagesPanel(image), title: 'Image', images: [pictureOf(tokens, 0, image)] };
  const maps = image
    ? curves.map(({ bits, label }) => ({ ...likelihoodMapPanel(bits, image, most), title: `Bits, ${label}` }))
    : [];
  const given = image ? leadingSamples : 0;
  const signal = tokens && signalPanel(tokens, scale);
  const surprise = bitsPanel(curves, { given, scale });
  const panels: Panel[] = [picture, ...maps, signal, surprise].filter((panel) => panel !== null);
  return {
    name: `${model.studyName}-likelihood`,
    title: `${title}: ${model.name}, bits per ${image ? 'pixel' : 'sample'}`,
    panels,
    columns: Math.max(1, panels.length - 2),
    sharedX: false,
    legend: 'top',
    provenance: modelProvenance(model, [
      ...('runId' in source ? [`Checkpoint: ${checkpointText(source.checkpoint)}.`] : []),
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

function bitsPanel(curves: readonly Curve[], { given, scale }: { given: number; scale: CurveScale }): ChartPanel {
  const length = given + (curves[0]?.bits.length ?? 0);
  const place = (index: number) => scale.time(given + index);
  return {
    kind: 'chart',
    title: '',
    x: { ...scale.x, min: scale.time(0), max: place(length - given - 1) },
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
