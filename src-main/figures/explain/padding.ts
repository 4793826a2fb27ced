import type { DrawingPanel } from '../../contract/figure';
import { numberText } from '../number-text';
import { tapDelays, type Layer } from './lattice';
import { arrow, circle, label, roles, type Point, type Shape } from './shapes';

/** Nodes of each row, the input first: zeros that were put there, and values that are computed (or observed). */
export interface PaddedRow {
  zeros: number;
  values: number;
}

/**
 * What one output (or `length` of them) needs when zeros enter before every layer: each row of `length` values gets
 * (K − 1) · d zeros of its own.
 */
export function layerPadding(layers: readonly Layer[], length: number): PaddedRow[] {
  return [...layers.map((layer) => ({ zeros: tapDelays(layer)[0]!, values: length })), { zeros: 0, values: length }];
}

/** And when they enter once before the input: Σ (K − 1) · d of them, which the layers use up one after the other. */
export function inputPadding(layers: readonly Layer[], length: number): PaddedRow[] {
  const total = layers.reduce((sum, layer) => sum + tapDelays(layer)[0]!, 0);
  let left = total;
  const rows = layers.map((layer) => length + (left -= tapDelays(layer)[0]!));
  return [{ zeros: total, values: length }, ...rows.map((values) => ({ zeros: 0, values }))];
}

/** Values that the layers compute, over all rows but the input. */
export function computedValues(rows: readonly PaddedRow[]): number {
  return rows.slice(1).reduce((sum, { values }) => sum + values, 0);
}

export interface Paddings {
  layers: readonly Layer[];
  /** Samples observed so far; the last output is the lit one. */
  length: number;
}

const panelWidth = 330;
const rowHeight = 64;

/** Both ways of padding, side by side, for the first outputs of a series. */
export function drawPaddings({ layers, length }: Paddings): DrawingPanel {
  const ways = [
    { title: 'Before every layer', rows: layerPadding(layers, length) },
    { title: 'Once, before the input', rows: inputPadding(layers, length) },
  ];
  const columns = Math.max(...ways.flatMap(({ rows }) => rows.map(({ zeros, values }) => zeros + values)));
  const step = (panelWidth - 60) / Math.max(1, columns - 1);
  const bottom = 56 + layers.length * rowHeight;
  const shapes = ways.flatMap(({ title, rows }, way) => {
    const left = way * (panelWidth + 20);
    // Right-aligned: the newest sample stands last in every row.
    const node = (row: number, back: number): Point => ({
      x: left + panelWidth - 46 - back * step,
      y: bottom - row * rowHeight,
    });
    return [
      label(title, { x: left + 8, y: 16 }, { size: 13, align: 'left' }),
      ...wayShapes({ layers, rows, node, radius: Math.min(12, 0.36 * step) }),
      ...caption(rows, { x: left + 8, y: bottom + 38 }),
    ];
  });
  return { kind: 'drawing', title: '', width: 2 * panelWidth + 20, height: bottom + 70, shapes };
}

interface Way {
  layers: readonly Layer[];
  rows: readonly PaddedRow[];
  /** The place of a value by its row and its distance to the newest. */
  node: (row: number, back: number) => Point;
  radius: number;
}

function wayShapes({ layers, rows, node, radius }: Way): Shape[] {
  const lit = litValues(layers);
  const arrows = layers.flatMap((layer, row) =>
    Array.from({ length: rows[row + 1]!.values }, (_, back) => back).flatMap((back) =>
      tapDelays(layer).flatMap((delay) => {
        const strong = lit[row + 1]!.has(back);
        const stroke = { color: strong ? 'text' : 'faint', width: strong ? 1.3 : 0.7, dash: strong ? [] : [3, 3] };
        return arrow(node(row, back + delay), node(row + 1, back), {
          gap: radius + 1,
          head: strong ? 5 : 3.5,
          ...stroke,
        });
      }),
    ),
  );
  const nodes = rows.flatMap(({ zeros, values }, row) =>
    Array.from({ length: zeros + values }, (_, back) => {
      const isZero = back >= values;
      const stroke = isZero ? roles.padding : row === 0 ? roles.observed : lit[row]!.has(back) ? 'text' : 'faint';
      return [
        circle(node(row, back), radius, { fill: row === 0 && !isZero ? roles.observed : 'ground', stroke }),
        ...(isZero && radius >= 5
          ? [label('0', node(row, back), { size: Math.min(11, radius * 1.1), color: 'muted' })]
          : []),
      ];
    }).flat(),
  );
  const labels = layers.map(({ dilation }, row) => {
    const { x, y } = node(row, 0);
    return label(
      `d = ${dilation}`,
      { x: x + radius + 6, y: y - rowHeight / 2 },
      { size: 11, align: 'left', color: 'muted' },
    );
  });
  return [...arrows, ...nodes, ...labels];
}

/** By row, how far back the values lie that reach the newest output. */
function litValues(layers: readonly Layer[]): Set<number>[] {
  const rows = [new Set([0])];
  for (const layer of [...layers].reverse()) {
    rows.unshift(new Set([...rows[0]!].flatMap((back) => tapDelays(layer).map((delay) => back + delay))));
  }
  return rows;
}

function caption(rows: readonly PaddedRow[], at: Point): Shape[] {
  const zeros = rows.reduce((sum, row) => sum + row.zeros, 0);
  const computed = numberText(computedValues(rows), 0);
  return [
    label(`P = ${numberText(zeros, 0)} zeros`, at, { align: 'left' }),
    label(`${computed} values computed`, { x: at.x, y: at.y + 18 }, { align: 'left', color: 'muted' }),
  ];
}
