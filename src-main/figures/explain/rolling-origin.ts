import type { DrawingPanel } from '../../contract/figure';
import {
  arrow,
  bentArrow,
  box,
  circle,
  dashedBox,
  indexed,
  label,
  line,
  roles,
  type Point,
  type Shape,
} from './shapes';

export interface RollingOrigin {
  /** Observed samples x₁ … x_T; each but the last is an origin. */
  count: number;
  /** Samples that a prediction sees, R. */
  receptiveField: number;
  /** The origin that is lit, 1 … count − 1. */
  origin: number;
}

/** The samples from which X of origin + 1 is predicted: at most R, and never the target itself. */
export function inputsOf(origin: number, receptiveField: number): number[] {
  const oldest = Math.max(1, origin - receptiveField + 1);
  return Array.from({ length: origin - oldest + 1 }, (_, i) => oldest + i);
}

const step = 84;
const radius = 19;
const rows = { sum: 30, loss: 106, prediction: 190, sample: 312 };

/** One-step rolling-origin training: every sample but the last is an origin, and one pass gives all their losses. */
export function drawRollingOrigin({ count, receptiveField, origin }: RollingOrigin): DrawingPanel {
  const x = (sample: number) => 36 + (sample - 1) * step;
  const at = (sample: number, y: number): Point => ({ x: x(sample), y });
  const origins = Array.from({ length: count - 1 }, (_, i) => i + 1);
  // The lit one last, over the others.
  const ordered = [...origins.filter((one) => one !== origin), origin];
  const middle = (x(1) + x(count - 1)) / 2;
  const shapes: Shape[] = ordered.flatMap((one) => {
    const lit = one === origin;
    const stroke = { color: lit ? 'text' : 'faint', width: lit ? 1.6 : 0.9 };
    const side = x(one) <= middle ? -1 : 1;
    return [
      ...inputsOf(one, receptiveField).flatMap((input) =>
        arrow(at(input, rows.sample), at(one, rows.prediction), { gap: radius + 1, ...stroke }),
      ),
      ...arrow(at(one, rows.prediction), at(one, rows.loss), { gap: 15, startGap: radius, ...stroke }),
      ...target(at(one + 1, rows.sample), at(one, rows.loss), stroke),
      ...bentArrow(
        [at(one, rows.loss - 14), at(one, rows.sum), { x: middle + side * 24, y: rows.sum }].filter(
          (point, i) => i === 0 || point.y === rows.sum,
        ),
        { ...stroke, dash: [5, 3] },
      ),
    ];
  });
  for (const one of origins) {
    const lit = one === origin;
    shapes.push(
      circle(at(one, rows.prediction), radius, { stroke: lit ? 'text' : 'faint' }),
      label(`p(X${one + 1})`, at(one, rows.prediction), { size: 11, color: lit ? 'text' : 'muted' }),
      box(at(one, rows.loss), { width: 50, height: 28, stroke: lit ? 'text' : 'faint' }),
      label('loss', at(one, rows.loss), { color: lit ? 'text' : 'muted' }),
    );
  }
  const seen = inputsOf(origin, receptiveField);
  for (let sample = 1; sample <= count; sample++) {
    const place = at(sample, rows.sample);
    const used = seen.includes(sample);
    const isTarget = sample === origin + 1;
    const stroke = isTarget ? 'text' : roles.observed;
    shapes.push(
      circle(place, radius, { fill: used ? roles.observed : 'ground', stroke }),
      ...indexed('x', sample, place, { size: 13, color: used ? '#000000' : 'text' }),
    );
  }
  shapes.push(
    box({ x: middle, y: rows.sum }, { width: 46, height: 26, stroke: 'text' }),
    label('mean', { x: middle, y: rows.sum }),
    dashedBox(
      { x: (x(seen[0]!) + x(origin)) / 2, y: rows.sample },
      { width: (seen.length - 1) * step + 2 * radius + 16, height: 2 * radius + 18, color: roles.chosen },
    ),
    label('origin', { x: x(origin), y: rows.sample + radius + 22 }, { color: 'muted' }),
    label('target', { x: x(origin + 1), y: rows.sample + radius + 22 }, { color: 'muted' }),
  );
  return { kind: 'drawing', title: '', width: x(count) + 40, height: rows.sample + radius + 36, shapes };
}

/** From a sample to the loss of the prediction before it: up between two columns. */
function target(sample: Point, loss: Point, stroke: { color: string; width: number }): Shape[] {
  const lane = sample.x - step / 2 + 8;
  return [
    ...bentArrow(
      [
        { x: lane, y: loss.y },
        { x: loss.x + 26, y: loss.y },
      ],
      stroke,
    ),
    line(
      [
        { x: lane, y: loss.y },
        { x: lane, y: sample.y - 4 },
        { x: sample.x - radius, y: sample.y - 4 },
      ],
      { ...stroke, dash: [5, 3] },
    ),
  ];
}
