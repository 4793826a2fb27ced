import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ClassificationResult, DensityResult, ImageCompletions } from '../../src-main/contract/evaluations';
import { figureSchema, type FigureDescription, type ImagesPanel } from '../../src-main/contract/figure';
import {
  describeCalibration,
  describeConfusion,
  describeErrors,
  describeProgressiveAccuracy,
} from '../../src-main/figures/describe-classification';
import { describeCompletions } from '../../src-main/figures/describe-completions';
import { describeDensities, describeDensityExamples } from '../../src-main/figures/describe-density';
import { describeLikelihoodMap } from '../../src-main/figures/describe-likelihood-map';
import { describeProgressiveFrame, progressiveMoments } from '../../src-main/figures/describe-progressive';
import { inkOnViridis, viridis } from '../../src-main/figures/viridis';
import { exportFrames } from '../../src-main/worker/figure/export-frames';
import { registerFonts } from '../../src-main/worker/figure/fonts';
import { figureSvg } from '../../src-main/worker/figure/svg';
import { decodeGif } from '../formats/decode-gif';
import { temporaryFolder } from '../store/support';
import { fontFolder, paperFor } from './paper';
import { expectSamePicture } from './same-picture';

beforeAll(() => registerFonts(fontFolder));

const image = { width: 2, height: 2, scanOrder: 'scanline', quantizationLevels: 2 } as const;
const subject = {
  name: 'mnist',
  title: 'a model',
  provenance: { study: 'MNIST', runs: [], versions: {}, dataHash: null, remarks: ['First.'] },
};
const classification: ClassificationResult = {
  kind: 'classification',
  image,
  prior: [0.5, 0.5],
  images: { index: [0, 1, 2], class: [0, 1, 1], predicted: [0, 1, 0], confidence: [0.9, 0.8, 0.6] },
  accuracy: 2 / 3,
  logLoss: 0.4,
  confusion: [
    [1, 0],
    [1, 1],
  ],
  calibration: [
    { low: 0, high: 0.5, count: 0, confidence: null, accuracy: null },
    { low: 0.5, high: 1, count: 3, confidence: 0.77, accuracy: 2 / 3 },
  ],
  calibrationError: 0.1,
  bitsPerPixel: { ofClass: 0.5, marginal: 0.6 },
  errors: [{ index: 2, class: 1, predicted: 0, posterior: [0.6, 0.4], tokens: [0, 1, 0, 0, 1] }],
  progressive: { pixels: [0, 2, 4], accuracy: [0.5, 0.6, 0.7], confidence: [0.5, 0.7, 0.8] },
  millisecondsPerThousand: 1000,
};
const densities: DensityResult = {
  kind: 'density',
  image,
  edges: [0.1, 1, 10],
  scale: 'log',
  sets: [
    {
      set: { kind: 'test' },
      label: 'Test images',
      bits: [0.5, 0.6],
      mean: 0.55,
      standardDeviation: 0.07,
      counts: [2, 0],
      examples: [[0, 1, 1, 0, 0]],
    },
    {
      set: { kind: 'noise', levels: 'uniform' },
      label: 'Uniform noise',
      bits: [0.7, 5],
      mean: 2.85,
      standardDeviation: 3,
      counts: [1, 1],
      examples: [[0, 0, 1, 0, 1]],
    },
  ],
};
const completions: ImageCompletions = {
  image,
  observed: 2,
  images: [
    {
      index: 4,
      class: 1,
      original: [0, 1, 0, 1, 1],
      posterior: [0.2, 0.8],
      completions: [
        { class: 1, tokens: [0, 1, 0, 0, 0] },
        { class: 1, tokens: [0, 1, 0, 1, 0] },
      ],
      mean: [0, 1, 0, 0.5, 0],
      standardDeviation: [0, 0, 0, 0.5, 0],
      bitsOfRest: 0.25,
    },
  ],
};
const posterior = {
  image,
  index: 4,
  class: 1,
  tokens: [0, 1, 0, 1, 1],
  posteriors: [
    [0.5, 0.5],
    [0.4, 0.6],
    [0.3, 0.7],
    [0.2, 0.8],
    [0.1, 0.9],
  ],
};
const frame = (seen: number) => describeProgressiveFrame(subject, posterior, seen);

const figures: Record<string, () => FigureDescription> = {
  confusion: () => describeConfusion(subject, classification),
  calibration: () => describeCalibration(subject, classification),
  'progressive accuracy': () => describeProgressiveAccuracy(subject, classification),
  errors: () => describeErrors(subject, classification),
  densities: () => describeDensities(subject, densities),
  'images of densities': () => describeDensityExamples(subject, densities),
  completions: () => describeCompletions(subject, completions, { statistics: true }),
  'a moment of a classification': () => frame(2),
  'a likelihood map': () =>
    describeLikelihoodMap(subject, image, { tokens: [0, 1, 0, 1, 1], steps: [-0.1, -2, 0, -1] }),
};

