import type { DrawingPanel } from '../../contract/figure';
import { numberText } from '../number-text';
import { arrow, bentArrow, box, circle, label, roles, type Point, type Shape } from './shapes';

/** One layer of a WaveNet in its network; every part with its number of parameters. */
export interface LayerPicture {
  /** Channels of what flows. */
  channels: { levels: number; residual: number; dilation: number; skip: number; head: number };
  /** 0 is the input layer over one-hot tokens. */
  index: number;
  /** Layers altogether, the input layer among them. */
  count: number;
  kernelSize: number;
  dilation: number;
  parameters: LayerParameters;
  head: [first: number, second: number];
}

export interface LayerParameters {
  convolution: number;
  residual: number;
  skip: number;
  /** The input layer's way from tokens to residual channels; 0 in the others. */
  projection: number;
  /** Of all conditions; 0 without one. */
  condition: number;
}

const middle = 190;
const y = { output: 14, sum: 60, residual: 106, branch: 146, product: 186, gates: 234, convolution: 296, input: 366 };
const bypass = 66;
const head = { sum: 424, first: 510, second: 606, softmax: 700 };

/**
 * The gated layer and the head, as in the talk's figure: lines are as wide as the channels they carry, to one scale, and
 * each part tells its number of parameters.
 */
export function drawLayerAndHead(picture: LayerPicture): DrawingPanel {
  const { channels, index, count } = picture;
  const scale = 3.5 / Math.max(...Object.values(channels));
  const flow = (carried: number) => ({ color: 'text', width: Math.max(0.8, scale * carried) });
  return {
    kind: 'drawing',
    title: '',
    width: 748,
    height: 424,
    shapes: [
      box({ x: middle + 8, y: 198 }, { width: 324, height: 308, fill: 'ground', stroke: 'faint' }),
      label(
        index === 0 ? 'Input layer' : `Layer ${index} of ${count - 1}`,
        { x: 28, y: 30 },
        { align: 'left', size: 13 },
      ),
      ...drawLayer(picture, flow),
      ...drawHead(picture, flow),
    ],
  };
}

type Flow = (carried: number) => { color: string; width: number };

function drawLayer({ channels, index, count, kernelSize, dilation, parameters }: LayerPicture, flow: Flow): Shape[] {
  const isInput = index === 0;
  const isLast = index === count - 1;
  const at = (height: number, x = middle): Point => ({ x, y: height });
  const incoming = isInput ? channels.levels : channels.residual;
  const gate = flow(channels.dilation);
  const residual = isLast ? { color: 'faint', width: 0.8 } : flow(channels.residual);
  const [left, right] = [middle - 52, middle + 52];
  return [
    ...arrow(at(y.input + 24), at(y.convolution + 17), flow(incoming)),
    ...channelLabel(incoming, at(y.input + 12, middle + 20)),
    label(
      isInput ? 'one-hot samples' : `from ${index === 1 ? 'the input layer' : `layer ${index - 1}`}`,
      at(y.input + 44),
      { color: 'muted' },
    ),
    // The way around the gate.
    ...bentArrow([at(y.input - 28), at(y.input - 28, bypass), at(y.sum, bypass), at(y.sum, middle - 11)], {
      ...residual,
      ...(isInput && !isLast ? flow(channels.residual) : {}),
    }),
    ...(isInput ? part('1 × 1', at(y.product, bypass), { width: 52, parameters: parameters.projection }) : []),
    ...part(`K = ${kernelSize}, d = ${dilation}`, at(y.convolution), {
      width: 116,
      parameters: parameters.convolution,
    }),
    ...[left, right].flatMap((x) => [
      ...bentArrow([at(y.convolution - 17, x), at(y.gates + 16, x)], gate),
      ...bentArrow([at(y.gates - 15, x), at(y.product, x), at(y.product, middle + Math.sign(x - middle) * 12)], gate),
    ]),
    ...operation('tanh', at(y.gates, left)),
    ...operation('σ', at(y.gates, right)),
    ...channelLabel(channels.dilation, at(y.gates + 28, left - 14)),
    ...(parameters.condition === 0
      ? []
      : [
          label(`+ condition, ${numberText(parameters.condition, 0)}`, at(y.convolution - 30), {
            size: 10,
            color: 'muted',
          }),
        ]),
    ...arrow(at(y.product - 11), at(y.residual + 16), { ...gate, ...(isLast ? { color: 'faint', width: 0.8 } : {}) }),
    ...arrow(at(y.residual - 16), at(y.sum + 11), residual),
    ...arrow(at(y.sum - 11), at(y.output), residual),
    ...part('1 × 1', at(y.residual), { width: 60, parameters: isLast ? null : parameters.residual }),
    ...operation('×', at(y.product), 11),
    ...operation('+', at(y.sum), 11),
    ...(isLast
      ? [
          label('not used after the last layer', at(y.output + 8, middle + 14), {
            align: 'left',
            size: 10.5,
            color: 'muted',
          }),
        ]
      : channelLabel(channels.residual, at(y.output + 10, middle + 14))),
    // Out of the layer to the head.
    ...arrow(at(y.branch), at(y.branch, middle + 83), gate),
    ...part('1 × 1', at(y.branch, middle + 110), { width: 52, parameters: parameters.skip }),
  ];
}

