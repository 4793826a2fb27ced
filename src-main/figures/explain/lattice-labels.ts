import { numberText } from '../number-text';
import type { Layer } from './lattice';
import { label, line, segments, type Point, type Shape } from './shapes';

/** The place of a value by its row and column. */
type Node = (row: number, column: number) => Point;

/** By how many paths each input reaches the output. */
export function useTexts(
  inputs: Float64Array,
  { output, node, size }: { output: number; node: Node; size: number },
): Shape[] {
  return Array.from(inputs).flatMap((count, delay) => {
    if (count === 0 || output < delay) return [];
    return [label(numberText(count, 0), node(0, output - delay), { size, color: '#000000' })];
  });
}

/** Between the rows, from `x` on: what each layer reads. */
export function layerLabels(
  layers: readonly Layer[],
  { x, rowHeight, bottom }: { x: number; rowHeight: number; bottom: number },
): Shape[] {
  const size = Math.min(12, Math.max(8, 0.8 * rowHeight));
  const every = Math.ceil((1.1 * size) / rowHeight);
  const plain = layers.every(({ kernelSize }) => kernelSize === 2);
  return layers.flatMap(({ kernelSize, dilation }, row) => {
    if ((layers.length - 1 - row) % every !== 0) return [];
    const text = plain ? `d = ${dilation}` : `K = ${kernelSize}, d = ${dilation}`;
    return [label(text, { x, y: bottom - (row + 0.5) * rowHeight }, { size, align: 'left', color: 'muted' })];
  });
}

/** A brace below the samples that the output sees, with their number. Of long receptive fields a part is `drawn`. */
export function extentLabel(
  { drawn, receptiveField, output }: { drawn: number; receptiveField: number; output: number },
  { node, y, width }: { node: Node; y: number; width: number },
): Shape[] {
  const seen = Math.min(drawn, output + 1);
  const [from, to] = [node(0, output + 1 - seen).x, node(0, output).x];
  const ends = [from, to].map((x): [Point, Point] => [
    { x, y: y - 3 },
    { x, y: y + 3 },
  ]);
  const text = extentText({ receptiveField, drawn, seen });
  // Held inside the drawing: the text is about half its size wide for each letter.
  const half = 0.27 * 12 * text.length;
  const middle = Math.min(width - half, Math.max(half, (from + to) / 2));
  return [
    line(
      [
        { x: from, y },
        { x: to, y },
      ],
      { color: 'muted' },
    ),
    segments(ends, { color: 'muted' }),
    label(text, { x: middle, y: y + 16 }, { color: 'text' }),
  ];
}

function extentText({ receptiveField, drawn, seen }: { receptiveField: number; drawn: number; seen: number }): string {
  const whole = `R = ${numberText(receptiveField, 0)}`;
  if (drawn < receptiveField) return `${whole}, of which the newest ${numberText(seen, 0)} are drawn`;
  if (seen === receptiveField) return `${whole} samples`;
  return `${numberText(seen, 0)} of ${whole} samples; ${numberText(receptiveField - seen, 0)} are padding`;
}
