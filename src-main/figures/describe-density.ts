import type { DensityOfSet, DensityResult } from '../contract/evaluations';
import type { ChartPanel, FigureDescription, ImagesPanel, Series } from '../contract/figure';
import { figureOf, imagesPanel, type DataSubject } from './describe-data';
import { pictureOf } from './describe-gallery';
import { withRemarks } from './remarks';

/** What the model finds likely: histograms of −log₂ p(x) per pixel, one outline for each kind of images. */
export function describeDensities(subject: DataSubject, result: DensityResult): FigureDescription {
  const { edges, scale, sets } = result;
  const center = (low: number, high: number) => (scale === 'log' ? Math.sqrt(low * high) : (low + high) / 2);
  const inner = edges.slice(1).map((high, bin) => center(edges[bin]!, high));
  // An empty bin at either end closes the outlines.
  const [first, last] = [edges[0]!, edges.at(-1)!];
  const before = scale === 'log' ? first ** 2 / inner[0]! : 2 * first - inner[0]!;
  const behind = scale === 'log' ? last ** 2 / inner.at(-1)! : 2 * last - inner.at(-1)!;
  const panel: ChartPanel = {
    kind: 'chart',
    title: '',
    x: { title: '−log₂ p(x)', unit: 'bits per pixel', scale, min: null, max: null },
    y: { title: 'Share of images', unit: null, scale: 'linear', min: 0, max: null },
    series: sets.map(({ label, counts }, index): Series => {
      const all = Math.max(
        1,
        counts.reduce((sum, count) => sum + count, 0),
      );
      const shares = [0, ...counts.map((count) => count / all), 0];
      // An outline goes from the ground to the ground, and not along it.
      const from = Math.max(0, shares.findIndex((share) => share > 0) - 1);
      const to = shares.length - Math.max(0, [...shares].reverse().findIndex((share) => share > 0) - 1);
      return {
        label,
        runIds: [],
        x: [before, ...inner, behind].slice(from, to),
        y: shares.slice(from, to),
        band: null,
        role: 'curve',
        colorIndex: index,
        dash: (['solid', 'dashed', 'dotted', 'dash-dot'] as const)[Math.floor(index / 2) % 4]!,
        stepped: true,
      };
    }),
    marks: [],
  };
  const named = { name: 'density', title: 'What the model finds likely' };
  return { ...figureOf(withRemarks(subject, sets.map(inWords)), named, [panel]), legend: 'top' };
}

/** The first images of each kind, a row for each. */
export function describeDensityExamples(subject: DataSubject, { image, sets }: DensityResult): FigureDescription {
  const columns = Math.max(1, ...sets.map(({ examples }) => examples.length));
  const panel: ImagesPanel = {
    ...imagesPanel(image),
    columns,
    images: sets.flatMap(({ examples }) =>
      Array.from({ length: columns }, (_, i) => pictureOf(examples[i] ?? [], 0, image)),
    ),
    rowLabels: sets.map(({ label }) => label),
  };
  const named = { name: 'density-images', title: 'Images whose density was taken' };
  return figureOf(withRemarks(subject, sets.map(inWords)), named, [panel]);
}

function inWords({ label, bits, mean, standardDeviation }: DensityOfSet): string {
  const spread = `${mean.toFixed(3)} ± ${standardDeviation.toFixed(3)}`;
  return `${label}: ${spread} bits per pixel (standard deviation, ${bits.length} images).`;
}
