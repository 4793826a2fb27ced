import type { DrawingPanel } from '../../contract/figure';
import { inputsOf } from './rolling-origin';
import { arrow, bentArrow, box, circle, indexed, label, line, roles, type Point, type Shape } from './shapes';

export type Sampling = 'soft' | 'hard' | 'scheduled-sampling';

export interface Unrolled {
  /** Observed samples before the forecast; the last is its origin. */
  observed: number;
  receptiveField: number;
  /** Steps H of the forecast. */
  horizon: number;
  pass: 'forward' | 'backward';
  /** Forward: computed up to this step. Backward: where the loss of this step sends gradients. 1 … H. */
  step: number;
  sampling: Sampling;
}

/** Made samples (by the step that made them, from 1) that the prediction of a step sees. */
export function madeInputs(
  { observed, receptiveField }: Pick<Unrolled, 'observed' | 'receptiveField'>,
  step: number,
): number[] {
  return inputsOf(observed + step - 1, receptiveField)
    .filter((input) => input > observed)
    .map((input) => input - observed);
}

/**
 * Predictions, by their step, that the loss of one step sends gradients to, with the number of ways there. Through a
 * sample gradients pass when it is soft or straight-through, not when it was drawn for scheduled sampling.
 */
export function gradientPaths(unrolled: Omit<Unrolled, 'pass' | 'step'>, step: number): ReadonlyMap<number, number> {
  const paths = new Map([[step, 1]]);
  if (unrolled.sampling === 'scheduled-sampling') return paths;
  for (let at = step; at > 1; at--) {
    const ways = paths.get(at) ?? 0;
    if (ways === 0) continue;
    for (const made of madeInputs(unrolled, at)) paths.set(made, (paths.get(made) ?? 0) + ways);
  }
  return paths;
}

const columnStep = 76;
const radius = 18;
const rows = { target: 32, loss: 96, prediction: 182, input: 304 };

/** A forecast of H steps that feeds on its own samples, and the way of the gradients back through them. */
export function drawUnrolled(unrolled: Unrolled): DrawingPanel {
  const { observed, horizon, pass, step } = unrolled;
  const at = (sample: number, y: number): Point => ({ x: 36 + (sample - 1) * columnStep, y });
  const paths = gradientPaths(unrolled, step);
  const isLit = (one: number) => (pass === 'forward' ? one <= step : paths.has(one));
  const shapes: Shape[] = [];
  const steps = Array.from({ length: horizon }, (_, i) => i + 1);
  // What is lit lies over what is not.
  for (const one of [...steps].sort((a, b) => Number(isLit(a)) - Number(isLit(b)))) {
    shapes.push(...stepArrows(unrolled, { one, lit: isLit(one), at }));
  }
  for (const one of steps)
    shapes.push(...stepNodes({ one, observed, lit: isLit(one), column: observed + one - 1, at }));
  for (let sample = 1; sample <= observed; sample++) {
    shapes.push(circle(at(sample, rows.input), radius, { fill: roles.observed, stroke: roles.observed }));
    shapes.push(...indexed('x', sample, at(sample, rows.input), { size: 13, color: '#000000' }));
  }
  for (const one of steps) {
    const place = at(observed + one, rows.input);
    const lit = pass === 'forward' ? one <= step : gradientReachesSample(unrolled, paths, one);
    shapes.push(circle(place, radius, { fill: lit ? roles.sampled : 'ground', stroke: roles.sampled }));
    shapes.push(...indexed('x', observed + one, place, { size: 13, color: lit ? '#000000' : 'muted' }));
  }
  const legend = at(1, rows.input + radius + 26);
  const middle = (from: number, to: number) => (at(from, 0).x + at(to, 0).x) / 2;
  shapes.push(
    label('observed', { x: middle(1, observed), y: legend.y }, { color: 'muted' }),
    label('made by the model', { x: middle(observed + 1, observed + horizon), y: legend.y }, { color: 'muted' }),
  );
  const width = Math.max(at(observed + horizon, 0).x + 40, 560);
  return { kind: 'drawing', title: '', width, height: legend.y + 16, shapes };
}

