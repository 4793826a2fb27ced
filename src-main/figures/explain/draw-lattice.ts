import type { DrawingPanel } from '../../contract/figure';
import { tapDelays, type Layer } from './lattice';
import { extentLabel, layerLabels, useTexts } from './lattice-labels';
import { arrow, circle, line, roles, segments, type Point, type Shape } from './shapes';

/** Nodes that a lattice is drawn with at most; of longer receptive fields the newest samples are drawn. */
const MOST_NODES = 48_000;

export interface Lattice {
  /** Bottom up. */
  layers: readonly Layer[];
  /** `pathCounts` of the layers. */
  counts: readonly Float64Array[];
  /** Samples of the whole receptive field. */
  receptiveField: number;
  /** Samples along time that are drawn. */
  columns: number;
  /** The output whose receptive field is lit, 0 … columns − 1. */
  output: number;
}

const WIDTH = 704;
const left = 16;
const right = WIDTH - 116;
const top = 22;

/** How many samples to draw: the receptive field and some more, as far as the number of nodes allows. */
export function latticeColumns(layers: readonly Layer[], receptiveField: number): number {
  const wanted = receptiveField + Math.max(4, Math.round(receptiveField / 4));
  return Math.max(2, Math.min(wanted, Math.floor(MOST_NODES / (layers.length + 1))));
}

/** The column under a point of the drawing, held inside the lattice. */
export function latticeColumn(columns: number, x: number): number {
  return Math.min(columns - 1, Math.max(0, Math.round((x - left) / spacing(columns))));
}

/**
 * Dilated causal layers as a lattice, to scale along time: time to the right, layers upwards, and lit what one output
 * sees. In the input row stands by how many paths each sample reaches it, where there is room.
 */
export function drawLattice(lattice: Lattice): DrawingPanel {
  const { layers, counts, receptiveField, columns, output } = lattice;
  const step = spacing(columns);
  const rowHeight = Math.max(9, Math.min(72, 380 / Math.max(1, layers.length)));
  const bottom = top + layers.length * rowHeight;
  const node = (row: number, column: number): Point => ({ x: left + column * step, y: bottom - row * rowHeight });
  const radius = Math.min(11, 0.36 * step, 0.3 * rowHeight);
  const isLit = (row: number, column: number) => (counts[row]![output - column] ?? 0) > 0;
  const shapes: Shape[] = [];
  for (let row = 0; row < layers.length; row++) {
    shapes.push(...edges(layers[row]!, { row, columns, radius, node, isLit }));
  }
  for (let row = 0; row <= layers.length; row++) {
    shapes.push(...nodes({ row, isInput: row === 0, columns, radius, node, isLit }));
  }
  if (radius >= 8) shapes.push(...useTexts(counts[0]!, { output, node, size: Math.min(11, 1.1 * radius) }));
  shapes.push(...layerLabels(layers, { x: right + 16, rowHeight, bottom }));
  shapes.push(
    ...extentLabel(
      { drawn: counts[0]!.length, receptiveField, output },
      { node, y: bottom + radius + 14, width: WIDTH },
    ),
  );
  return { kind: 'drawing', title: '', width: WIDTH, height: bottom + radius + 44, shapes };
}

interface Grid {
  row: number;
  columns: number;
  radius: number;
  node: (row: number, column: number) => Point;
  isLit: (row: number, column: number) => boolean;
}

function spacing(columns: number): number {
  return (right - left) / (columns - 1);
}

/** From row to row + 1: lit ones strong, the others faint where they can be told apart. */
function edges(layer: Layer, { row, columns, radius, node, isLit }: Grid): Shape[] {
  const delays = tapDelays(layer);
  const step = spacing(columns);
  const between = (column: number): [Point, Point][] =>
    delays.filter((delay) => delay <= column).map((delay) => [node(row, column - delay), node(row + 1, column)]);
  const all = Array.from({ length: columns }, (_, column) => column);
  const lit = all.filter((column) => isLit(row + 1, column));
  const faint = step < 10 ? [] : all.filter((column) => !isLit(row + 1, column)).flatMap(between);
  // Where lit lines stand closer than they can be seen, they become thinner, and then only every nth is drawn.
  const distance = lit.length < 2 ? 10 : (step * (lit.at(-1)! - lit[0]!)) / (lit.length - 1);
  const every = Math.max(1, Math.ceil(0.6 / distance));
  const width = Math.max(0.12, Math.min(step < 10 ? 0.9 : 1.5, (0.35 * distance) / delays.length));
  const strong = lit.filter((_, i) => i % every === 0 || i === lit.length - 1).flatMap(between);
  const shapes = faint.length === 0 ? [] : [segments(faint, { color: 'faint', width: 0.6, dash: [3, 3] })];
  if (step < 26) return [...shapes, segments(strong, { color: 'text', width })];
  return [
    ...shapes,
    ...strong.flatMap(([from, to]) => arrow(from, to, { gap: radius + 1, startGap: radius, color: 'text', width })),
  ];
}

/** Circles, or where they would be too small, the row as a hairline and its lit samples as ticks on it. */
function nodes({ row, isInput, columns, radius, node, isLit }: Grid & { isInput: boolean }): Shape[] {
  const all = Array.from({ length: columns }, (_, column) => column);
  const lit = all.filter((column) => isLit(row, column));
  const fill = isInput ? roles.observed : 'text';
  if (radius < 1.2) {
    const [first, last] = [node(row, 0), node(row, columns - 1)];
    const half = isInput ? 3 : 2;
    const tick = ({ x, y }: Point): [Point, Point] => [
      { x, y: y - half },
      { x, y: y + half },
    ];
    const width = Math.max(0.4, 0.8 * (node(row, 1).x - first.x));
    return [
      line([first, last], { color: 'grid' }),
      segments(
        lit.map((column) => tick(node(row, column))),
        { color: fill, width },
      ),
    ];
  }
  return all.map((column) => {
    const strong = isLit(row, column);
    const colors = isInput
      ? { fill: strong ? roles.observed : 'ground', stroke: strong ? roles.observed : 'faint' }
      : { fill: strong && radius < 5 ? 'text' : 'ground', stroke: strong ? 'text' : 'faint' };
    return circle(node(row, column), radius, colors);
  });
}
