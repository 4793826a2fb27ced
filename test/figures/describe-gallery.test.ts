import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { figureSchema, type ImagesPanel } from '../../src-main/contract/figure';
import {
  describeGallery,
  observedBorder,
  pictureOf,
  type Gallery,
  type PicturedGroup,
  type PicturedModel,
} from '../../src-main/figures/describe-gallery';
import { zoomedSize } from '../../src-main/figures/image-grid';
import { screenStyle } from '../../src-main/figures/style';
import { grayToLevel, levelToGray, unrollImage } from '../../src-main/math/gray-levels';
import { scanOrder, scanOrderNames } from '../../src-main/math/scan-order';

const image = { width: 3, height: 4, scanOrder: 'scanline' as const, quantizationLevels: 2 };
/** A black pixel, then the image's. */
const tokens = [0, ...[0, 1, 0], ...[1, 1, 0], ...[0, 1, 1], ...[1, 0, 0]];

function group(changes: Partial<PicturedGroup> = {}): PicturedGroup {
  return {
    label: 'Class 3',
    observed: 7,
    prompt: tokens.slice(0, 7),
    truth: tokens.slice(7),
    samples: [tokens.slice(7), tokens.slice(7, 9)],
    statistics: null,
    ...changes,
  };
}

function panelsOf(model: Partial<PicturedModel> = {}, changes: Partial<Gallery> = {}) {
  const figure = describeGallery({
    name: 'gallery',
    title: 'Samples',
    models: [{ title: '', image, groups: [group()], samples: 2, ...model }],
    columns: 1,
    provenance: { study: '', runs: [], versions: {}, dataHash: null, remarks: [] },
    ...changes,
  });
  expect(figureSchema.safeParse(figure).success).toBe(true);
  return figure.panels as ImagesPanel[];
}

describe('the picture of a signal', () => {
  it.each(scanOrderNames.flatMap((name) => [2, 5, 256].map((levels) => [name, levels] as const)))(
    'is the image that was unrolled: %s, %i levels',
    (name, quantizationLevels) => {
      const size = { width: 9, height: 7 };
      const gray = Uint8Array.from({ length: 63 }, (_, pixel) => (pixel * 37) % 256);
      const levels = gray.map((value) => grayToLevel(value, quantizationLevels));
      const signal = new Uint8Array(63);
      unrollImage(levels, scanOrder(name, size), signal);
      const picture = pictureOf([0, ...signal], 0, { ...size, scanOrder: name, quantizationLevels });
      expect(picture).toEqual(Array.from(levels, (level) => levelToGray(level, quantizationLevels) / 255));
    },
  );

  it('is empty where nothing has been generated yet, and knows nothing behind the image', () => {
    expect(pictureOf([1, 0], 11, image)).toEqual([...Array.from({ length: 10 }, () => null), 1, 0]);
    expect(pictureOf([1, 0, 1, 1], 12, image).slice(10)).toEqual([null, 1]);
  });
});

describe('the border of what was observed', () => {
  it('lies between its last row and the next', () => {
    expect(observedBorder(scanOrder('scanline', image), image, 6)).toEqual([0, 2, 1, 2, 1, 2, 2, 2, 2, 2, 3, 2]);
  });

  it('has a step where a row was observed in part', () => {
    expect(observedBorder(scanOrder('scanline', image), image, 1)).toEqual([1, 0, 1, 1, 0, 1, 1, 1]);
  });

  it('is not there where all or nothing was observed', () => {
    const order = scanOrder('hilbert', image);
    expect([observedBorder(order, image, 0), observedBorder(order, image, 12)]).toEqual([[], []]);
  });
});

describe('the gallery', () => {
  const whole = tokens.slice(1);

  it('shows the original, then a sample in each column, those unfinished as far as they are', () => {
    const [panel] = panelsOf();
    expect(panel).toMatchObject({ columns: 3, columnLabels: ['Original', '', ''], rowLabels: ['Class 3'] });
    expect(panel!.images).toEqual([whole, whole, [...whole.slice(0, 8), null, null, null, null]]);
    expect(panel!.border).toHaveLength(12);
  });

  it('has a place for every sample before there is any, and no border without anything observed', () => {
    const prior = group({ observed: 1, prompt: [0], truth: [], samples: [] });
    const [panel] = panelsOf({ groups: [prior, prior], samples: 3 });
    expect(panel).toMatchObject({ columns: 3, columnLabels: null, border: [] });
    expect(panel!.images).toHaveLength(6);
    expect(panel!.images.flat().every((pixel) => pixel === null)).toBe(true);
  });

  it('shows mean and spread, white where levels spread most', () => {
    const mean = [0, 0.5, 1, 1, 0, 0];
    const standardDeviation = [0, 0.5, 0, 0, 0, 0];
    const [panel] = panelsOf({ groups: [group({ statistics: { mean, standardDeviation } })] });
    expect(panel!.columnLabels).toEqual(['Original', '', '', 'Mean', 'Std']);
    expect(panel!.images[3]).toEqual([...whole.slice(0, 6), ...mean]);
    expect(panel!.images[4]).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]);
  });
});

describe('the gallery on the screen', () => {
  const context = createCanvas(1, 1).getContext('2d') as unknown as CanvasRenderingContext2D;
  const prior = group({ label: '', observed: 1, prompt: [0], truth: [], samples: [] });
  const [panel] = panelsOf({ groups: [prior, prior], samples: 3 });
  const sizeIn = (width: number, height: number, zoom: number | null = null) =>
    zoomedSize(context, panel!, { style: screenStyle('light'), letter: null, width, height, zoom });

  it('takes the whole pixels that fit', () => {
    expect(sizeIn(100, 1000)).toEqual({ width: 100, height: 2 * 4 * 10 + 2 });
    expect(sizeIn(100, 30)).toEqual({ width: 100, height: 2 * 4 * 3 + 2 });
    expect(sizeIn(100, 1)).toEqual({ width: 100, height: 2 * 4 + 2 });
  });

  it('grows where the zoom needs more room', () => {
    expect(sizeIn(40, 10, 6)).toEqual({ width: 3 * 3 * 6 + 4, height: 2 * 4 * 6 + 2 });
  });
});
