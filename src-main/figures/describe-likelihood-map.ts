import type { DrawingPanel, FigureDescription } from '../contract/figure';
import { scanOrder } from '../math/scan-order';
import { figureOf, imagesPanel, type DataSubject } from './describe-data';
import { pictureOf, type UnrolledImage } from './describe-gallery';
import { withRemarks } from './remarks';
import { viridis } from './viridis';

export interface MappedImage {
  /** With the black pixel before the image. */
  tokens: readonly number[];
  /** log p(x_t | x_{<t}) in nats of every pixel, in scan order. */
  steps: readonly number[];
}

/** An image beside the bits that each of its pixels costs: where the model was surprised. */
export function describeLikelihoodMap(
  subject: DataSubject,
  image: UnrolledImage,
  { tokens, steps }: MappedImage,
): FigureDescription {
  const bits = steps.map((nats) => Math.max(0, -nats / Math.LN2));
  const all = bits.reduce((sum, one) => sum + one, 0);
  const remarks = [`${(all / bits.length).toFixed(4)} bits per pixel, ${all.toFixed(1)} bits in all.`];
  return figureOf(
    withRemarks(subject, remarks),
    { name: 'likelihood-map', title: 'Bits per pixel' },
    [
      { ...imagesPanel(image), title: 'Image', images: [pictureOf(tokens, 0, image)] },
      { ...likelihoodMapPanel(bits, image), title: 'Bits of each pixel' },
    ],
    2,
  );
}

/** Widths, in the map's pixels, of the bar of colours and of the room around it. */
const bar = 1.2;
const room = 5;

/** Bits of each pixel, given in scan order, as colours with their scale: from 0 to `most`, by default the most there are. */
export function likelihoodMapPanel(
  bits: readonly number[],
  image: UnrolledImage,
  most = Math.max(...bits, 1e-9),
): DrawingPanel {
  const { width, height } = image;
  const shapes: DrawingPanel['shapes'] = [
    { type: 'rectangle', x: 0, y: 0, width, height, fill: viridis(0), stroke: null },
  ];
  scanOrder(image.scanOrder, image).forEach((pixel, sample) => {
    const share = bits[sample]! / most;
    // What cannot be told from the ground is not drawn.
    if (share < 1 / 512) return;
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    shapes.push({ type: 'rectangle', x, y, width: 1, height: 1, fill: viridis(share), stroke: null });
  });
  const steps = 64;
  const left = width + 1;
  for (let step = 0; step < steps; step++) {
    const y = (height * (steps - 1 - step)) / steps;
    // Each overlaps the next one, so that no seam is seen.
    const tall = Math.min(height - y, (1.5 * height) / steps);
    const fill = viridis(step / (steps - 1));
    shapes.push({ type: 'rectangle', x: left, y, width: bar, height: tall, fill, stroke: null });
  }
  const size = height / 18;
  const label = (value: string, y: number) =>
    shapes.push({ type: 'text', x: left + bar + 0.4, y, text: value, size, align: 'left', color: 'text' });
  label(most.toFixed(most < 1 ? 2 : 1), size / 2);
  label((most / 2).toFixed(most < 2 ? 2 : 1), height / 2);
  label('0', height - size / 2);
  return { kind: 'drawing', title: '', width: left + bar + room, height, shapes };
}
