import type { DrawingPanel } from '../../contract/figure';
import { numberText } from '../number-text';
import { tapDelays, type Layer } from './lattice';
import { queueStep, type QueueStep } from './queue';
import { arrow, bentArrow, box, circle, label, roles, type Point, type Shape } from './shapes';

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
const slotsRight = WIDTH - 74;

/** One step of generation in both ways, as far as it has come: rows are the same layers left and right. */
export function drawGeneration(frame: GenerationFrame): DrawingPanel {
  const { layers, positions, done, time } = frame;
  const rowHeight = Math.min(84, 320 / layers.length);
  const bottom = 62 + layers.length * rowHeight;
  const rowY = (row: number) => bottom - row * rowHeight;
  const { byDefinition, withQueues } = computedInStep(frame);
  const all = computedInStep({ positions, done: layers.length });
  const count = (computed: number, of: number) => `${numberText(computed, 0)} of ${numberText(of, 0)} values computed in this step`;
  return {
    kind: 'drawing',
    title: '',
    width: WIDTH,
    height: bottom + 62,
    shapes: [
      label('By definition', { x: 8, y: 14 }, { size: 13, align: 'left' }),
      label('With a queue for each layer', { x: split + 20, y: 14 }, { size: 13, align: 'left' }),
      ...drawWindow(frame, rowY),
      ...layers.flatMap((layer, row) => drawQueue({ layer, row, done, time, y: rowY(row), nextY: rowY(row + 1) })),
      ...drawPresent(frame, rowY),
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
          const stroke = { color: newest ? roles.gradient : 'faint', width: newest ? 1 : 0.7, head: step >= 16 ? 3.5 : 0 };
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
  const used = done < layers.length ? [] : [circle(node(done, 0), radius + 3, { fill: 'ground', stroke: 'text' }), circle(node(done, 0), radius, { fill: roles.gradient, stroke: null })];
  const oldest = time + 1 - (observed - 1);
  const ticks = [
    label(numberText(oldest, 0), { x: node(0, observed - 1).x, y: rowY(0) + 22 }, { size: 11, color: 'muted' }),
    label(numberText(time + 1, 0), { x: node(0, 0).x, y: rowY(0) + 22 }, { size: 11, color: 'muted' }),
  ];
  return [...edges, ...nodes, ...used, ...ticks];
}

interface QueueRow {
  layer: Layer;
  row: number;
  done: number;
  time: number;
  y: number;
  nextY: number;
}

/** The slots of a layer's queue with the samples whose values they hold, what is read of them and what is written. */
function drawQueue({ layer, row, done, time, y, nextY }: QueueRow): Shape[] {
  const queue = queueStep(layer, time);
  const size = queue.slots.length;
  const slotWidth = Math.min(30, (slotsRight - split - 60) / Math.max(1, size));
  const centre = (slot: number): Point => ({ x: slotsRight - 40 - (size - slot - 0.5) * slotWidth, y });
  const active = row === done - 1;
  const written = row < done;
  const slots = queue.slots.flatMap((held, slot) => slotShapes({ queue, held, slot, time, active, written, at: centre(slot), width: slotWidth }));
  if (!active) return slots;
  const target = { x: slotsRight, y: nextY };
  const reads = queue.reads.flatMap(({ slot }) => {
    const from = centre(slot);
    return arrow({ x: from.x, y: from.y - 13 }, target, { gap: 12, startGap: 0, color: roles.queue, width: 1.6 });
  });
  const write = queue.write === null ? [] : writeArrow(centre(queue.write), { x: slotsRight, y });
  return [...slots, ...reads, ...write];
}

function slotShapes({
  queue,
  held,
  slot,
  time,
  active,
  written,
  at,
  width,
}: {
  queue: QueueStep;
  held: number;
  slot: number;
  time: number;
  active: boolean;
  written: boolean;
  at: Point;
  width: number;
}): Shape[] {
  const isRead = active && queue.reads.some((read) => read.slot === slot);
  // Read first, then overwritten: while the layer is computed its slot still shows what is read.
  const holds = written && !active && queue.write === slot ? time : held;
  const stroke = isRead ? roles.queue : 'faint';
  const fresh = written && !active && queue.write === slot;
  return [
    box(at, { width: width - 2, height: 24, fill: isRead ? roles.queue : 'ground', stroke: fresh ? roles.queue : stroke }),
    label(holds < 0 ? '0' : String(holds + 1), at, {
      size: Math.min(11, 0.45 * width),
      color: isRead ? '#000000' : 'muted',
    }),
  ];
}

/** The present value into its slot, from below, so that it crosses no read. */
function writeArrow(slot: Point, present: Point): Shape[] {
  const low = present.y + 23;
  return bentArrow([{ x: present.x, y: present.y + 12 }, { x: present.x, y: low }, { x: slot.x, y: low }, { x: slot.x, y: slot.y + 13 }], {
    color: roles.queue,
    width: 1.2,
    dash: [3, 2],
  });
}

/** The newest value of each row, the only one that is computed with queues. */
function drawPresent({ layers, done, time }: GenerationFrame, rowY: (row: number) => number): Shape[] {
  const at = (row: number): Point => ({ x: slotsRight, y: rowY(row) });
  const shapes: Shape[] = [];
  for (let row = 0; row <= layers.length; row++) {
    const known = row <= done;
    const fill = row === 0 ? roles.observed : known ? roles.gradient : 'ground';
    const stroke = row === 0 ? roles.observed : known ? roles.gradient : 'faint';
    if (row > 0) {
      const active = row === done;
      shapes.push(...arrow(at(row - 1), at(row), { gap: 12, startGap: 11, color: active ? 'text' : 'faint', width: active ? 1.6 : 0.8 }));
      shapes.push(
        label(`d = ${layers[row - 1]!.dilation}`, { x: slotsRight + 18, y: (rowY(row) + rowY(row - 1)) / 2 }, { size: 11, align: 'left', color: 'muted' }),
      );
    }
    shapes.push(circle(at(row), 11, { fill, stroke }));
  }
  shapes.push(label(String(time + 1), at(0), { size: 10.5, color: '#000000' }));
  return shapes;
}