test.each(Object.entries(figures))('the figure of %s keeps the contract, says its origin, and is drawn', (_, make) => {
  const figure = make();
  expect(figureSchema.parse(figure)).toEqual(figure);
  expect(figure.provenance.remarks[0]).toBe('First.');
  const svg = figureSvg(figure, paperFor(figure), fontFolder).toString('utf8');
  expect(svg.replace(/<style>.*?<\/style>/s, '')).not.toMatch(/NaN|Infinity|undefined/);
});

test.each(Object.entries(figures))(
  'the figure of %s is the same in all formats',
  async (name, make) => {
    await expectSamePicture(name.replaceAll(' ', '-'), make());
  },
  60_000,
);

describe('the confusion matrix', () => {
  test('names every count in a colour that can be read, and leaves empty cells empty', () => {
    const [panel] = figures.confusion!().panels;
    if (panel?.kind !== 'drawing') throw new Error('no drawing');
    const words = panel.shapes.flatMap((shape) => (shape.type === 'text' ? [shape] : []));
    const counts = words.filter(({ color }) => color.startsWith('#'));
    expect(counts.map(({ text }) => text)).toEqual(['1', '1', '1']);
    const cells = panel.shapes.filter(({ type }) => type === 'rectangle');
    expect(cells).toHaveLength(3);
  });

  test('has ink of at least 3 : 1 on viridis at every share', () => {
    for (let share = 0; share <= 1; share += 0.01) {
      const [ink, ground] = [luminance(inkOnViridis(share)), luminance(viridis(share))];
      const contrast = (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
      expect(contrast).toBeGreaterThan(3);
    }
    expect([viridis(-1), viridis(0), viridis(1), viridis(2)]).toEqual(['#440154', '#440154', '#fde725', '#fde725']);
  });
});

test('an outline of densities begins and ends on the ground and holds every share', () => {
  const [panel] = figures.densities!().panels;
  if (panel?.kind !== 'chart') throw new Error('no chart');
  expect(panel.series.map(({ y }) => y)).toEqual([
    [0, 1, 0],
    [0, 0.5, 0.5, 0],
  ]);
  // Centres of bins of equal ratio: halfway between the edges on the axis.
  expect(panel.series[1]!.x[1]).toBeCloseTo(Math.sqrt(0.1), 9);
});

test('completions stand below their originals, with the border of what was seen', () => {
  const [panel] = figures.completions!().panels as [ImagesPanel];
  expect(panel.rowLabels).toEqual(['Original', 'Completed', '', 'Mean', 'Std']);
  expect(panel.images.map((pixels) => pixels.map(Number))).toEqual([
    [1, 0, 1, 1],
    [1, 0, 0, 0],
    [1, 0, 1, 0],
    [1, 0, 0.5, 0],
    [0, 0, 1, 0],
  ]);
  expect(panel.border).toEqual([0, 1, 1, 1, 1, 1, 2, 1]);
});

test('a moment of a classification shows the seen pixels alone', () => {
  const [picture] = frame(2).panels as [ImagesPanel];
  expect(picture.images).toEqual([[1, 0, null, null]]);
  expect(progressiveMoments(784, 57)).toHaveLength(57);
  expect(progressiveMoments(4, 57)).toEqual([0, 1, 2, 3, 4]);
});

describe('frames', () => {
  const frames = [0, 2, 4].map(frame);
  const paper = { ...paperFor(frames[0]!), dpi: 50 };

  test('become an animated GIF whose frames differ', async () => {
    const path = join(temporaryFolder(), 'a.gif');
    const [written] = await exportFrames({ frames, paper, secondsPerFrame: 0.25, path });
    const bytes = readFileSync(path);
    expect(written).toEqual({ path, bytes: bytes.length });
    const gif = decodeGif(bytes);
    expect(gif.frames.map(({ delay }) => delay)).toEqual([25, 25, 25]);
    expect(gif.frames[0]!.colors).not.toEqual(gif.frames[1]!.colors);
    expect(gif.width).toBe(Math.round(paper.width * 50));
  });

  test('become numbered pictures, or are refused by another name', async () => {
    const folder = temporaryFolder();
    await exportFrames({ frames, paper, secondsPerFrame: 0.25, path: join(folder, 'a.png') });
    expect(readdirSync(folder).sort()).toEqual(['a-1.png', 'a-2.png', 'a-3.png']);
    const other = exportFrames({ frames, paper, secondsPerFrame: 0.25, path: join(folder, 'a.mp4') });
    await expect(other).rejects.toThrow('Frames cannot be written as ".mp4".');
  });
});

/** Relative luminance of `#rrggbb` (WCAG 2). */
function luminance(color: string): number {
  const channels = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16) / 255);
  const linear = channels.map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]!;
}
