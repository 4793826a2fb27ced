import type { DrawingPanel } from '../../contract/figure';
import { numberText } from '../number-text';
import { classShares, gumbelArgmax, gumbelSoftmax } from './gumbel';
import { box, circle, label, line, type Point, type Shape } from './shapes';

export interface GumbelPicture {
  /** ℓ of three classes. */
  logits: readonly [number, number, number];
  /** g of the draw that is followed. */
  noise: readonly number[];
  temperature: number;
  /** Straight-through: forward the one-hot choice, backward the soft one. */
  hard: boolean;
  /** More draws, for the cloud. */
  draws: readonly (readonly number[])[];
}

const colors = ['series 0', 'series 1', 'series 2'] as const;
const columns = { name: 8, logit: 122, noise: 180, sum: 240, bar: 262, value: 388 };
const barWidth = 84;
const rowHeight = 42;
const firstRow = 76;
const triangle = { left: 428, right: 700, top: 40, bottom: 276 };

/** Left: one draw in numbers. Right: the same draw on the simplex, the way it takes with τ, and a cloud of others. */
export function drawGumbel(picture: GumbelPicture): DrawingPanel {
  return {
    kind: 'drawing',
    title: '',
    width: 712,
    height: 346,
    shapes: [...drawTable(picture), ...drawSimplex(picture)],
  };
}

function drawTable({ logits, noise, temperature, hard, draws }: GumbelPicture): Shape[] {
  const soft = gumbelSoftmax(logits, noise, temperature);
  const winner = gumbelArgmax(logits, noise);
  const sample = hard ? soft.map((_, i) => (i === winner ? 1 : 0)) : soft;
  const probabilities = gumbelSoftmax(logits, [0, 0, 0], 1);
  const shares = classShares(logits, draws);
  const heads = firstRow - 34;
  const head = (text: string, x: number, align: 'left' | 'right') =>
    label(text, { x, y: heads }, { align, color: 'muted', size: 11.5 });
  const shapes: Shape[] = [
    label('One draw', { x: columns.name, y: 14 }, { align: 'left', size: 13 }),
    head('logit', columns.logit, 'right'),
    head('noise g', columns.noise, 'right'),
    head('sum', columns.sum, 'right'),
    head(hard ? 'y, hard' : 'y, soft', columns.bar, 'left'),
  ];
  logits.forEach((logit, i) => {
    const y = firstRow + i * rowHeight;
    const number = (value: number, x: number, color = 'text') =>
      label(numberText(value, 2), { x, y }, { align: 'right', color });
    shapes.push(
      circle({ x: columns.name + 5, y }, 5, { fill: colors[i]!, stroke: null }),
      label(`class ${i + 1}`, { x: columns.name + 18, y }, { align: 'left' }),
      number(logit, columns.logit),
      number(noise[i]!, columns.noise, 'muted'),
      number(logit + noise[i]!, columns.sum),
      box({ x: columns.bar + barWidth / 2, y }, { width: barWidth, height: 14, fill: 'grid', stroke: null }),
      box(
        { x: columns.bar + (sample[i]! * barWidth) / 2, y },
        { width: sample[i]! * barWidth, height: 14, fill: colors[i]!, stroke: null },
      ),
      number(sample[i]!, columns.value),
    );
    if (i !== winner) return;
    const [left, right, low] = [columns.sum - 40, columns.sum + 3, y + 10];
    shapes.push(
      line(
        [
          { x: left, y: low },
          { x: right, y: low },
        ],
        { color: 'text', width: 1.5 },
      ),
    );
  });
  const shareY = firstRow + 3 * rowHeight + 24;
  shapes.push(
    label(
      `Hard choices of ${numberText(draws.length, 0)} draws`,
      { x: columns.name, y: shareY },
      { align: 'left', size: 13 },
    ),
    label('share', { x: columns.noise, y: shareY + 22 }, { align: 'right', color: 'muted', size: 11.5 }),
    label(
      'softmax of the logits',
      { x: columns.sum + 72, y: shareY + 22 },
      { align: 'right', color: 'muted', size: 11.5 },
    ),
  );
  shares.forEach((share, i) => {
    const y = shareY + 42 + i * 19;
    shapes.push(
      circle({ x: columns.name + 5, y }, 4, { fill: colors[i]!, stroke: null }),
      label(`class ${i + 1}`, { x: columns.name + 18, y }, { align: 'left' }),
      label(numberText(share, 3), { x: columns.noise, y }, { align: 'right' }),
      label(numberText(probabilities[i]!, 3), { x: columns.sum + 72, y }, { align: 'right', color: 'muted' }),
    );
  });
  return shapes;
}

function drawSimplex({ logits, noise, temperature, hard, draws }: GumbelPicture): Shape[] {
  const { left, right, top, bottom } = triangle;
  const corners: Point[] = [
    { x: (left + right) / 2, y: top },
    { x: left, y: bottom },
    { x: right, y: bottom },
  ];
  const place = (weights: readonly number[]): Point => ({
    x: corners.reduce((sum, corner, i) => sum + weights[i]! * corner.x, 0),
    y: corners.reduce((sum, corner, i) => sum + weights[i]! * corner.y, 0),
  });
  // From far above the hottest τ of the slider down to where nothing moves any more.
  const path = Array.from({ length: 121 }, (_, i) => gumbelSoftmax(logits, noise, 20 * (0.02 / 20) ** (i / 120)));
  const soft = gumbelSoftmax(logits, noise, temperature);
  const winner = gumbelArgmax(logits, noise);
  const names: [string, Point, 'left' | 'center' | 'right'][] = [
    ['class 1', { x: corners[0]!.x, y: top - 14 }, 'center'],
    ['class 2', { x: left - 10, y: bottom + 17 }, 'left'],
    ['class 3', { x: right + 10, y: bottom + 17 }, 'right'],
  ];
  return [
    line([...corners, corners[0]!], { color: 'faint' }),
    ...names.map(([text, at, align]) => label(text, at, { align, color: 'muted', size: 11.5 })),
    ...draws.map((other) =>
      circle(place(gumbelSoftmax(logits, other, temperature)), 1.6, {
        fill: colors[gumbelArgmax(logits, other)]!,
        stroke: null,
      }),
    ),
    line(path.map(place), { color: 'text', width: 1.25 }),
    circle(place(soft), 6, { fill: 'ground', stroke: 'text' }),
    circle(place(soft), 3.5, { fill: colors[winner]!, stroke: null }),
    ...(hard
      ? [
          circle(corners[winner]!, 8, { fill: 'ground', stroke: 'text' }),
          circle(corners[winner]!, 5, { fill: colors[winner]!, stroke: null }),
        ]
      : []),
    label(`τ = ${numberText(temperature, 2)}`, { x: (left + right) / 2, y: bottom + 40 }, { size: 13 }),
    label('line: this draw for all τ', { x: (left + right) / 2, y: bottom + 60 }, { color: 'muted', size: 11.5 }),
  ];
}
