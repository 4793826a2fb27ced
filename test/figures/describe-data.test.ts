import { describe, expect, it } from 'vitest';
import {
  figureSchema,
  type ChartPanel,
  type DrawingPanel,
  type FigureDescription,
  type ImagesPanel,
} from '../../src-main/contract/figure';
import {
  describeImages,
  describeImageSignal,
  describeLevels,
  describeSignals,
} from '../../src-main/figures/describe-data';
import {
  describeDistances,
  describeOrders,
  describeReach,
  distancePicture,
  drawOrder,
  shareWithin,
} from '../../src-main/figures/describe-data-orders';
import { distanceAbove, scanOrder, scanOrderNames } from '../../src-main/math/scan-order';
import { expectSamePicture } from './same-picture';

const subject = {
  name: 'mnist-train',
  title: 'Digits',
  provenance: { study: 'Digits', runs: [], versions: {}, dataHash: 'hash', remarks: ['800 images.'] },
};
const image = { width: 3, height: 2, scanOrder: 'serpentine', quantizationLevels: 2 } as const;
/** The rows 0 1 1 and 0 0 1, the second one from the right, after a black pixel. */
const tokens = [0, ...[0, 1, 1], ...[1, 0, 0]];
const pixels = [...[0, 1, 1], ...[0, 0, 1]];
type Line = Extract<DrawingPanel['shapes'][number], { type: 'line' }>;
const size = { width: 28, height: 28 };

function valid(figure: FigureDescription): FigureDescription {
  expect(figureSchema.safeParse(figure).error).toBeUndefined();
  return figure;
}

describe('figures of examples', () => {
  it('show the images row by row, nothing where a row is shorter', () => {
    const rows = [
      { label: '0', signals: [tokens, tokens] },
      { label: '1', signals: [tokens] },
    ];
    const panel = valid(describeImages(subject, image, rows)).panels[0] as ImagesPanel;
    expect(panel).toMatchObject({ columns: 2, imageWidth: 3, imageHeight: 2, rowLabels: ['0', '1'] });
    expect(panel.images).toEqual([pixels, pixels, pixels, pixels.map(() => null)]);
  });

  it('show an image beside its signal', () => {
    const figure = valid(describeImageSignal(subject, image, { label: 'Class 1', tokens }));
    const [left, right] = figure.panels as [ImagesPanel, ChartPanel];
    expect(left.images).toEqual([pixels]);
    expect(right.series[0]).toMatchObject({ x: [0, 1, 2, 3, 4, 5, 6], y: tokens });
    expect(figure.columns).toBe(2);
  });

  it('show signals over time, without the dust of products', () => {
    const options = { quantizationLevels: 4, sampleInterval: 0.1, columns: 2 };
    const figure = valid(describeSignals(subject, [{ label: 'Period 5 s', tokens: [0, 1, 2, 3] }], options));
    const panel = figure.panels[0] as ChartPanel;
    expect(panel.series[0]!.x).toEqual([0, 0.1, 0.2, 0.3]);
    expect(panel).toMatchObject({ title: 'Period 5 s', x: { title: 'Time', unit: 's' }, y: { max: 3 } });
  });

  it('show levels as shares, on a logarithmic axis only where one of many outweighs the others', () => {
    const levels = (counts: number[]) => valid(describeLevels(subject, counts)).panels[0] as ChartPanel;
    expect(levels([3, 1]).series[0]).toMatchObject({ x: [0, 1], y: [0.75, 0.25], stepped: true });
    expect(levels([3, 1]).y.scale).toBe('linear');
    expect(levels([6, 1, 1]).y.scale).toBe('log');
    expect(levels([1, 1, 1]).y.scale).toBe('linear');
  });
});

describe('figures of scan orders', () => {
  it.each(scanOrderNames)('draw %s through the middle of every pixel once', (name) => {
    const { shapes, width, height } = drawOrder(name, size);
    const path = shapes.find(({ type }) => type === 'line') as Line;
    const visited = Array.from({ length: path.points.length / 2 }, (_, i) => {
      const [x, y] = [path.points[2 * i]!, path.points[2 * i + 1]!];
      return Math.floor((y / height) * 28) * 28 + Math.floor((x / width) * 28);
    });
    expect(visited).toEqual([...scanOrder(name, size)]);
  });

  it('are coloured as far as the image is read', () => {
    const lines = (read: number) => drawOrder('scanline', size, read).shapes.filter(({ type }) => type === 'line');
    const lengths = lines(30).map((shape) => 'points' in shape && [shape.color, shape.points.length / 2]);
    expect(lengths).toEqual([
      ['faint', 784],
      ['series 4', 30],
    ]);
  });

  it('draw large images by a smaller one, and say so', () => {
    const remarks = (side: number) =>
      valid(describeOrders(subject, { width: side, height: side })).provenance.remarks.slice(1);
    expect(remarks(28)).toEqual([]);
    expect(remarks(300)).toEqual(['Drawn for images of 32 × 32 pixels.']);
  });

  it('are white where the pixel above is the sample before, black where it comes later', () => {
    expect(distancePicture('column', size).slice(28)).toEqual(new Array(27 * 28).fill(1));
    const hilbert = distancePicture('hilbert', size);
    distanceAbove(scanOrder('hilbert', size), size).forEach((distance, pixel) => {
      expect(hilbert[pixel]! > 0, `pixel ${pixel}`).toBe(distance > 0);
    });
    expect((valid(describeDistances(subject, size)).panels[0] as ImagesPanel).images).toHaveLength(5);
  });

  it('tell how much of what is above a model sees', () => {
    const share = (name: (typeof scanOrderNames)[number], back: number) =>
      shareWithin(distanceAbove(scanOrder(name, size), size), [back], size)[0];
    expect(share('scanline', 27)).toBe(0);
    expect(share('scanline', 28)).toBe(1);
    expect(share('column', 1)).toBe(1);
    // Back and forth the pixel above lies 1, 3 … 55 samples back, every distance as often as the others.
    expect(share('serpentine', 28)).toBe(0.5);
    expect(share('serpentine', 55)).toBe(1);
    expect(share('hilbert', 784)).toBeLessThan(1);
    const panel = valid(describeReach(subject, size, 1024)).panels[0] as ChartPanel;
    expect(panel.x.max).toBe(1024);
    for (const { y } of panel.series) expect(y).toEqual([...y].sort((a, b) => a! - b!));
  });
});

it('figures of data are the same in all formats', async () => {
  const rows = [
    { label: '0', signals: [tokens, tokens] },
    { label: '1', signals: [tokens] },
  ];
  const options = { quantizationLevels: 4, sampleInterval: 0.1, columns: 2 };
  await expectSamePicture('data-images', describeImages(subject, image, rows));
  await expectSamePicture('data-signal', describeImageSignal(subject, image, { label: 'Class 1', tokens }));
  await expectSamePicture('data-signals', describeSignals(subject, [{ label: 'a', tokens: [0, 1, 2, 3] }], options));
  await expectSamePicture('data-levels', describeLevels(subject, [6, 1, 1]));
  await expectSamePicture('data-orders', describeOrders(subject, size));
  await expectSamePicture('data-distances', describeDistances(subject, size));
  await expectSamePicture('data-reach', describeReach(subject, size, 1024));
}, 120_000);