function drawHead({ channels, head: parameters, count }: LayerPicture, flow: Flow): Shape[] {
  const at = (x: number): Point => ({ x, y: y.branch });
  return [
    ...[-26, 26].flatMap((shift) =>
      arrow({ x: head.sum - 44, y: y.branch + shift }, at(head.sum), { gap: 13, color: 'faint' }),
    ),
    ...arrow(at(middle + 137), at(head.sum - 12), flow(channels.skip)),
    ...channelLabel(channels.skip, { x: middle + 152, y: y.branch - 11 }),
    label(`skips of ${count} layers`, { x: head.sum, y: y.branch + 42 }, { size: 10.5, color: 'muted' }),
    ...arrow(at(head.sum + 12), at(head.first - 31), flow(channels.skip)),
    ...arrow(at(head.first + 31), at(head.second - 31), flow(channels.head)),
    ...arrow(at(head.second + 31), at(head.softmax - 30), flow(channels.levels)),
    ...operation('+', at(head.sum), 11),
    ...part('1 × 1', at(head.first), { width: 60, parameters: parameters[0] }),
    ...part('1 × 1', at(head.second), { width: 60, parameters: parameters[1] }),
    ...channelLabel(channels.head, { x: (head.first + head.second) / 2, y: y.branch - 16 }),
    ...channelLabel(channels.levels, { x: (head.second + head.softmax) / 2 + 2, y: y.branch - 16 }),
    label(
      'after a leaky ReLU each',
      { x: (head.first + head.second) / 2, y: y.branch - 46 },
      { size: 10.5, color: 'muted' },
    ),
    box(at(head.softmax), { width: 58, height: 30, fill: 'ground', stroke: 'text' }),
    label('softmax', at(head.softmax), { size: 11.5 }),
  ];
}

/** A lagged model as a chain of fully connected layers, the first over all its past samples. */
export function drawFullyConnected(
  layers: readonly { outputs: number; parameters: number }[],
  lags: number,
): DrawingPanel {
  const step = Math.min(150, 560 / (layers.length + 1));
  const width = 0.62 * step;
  const at = (place: number): Point => ({ x: 60 + place * step, y: 60 });
  const end = layers.length + 1;
  return {
    kind: 'drawing',
    title: '',
    width: 120 + end * step,
    height: 140,
    shapes: [
      ...layers.flatMap(({ outputs, parameters }, i) => [
        ...arrow(at(i), at(i + 1), { gap: width / 2, color: 'text', width: 1.25 }),
        ...part(i === 0 ? 'all lags' : '1 × 1', at(i + 1), { width, parameters }),
        ...channelLabel(outputs, { x: at(i + 1).x + step / 2, y: 48 }),
      ]),
      ...arrow(at(end - 1), at(end), { gap: width / 2, color: 'text', width: 1.25 }),
      box(at(0), { width, height: 30, fill: 'ground', stroke: roles.observed }),
      label(`${numberText(lags, 0)} samples`, at(0), { size: 11 }),
      box(at(end), { width, height: 30, fill: 'ground', stroke: 'text' }),
      label('softmax', at(end), { size: 11 }),
    ],
  };
}

/** A part with weights: its name, and below it how many. */
function part(name: string, at: Point, { width, parameters }: { width: number; parameters: number | null }): Shape[] {
  const color = parameters === null ? 'faint' : roles.chosen;
  return [
    box(at, { width, height: 30, fill: 'ground', stroke: color }),
    label(
      name,
      { x: at.x, y: at.y - (parameters === null ? 0 : 5) },
      { size: 11, color: parameters === null ? 'muted' : 'text' },
    ),
    ...(parameters === null
      ? []
      : [label(numberText(parameters, 0), { x: at.x, y: at.y + 8 }, { size: 9.5, color: 'muted' })]),
  ];
}

function operation(name: string, at: Point, radius = 15): Shape[] {
  return [circle(at, radius, { stroke: 'text' }), label(name, at, { size: name.length > 1 ? 11 : 13 })];
}

function channelLabel(channels: number, at: Point): Shape[] {
  return [label(numberText(channels, 0), at, { size: 10.5, color: 'muted' })];
}
