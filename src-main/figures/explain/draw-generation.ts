import type { DrawingPanel } from '../../contract/figure';
import { numberText } from '../number-text';
import { drawQueues } from './draw-queues';
import { tapDelays, type Layer } from './lattice';
import { arrow, circle, label, roles, type Point, type Shape } from './shapes';

export interface GenerationFrame {
  layers: readonly Layer[];
  /** Samples that the default generator computes each layer at. */
  positions: readonly number[];
  /** Time of the newest sample, from 0; the one after it is being generated. */
  time: number;
  /** Layers that are done in this step, 0 … layers.length. */
  done: number;
}

/** Values computed so far in a step: by definition over the window, and with queues one for each layer. */
export function computedInStep({ positions, done }: Pick<GenerationFrame, 'positions' | 'done'>) {
  return { byDefinition: positions.slice(0, done).reduce((sum, count) => sum + count, 0), withQueues: done };
}

/** Whether the queues can be drawn slot by slot, with the times in them legible. */
export function canDrawGeneration(layers: readonly Layer[]): boolean {
  const slots = layers.map((layer) => tapDelays(layer)[0]!);
  return layers.length >= 1 && layers.length <= 6 && Math.max(...slots) <= 16 && slots.reduce((a, b) => a + b) <= 32;
}

const WIDTH = 712;
const split = 336;

/** One step of generation in both ways, as far as it has come: rows are the same layers left and right. */
export function drawGeneration(frame: GenerationFrame): DrawingPanel {
  const { layers, positions } = frame;
  const rowHeight = Math.min(84, 320 / layers.length);
  const bottom = 62 + layers.length * rowHeight;
  const rowY = (row: number) => bottom - row * rowHeight;
  const { byDefinition, withQueues } = computedInStep(frame);
  const all = computedInStep({ positions, done: layers.length });
  const count = (computed: number, of: number) =>
    `${numberText(computed, 0)} of ${numberText(of, 0)} values computed in this step`;
  return {
    kind: 'drawing',
    title: '',
    width: WIDTH,
    height: bottom + 62,
    shapes: [
      label('By definition', { x: 8, y: 14 }, { size: 13, align: 'left' }),
      label('With a queue for each layer', { x: split + 20, y: 14 }, { size: 13, align: 'left' }),
      ...drawWindow(frame, rowY),
      ...drawQueues(frame, { left: split + 20, right: WIDTH, rowY }),
      label(count(byDefinition, all.byDefinition), { x: 8, y: bottom + 46 }, { align: 'left' }),
      label(count(withQueues, all.withQueues), { x: split + 20, y: bottom + 46 }, { align: 'left' }),
    ],
  };
}

/** The whole window, layer by layer; what this step has computed is filled. */
function drawWindow({ layers, positions, done, time }: GenerationFrame, rowY: (row: number) => number): Shape[] {
  const observed = layers.reduce((sum, layer) => sum + tapDelays(layer)[0]!, 1);
  const columns = Math.max(observed, ...positions);
  const step = (split - 40) / Math.max(1, columns - 1);
  const node = (row: number, back: number): Point => ({ x: split - 24 - back * step, y: rowY(row) });
  const radius = Math.min(9, 0.38 * step);
  const counts = [Math.max(observed, positions[0]!), ...positions];
  const edges = layers.slice(0, done).flatMap((layer, row) =>
    Array.from({ length: positions[row]! }, (_, back) =>
      tapDelays(layer)
        .filter((delay) => back + delay < counts[row]!)
        .flatMap((delay) => {
          const newest = row === done - 1;
          const stroke = {
            color: newest ? roles.gradient : 'faint',
            width: newest ? 1 : 0.7,
            head: step >= 16 ? 3.5 : 0,
          };
          return arrow(node(row, back + delay), node(row + 1, back), { gap: radius + 1, ...stroke });
        }),
    ).flat(),
  );
  const nodes = counts.flatMap((length, row) =>
    Array.from({ length }, (_, back) => {
      const isZero = row === 0 && back >= observed;
      const computed = row > 0 && row <= done;
      const fill = computed ? roles.gradient : row === 0 && !isZero ? roles.observed : 'ground';
      const stroke = isZero ? roles.padding : row === 0 ? roles.observed : computed ? roles.gradient : 'faint';
      return circle(node(row, back), radius, { fill, stroke });
    }),
  );
  // Of all outputs only the newest is used.
  const used =
    done < layers.length
      ? []
      : [
          circle(node(done, 0), radius + 3, { fill: 'ground', stroke: 'text' }),
          circle(node(done, 0), radius, { fill: roles.gradient, stroke: null }),
        ];
  const oldest = time + 1 - (observed - 1);
  const ticks = [
    label(numberText(oldest, 0), { x: node(0, observed - 1).x, y: rowY(0) + 22 }, { size: 11, color: 'muted' }),
    label(numberText(time + 1, 0), { x: node(0, 0).x, y: rowY(0) + 22 }, { size: 11, color: 'muted' }),
  ];
  return [...edges, ...nodes, ...used, ...ticks];
}