/** A made sample gets a gradient when a lit prediction reads it and its own prediction can be reached through it. */
function gradientReachesSample(unrolled: Unrolled, paths: ReadonlyMap<number, number>, made: number): boolean {
  return paths.has(made) && [...paths.keys()].some((one) => madeInputs(unrolled, one).includes(made));
}

interface Step {
  one: number;
  lit: boolean;
  at: (sample: number, y: number) => Point;
}

function stepArrows(unrolled: Unrolled, { one, lit, at }: Step): Shape[] {
  const { observed, receptiveField, pass, step } = unrolled;
  const column = observed + one - 1;
  const backward = pass === 'backward';
  const made = new Set(madeInputs(unrolled, one).map((input) => observed + input));
  const passes = backward && lit && unrolled.sampling !== 'scheduled-sampling';
  const stroke = (strong: boolean) => ({
    color: strong ? (backward ? roles.gradient : 'text') : 'faint',
    width: strong ? 1.6 : 0.9,
  });
  const [prediction, loss] = [at(column, rows.prediction), at(column, rows.loss)];
  const inputs = inputsOf(column, receptiveField).flatMap((input) => {
    const place = at(input, rows.input);
    // Data needs no gradient.
    const strong = backward ? passes && made.has(input) : lit;
    const ends = backward && strong ? ([prediction, place] as const) : ([place, prediction] as const);
    return arrow(...ends, { gap: radius + 1, ...stroke(strong) });
  });
  const ownLoss = backward ? one === step : lit;
  const lossEnds = backward && ownLoss ? ([loss, prediction] as const) : ([prediction, loss] as const);
  const gaps = backward && ownLoss ? { gap: radius + 1, startGap: 14 } : { gap: 15, startGap: radius };
  const reached = backward && lit && one < step;
  return [
    ...inputs,
    ...arrow(...lossEnds, { ...gaps, ...stroke(ownLoss) }),
    ...arrow(at(column, rows.target), loss, { gap: 15, startGap: 15, color: 'faint', width: 0.9 }),
    ...feedback({
      prediction,
      sample: at(column + 1, rows.input),
      reversed: reached,
      stroke: stroke(backward ? reached : lit),
    }),
  ];
}

/** The sample's way from its prediction to the next input, between two columns; the gradient takes it backwards. */
function feedback({
  prediction,
  sample,
  reversed,
  stroke,
}: {
  prediction: Point;
  sample: Point;
  reversed: boolean;
  stroke: { color: string; width: number };
}): Shape[] {
  const lane = prediction.x + columnStep / 2 + 8;
  const start = { x: prediction.x + radius, y: prediction.y };
  const end = { x: sample.x - radius, y: sample.y - 5 };
  const points = [start, { x: lane, y: start.y }, { x: lane, y: end.y }, end];
  const ordered = reversed ? points.reverse() : points;
  return [line(ordered, { ...stroke, dash: [5, 3] }), ...bentArrow(ordered.slice(-2), stroke)];
}

function stepNodes({ one, observed, lit, column, at }: Step & { observed: number; column: number }): Shape[] {
  const color = lit ? 'text' : 'muted';
  return [
    circle(at(column, rows.target), 14, { fill: roles.observed, stroke: roles.observed }),
    ...indexed('x', observed + one, at(column, rows.target), { size: 12, color: '#000000' }),
    box(at(column, rows.loss), { width: 48, height: 27, stroke: lit ? 'text' : 'faint' }),
    label('loss', at(column, rows.loss), { color }),
    circle(at(column, rows.prediction), radius, { stroke: lit ? 'text' : 'faint' }),
    label(`p(X${observed + one})`, at(column, rows.prediction), { size: 11, color }),
  ];
}
