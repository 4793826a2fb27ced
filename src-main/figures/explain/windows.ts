import type { DrawingPanel } from '../../contract/figure';
import { numberText } from '../number-text';
import { arrow, circle, dashedBox, indexed, label, roles, type Point, type Shape } from './shapes';

/** θᵀh for every window of R samples, one window after the other: the fully connected layer. Weights oldest first. */
export function byWindows(samples: readonly number[], weights: readonly number[]): number[] {
  const windows = Array.from({ length: samples.length - weights.length + 1 }, (_, at) =>
    samples.slice(at, at + weights.length),
  );
  return windows.map((window) => window.reduce((sum, sample, i) => sum + weights[i]! * sample, 0));
}

/** The same as a convolution: each tap multiplies the whole series once, and the shifted products are added. */
export function byConvolution(samples: readonly number[], weights: readonly number[]): number[] {
  const outputs = new Array<number>(samples.length - weights.length + 1).fill(0);
  weights.forEach((weight, tap) => {
    outputs.forEach((_, at) => (outputs[at]! += weight * samples[at + tap]!));
  });
  return outputs;
}

export interface Windows {
  samples: readonly number[];
  /** θ₁ … θ_R, oldest first. */
  weights: readonly number[];
  /** The window that is lit, from 0. */
  chosen: number;
}

const step = 46;
const radius = 15;
const rowHeight = 52;

/** Left: one fully connected layer applied to each window in turn. Right: one convolution over the series. */
export function drawWindows({ samples, weights, chosen }: Windows): DrawingPanel {
  const separate = byWindows(samples, weights);
  const together = byConvolution(samples, weights);
  const order = weights.length;
  const height = Math.max(260, 76 + separate.length * rowHeight);
  const splitX = 30 + order * step + 96;
  const shapes: Shape[] = [
    label('One window at a time', { x: 12, y: 14 }, { size: 13, align: 'left' }),
    label('One convolution', { x: splitX, y: 14 }, { size: 13, align: 'left' }),
    ...separate.flatMap((output, at) => windowRow({ samples, order, at, output, lit: at === chosen })),
    ...convolution({ samples, order, outputs: together, chosen, left: splitX + 18, height }),
  ];
  return { kind: 'drawing', title: '', width: splitX + 18 + samples.length * step, height, shapes };
}

interface WindowRow {
  samples: readonly number[];
  order: number;
  at: number;
  output: number;
  lit: boolean;
}

function windowRow({ samples, order, at, output, lit }: WindowRow): Shape[] {
  const y = 56 + at * rowHeight;
  const target = { x: 30 + order * step + 26, y };
  const shapes: Shape[] = [];
  for (let i = 0; i < order; i++) {
    const from = { x: 30 + i * step, y };
    shapes.push(...node(from, { text: samples[at + i]!, lit, filled: true }));
    shapes.push(...indexed('x', at + i + 1, { x: from.x, y: y + radius + 7 }, { size: 9, color: 'muted' }));
  }
  const last = { x: 30 + (order - 1) * step, y };
  shapes.push(...arrow(last, target, { gap: radius + 1, color: lit ? 'text' : 'faint', width: lit ? 1.5 : 1 }));
  shapes.push(...node(target, { text: output, lit, filled: false }));
  return shapes;
}

interface Convolution {
  samples: readonly number[];
  order: number;
  outputs: readonly number[];
  chosen: number;
  left: number;
  height: number;
}

function convolution({ samples, order, outputs, chosen, left, height }: Convolution): Shape[] {
  const inputY = height - 60;
  const outputY = 90;
  const input = (i: number): Point => ({ x: left + i * step, y: inputY });
  // An output stands above the newest sample that it sees.
  const output = (at: number): Point => ({ x: left + (at + order - 1) * step, y: outputY });
  const shapes: Shape[] = [];
  for (const lit of [false, true]) {
    outputs.forEach((_, at) => {
      if ((at === chosen) !== lit) return;
      for (let tap = 0; tap < order; tap++) {
        const stroke = { color: lit ? 'text' : 'faint', width: lit ? 1.5 : 0.8 };
        shapes.push(...arrow(input(at + tap), output(at), { gap: radius + 1, ...stroke }));
      }
    });
  }
  samples.forEach((sample, i) => {
    const lit = i >= chosen && i < chosen + order;
    shapes.push(...node(input(i), { text: sample, lit, filled: true }));
    shapes.push(...indexed('x', i + 1, { x: input(i).x, y: inputY + radius + 8 }, { size: 10, color: 'muted' }));
  });
  outputs.forEach((value, at) => shapes.push(...node(output(at), { text: value, lit: at === chosen, filled: false })));
  const middle = { x: input(chosen + (order - 1) / 2).x, y: inputY + 5 };
  shapes.push(dashedBox(middle, { width: order * step - 6, height: 56, color: roles.chosen }));
  return shapes;
}

/** A value in a circle: a sample filled, an output hollow. */
function node(at: Point, { text, lit, filled }: { text: number; lit: boolean; filled: boolean }): Shape[] {
  const fill = filled && lit ? roles.observed : 'ground';
  const stroke = filled ? roles.observed : lit ? 'text' : 'faint';
  const color = filled && lit ? '#000000' : lit ? 'text' : 'muted';
  return [circle(at, radius, { fill, stroke }), label(numberText(text, 2), at, { size: 9.5, color })];
}
