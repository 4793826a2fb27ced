import type { Layer } from './lattice';
import { queueStep } from './queue';
import { arrow, bentArrow, box, circle, label, roles, type Point, type Shape } from './shapes';

/** How far a step of generation with queues has come. */
export interface QueuesFrame {
  layers: readonly Layer[];
  /** Time of the newest sample, from 0. */
  time: number;
  /** Layers that are done in this step, 0 … layers.length; the last of them is shown at work. */
  done: number;
}

interface Room {
  left: number;
  right: number;
  /** The height of a row of values, the input first. */
  rowY: (row: number) => number;
}

/** The queue of each layer with the samples whose values it holds, and at the right the newest value of each row. */
export function drawQueues(frame: QueuesFrame, room: Room): Shape[] {
  const newest = (row: number): Point => ({ x: room.right - 74, y: room.rowY(row) });
  return [
    ...frame.layers.flatMap((_, row) => queueShapes(frame, { row, newest, left: room.left })),
    ...frame.layers.flatMap((_, row) => layerShapes(frame, { row, newest })),
    circle(newest(0), 11, { fill: roles.observed, stroke: roles.observed }),
    label(String(frame.time + 1), newest(0), { size: 10.5, color: '#000000' }),
  ];
}

interface Row {
  row: number;
  /** The place of the newest value of a row. */
  newest: (row: number) => Point;
}

/** The slots of a layer's queue; while the layer is at work, what is read of them and where its input is written. */
function queueShapes({ layers, time, done }: QueuesFrame, { row, newest, left }: Row & { left: number }): Shape[] {
  const { slots, reads, write } = queueStep(layers[row]!, time);
  const { x: right, y } = newest(row);
  const width = Math.min(30, (right - left - 40) / Math.max(1, slots.length));
  const centre = (slot: number): Point => ({ x: right - 40 - (slots.length - slot - 0.5) * width, y });
  const atWork = row === done - 1;
  const isPast = row < done - 1;
  const boxes = slots.flatMap((held, slot) => {
    const isRead = atWork && reads.some((read) => read.slot === slot);
    // Read first, then overwritten: while the layer is at work its slot still shows what is read.
    const isNew = isPast && slot === write;
    return slotShapes(isNew ? time : held, { at: centre(slot), width, isRead, isNew });
  });
  if (!atWork) return boxes;
  const readArrows = reads.flatMap(({ slot }) => {
    const from = { x: centre(slot).x, y: y - 13 };
    return arrow(from, newest(row + 1), { gap: 12, startGap: 0, color: roles.queue, width: 1.6 });
  });
  return [...boxes, ...readArrows, ...(write === null ? [] : writeArrow(newest(row), centre(write)))];
}

/** A slot with the number of the sample at which it was written, 0 for the zeros from before the first. */
function slotShapes(
  held: number,
  { at, width, isRead, isNew }: { at: Point; width: number; isRead: boolean; isNew: boolean },
): Shape[] {
  const stroke = isRead || isNew ? roles.queue : 'faint';
  const size = Math.min(11, 0.45 * width);
  return [
    box(at, { width: width - 2, height: 24, fill: isRead ? roles.queue : 'ground', stroke }),
    label(held < 0 ? '0' : String(held + 1), at, { size, color: isRead ? '#000000' : 'muted' }),
  ];
}

/** The present value into its slot, from below, so that it crosses no read. */
function writeArrow(present: Point, slot: Point): Shape[] {
  const low = present.y + 23;
  const points = [
    { x: present.x, y: present.y + 12 },
    { x: present.x, y: low },
    { x: slot.x, y: low },
    { x: slot.x, y: slot.y + 13 },
  ];
  return bentArrow(points, { color: roles.queue, width: 1.2, dash: [3, 2] });
}

/** From the newest value of a row to that of the next, the only one that is computed. */
function layerShapes({ layers, done }: QueuesFrame, { row, newest }: Row): Shape[] {
  const [from, to] = [newest(row), newest(row + 1)];
  const atWork = row === done - 1;
  const stroke = atWork ? { color: 'text', width: 1.6 } : { color: 'faint', width: 0.8 };
  const isComputed = row < done;
  return [
    ...arrow(from, to, { gap: 12, startGap: 11, ...stroke }),
    label(
      `d = ${layers[row]!.dilation}`,
      { x: from.x + 18, y: (from.y + to.y) / 2 },
      { size: 11, align: 'left', color: 'muted' },
    ),
    circle(to, 11, {
      fill: isComputed ? roles.gradient : 'ground',
      stroke: isComputed ? roles.gradient : 'faint',
    }),
  ];
}
