import type { ChartPanel, DrawingPanel, FigureDescription, ImagesPanel } from '../contract/figure';
import { distanceAbove, scanOrder, scanOrderNames, type ImageSize, type ScanOrderName } from '../math/scan-order';
import { figureOf, imagesPanel, type DataSubject } from './describe-data';

/** The scan orders as figures and forms call them. */
export const scanOrderTitles: Record<ScanOrderName, string> = {
  scanline: 'Scanline',
  serpentine: 'Serpentine',
  column: 'Column',
  hilbert: 'Hilbert',
  'z-order': 'Z-order',
};

/** Pixels along a side up to which a path can still be followed by the eye. */
export const mostDrawn = 32;

/** Units of a drawing that a pixel takes. */
const unit = 10;

/** All scan orders as paths through the pixels; of large images those of a smaller one. */
export function describeOrders(subject: DataSubject, size: ImageSize): FigureDescription {
  const drawn = { width: Math.min(size.width, mostDrawn), height: Math.min(size.height, mostDrawn) };
  const panels = scanOrderNames.map((name) => ({ ...drawOrder(name, drawn), title: scanOrderTitles[name] }));
  const figure = figureOf(subject, { name: 'scan-orders', title: 'Scan orders' }, panels, panels.length);
  const isWhole = drawn.width === size.width && drawn.height === size.height;
  return isWhole ? figure : withRemark(figure, `Drawn for images of ${drawn.width} × ${drawn.height} pixels.`);
}

/** A scan order as a path from the dot to the last pixel; through `read` pixels in colour, or all where it is null. */
export function drawOrder(name: ScanOrderName, size: ImageSize, read: number | null = null): DrawingPanel {
  const order = scanOrder(name, size);
  const points = [...order].flatMap((pixel) => [
    ((pixel % size.width) + 0.5) * unit,
    (Math.floor(pixel / size.width) + 0.5) * unit,
  ]);
  const [width, height] = [size.width * unit, size.height * unit];
  const path = { type: 'line', width: unit / 6, dash: [] as number[] } as const;
  return {
    kind: 'drawing',
    title: '',
    width,
    height,
    shapes: [
      { type: 'rectangle', x: 0, y: 0, width, height, fill: 'ground', stroke: 'grid' },
      { ...path, points, color: read === null ? 'series 4' : 'faint' },
      ...(read === null ? [] : [{ ...path, points: points.slice(0, 2 * read), color: 'series 4' }]),
      { type: 'circle', x: points[0]!, y: points[1]!, radius: unit / 2, fill: 'text', stroke: null },
    ],
  };
}

/**
 * How far before each pixel the one above it stands in the signal: an image for each order, white for the sample just
 * before, darker by the logarithm of the distance, black where the pixel above comes later or there is none.
 */
export function describeDistances(subject: DataSubject, size: ImageSize): FigureDescription {
  const panel: ImagesPanel = {
    ...imagesPanel(size),
    columns: scanOrderNames.length,
    images: scanOrderNames.map((name) => distancePicture(name, size)),
    columnLabels: scanOrderNames.map((name) => scanOrderTitles[name]),
  };
  const title = 'How far the pixel above lies in the signal';
  const figure = figureOf(subject, { name: 'pixel-above', title }, [panel]);
  return withRemark(
    figure,
    'White: the pixel above is the sample just before; darker by the logarithm of the distance; black: it comes ' +
      'later, or there is none.',
  );
}

/** The picture of one order's distances, [height · width], 0 (black) … 1 (white). */
export function distancePicture(name: ScanOrderName, size: ImageSize): number[] {
  const most = Math.log(size.width * size.height + 1);
  return Array.from(distanceAbove(scanOrder(name, size), size), (distance) =>
    distance > 0 ? 1 - Math.log(distance) / most : 0,
  );
}

/** For each order, the share of pixels whose pixel above lies among the last so many samples. */
export function describeReach(subject: DataSubject, size: ImageSize, receptiveField: number | null): FigureDescription {
  const pixels = size.width * size.height;
  const backs = distancesShown(pixels);
  const panel: ChartPanel = {
    kind: 'chart',
    title: '',
    x: { title: 'Samples back', unit: null, scale: 'log', min: 1, max: Math.max(pixels, receptiveField ?? 1) },
    y: { title: 'Pixels whose pixel above is seen', unit: null, scale: 'linear', min: 0, max: 1 },
    series: scanOrderNames.map((name, colorIndex) => ({
      label: scanOrderTitles[name],
      runIds: [],
      x: backs,
      y: shareWithin(distanceAbove(scanOrder(name, size), size), backs, size),
      band: null,
      role: 'curve',
      colorIndex,
      dash: 'solid',
      stepped: true,
    })),
    marks: receptiveField === null ? [] : [{ axis: 'x', at: receptiveField, label: 'receptive field' }],
  };
  const title = 'How far back the pixel above is seen';
  const figure = { ...figureOf(subject, { name: 'reach', title }, [panel]), legend: 'top' } as const;
  return withRemark(
    figure,
    'Share of the pixels below the first row; what stays below 1 is where the pixel above comes later in the signal.',
  );
}

/** The share of the pixels below the first row whose pixel above lies 1 … `back` samples before, for every `back`. */
export function shareWithin(distances: Int32Array, backs: readonly number[], { width }: ImageSize): number[] {
  const before = distances.filter((distance) => distance > 0).sort();
  const below = Math.max(1, distances.length - width);
  let seen = 0;
  return backs.map((back) => {
    while (seen < before.length && before[seen]! <= back) seen += 1;
    return seen / below;
  });
}

/** Every distance of a small image, of a large one some evenly on a logarithmic axis. */
function distancesShown(pixels: number): number[] {
  const most = 1024;
  if (pixels <= most) return Array.from({ length: pixels }, (_, i) => i + 1);
  return [...new Set(Array.from({ length: most }, (_, i) => Math.round(pixels ** (i / (most - 1)))))];
}

function withRemark(figure: FigureDescription, remark: string): FigureDescription {
  const { provenance } = figure;
  return { ...figure, provenance: { ...provenance, remarks: [...provenance.remarks, remark] } };
}
