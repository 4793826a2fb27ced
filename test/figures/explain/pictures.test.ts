import { beforeAll, describe, expect, it } from 'vitest';
import { figureSchema, type DrawingPanel } from '../../../src-main/contract/figure';
import { drawChainRule } from '../../../src-main/figures/explain/chain-rule';
import { drawFullyConnected, drawLayerAndHead } from '../../../src-main/figures/explain/draw-architecture';
import { drawGeneration } from '../../../src-main/figures/explain/draw-generation';
import { drawGumbel } from '../../../src-main/figures/explain/draw-gumbel';
import { drawLattice } from '../../../src-main/figures/explain/draw-lattice';
import { describeExplanation } from '../../../src-main/figures/explain/explanation';
import { gumbelDraws } from '../../../src-main/figures/explain/gumbel';
import { pathCounts } from '../../../src-main/figures/explain/lattice';
import { drawPaddings } from '../../../src-main/figures/explain/padding';
import { drawRollingOrigin } from '../../../src-main/figures/explain/rolling-origin';
import { drawUnrolled } from '../../../src-main/figures/explain/unrolled';
import { describeWeights } from '../../../src-main/figures/explain/weights';
import { drawWindows } from '../../../src-main/figures/explain/windows';
import { drawingColor, screenStyle } from '../../../src-main/figures/style';
import { registerFonts } from '../../../src-main/worker/figure/fonts';
import { figureSvg } from '../../../src-main/worker/figure/svg';
import { expectKept } from '../kept-file';
import { fontFolder, paperFor } from '../paper';
import { expectSamePicture } from '../same-picture';

beforeAll(() => registerFonts(fontFolder));

const layers = [1, 2, 4].map((dilation) => ({ kernelSize: 2, dilation }));
const unrolled = { observed: 4, receptiveField: 3, horizon: 3, step: 3, sampling: 'soft' } as const;
const wide = [
  { kernelSize: 7, dilation: 1 },
  ...[1, 2, 4, 8, 16, 32, 64, 1, 2, 4].map((dilation) => ({ kernelSize: 2, dilation })),
];

const pictures: Record<string, DrawingPanel> = {
  'chain-rule': drawChainRule({ count: 10, order: 3, chosen: 7 }),
  'chain-rule-whole-past': drawChainRule({ count: 10, order: null, chosen: 10 }),
  windows: drawWindows({ samples: [0.42, 0.9, -0.59, -0.86, 0.78, 0.89], weights: [-0.68, 0.98, 0.9], chosen: 1 }),
  lattice: drawLattice({ layers, counts: pathCounts(layers), receptiveField: 8, columns: 12, output: 9 }),
  'lattice-wide': drawLattice({
    layers: wide,
    counts: pathCounts(wide),
    receptiveField: 141,
    columns: 176,
    output: 175,
  }),
  padding: drawPaddings({ layers, length: 3 }),
  'layer-input': drawLayerAndHead(layer(0)),
  'layer-middle': drawLayerAndHead(layer(4)),
  'layer-last': drawLayerAndHead(layer(15)),
  'fully-connected': drawFullyConnected(
    [
      { outputs: 64, parameters: 32_832 },
      { outputs: 8, parameters: 520 },
    ],
    64,
  ),
  'rolling-origin': drawRollingOrigin({ count: 7, receptiveField: 3, origin: 4 }),
  generation: drawGeneration({ layers, positions: [8, 8, 8], time: 9, done: 2 }),
  'generation-kernel-3': drawGeneration({
    layers: [
      { kernelSize: 3, dilation: 1 },
      { kernelSize: 3, dilation: 2 },
    ],
    positions: [7, 7],
    time: 8,
    done: 2,
  }),
  'gumbel-soft': drawGumbel({ ...gumbel(0.7), hard: false }),
  'gumbel-hard': drawGumbel({ ...gumbel(0.2), hard: true }),
  'unrolled-forward': drawUnrolled({ ...unrolled, pass: 'forward' }),
  'unrolled-backward': drawUnrolled({ ...unrolled, pass: 'backward' }),
  'unrolled-drawn': drawUnrolled({ ...unrolled, pass: 'backward', sampling: 'scheduled-sampling' }),
};

function layer(index: number) {
  return {
    channels: { levels: 127, residual: 32, dilation: 32, skip: 32, head: 64 },
    index,
    count: 16,
    kernelSize: 2,
    dilation: 64,
    parameters: {
      convolution: 4096,
      residual: 1024,
      skip: 1024,
      projection: index === 0 ? 4096 : 0,
      condition: index === 15 ? 320 : 0,
    },
    head: [2112, 8255] as [number, number],
  };
}

function gumbel(temperature: number) {
  const draws = gumbelDraws(1, { draws: 40, classes: 3 });
  return { logits: [1, 0.2, -0.5] as const, noise: draws[0]!, temperature, draws };
}

describe('pictures of the talk', () => {
  it.each(Object.entries(pictures))('%s is drawn as kept', (name, panel) => {
    const figure = describeExplanation(panel, { name, title: name, remarks: ['A remark.'] });
    figureSchema.parse(figure);
    const size = { width: 5.5, height: (5.5 * panel.height) / panel.width };
    const drawing = figureSvg(figure, paperFor(figure, size), fontFolder).toString();
    expectKept(`${figure.name}.svg`, drawing.replace(/url\(data:font[^)]*\)/g, 'url()'));
  });

  it.each(Object.entries(pictures))(
    '%s is the same in all formats',
    async (name, panel) => {
      const size = { width: 5.5, height: (5.5 * panel.height) / panel.width };
      const figure = describeExplanation(panel, { name, title: name, remarks: [] });
      await expectSamePicture(`explain-${name}`, figure, paperFor(figure, size));
    },
    60_000,
  );

  it.each(Object.entries(pictures))('%s keeps inside its frame', (_, { width, height, shapes }) => {
    for (const shape of shapes) {
      for (const { x, y } of corners(shape)) {
        expect(x >= 0 && x <= width && y >= 0 && y <= height, `${JSON.stringify(shape)} in ${width} × ${height}`).toBe(
          true,
        );
      }
    }
  });

  it.each(Object.entries(pictures))(
    '%s has colours that follow the theme, but for black on a filled node',
    (_, { shapes }) => {
      for (const shape of shapes) {
        const used = 'fill' in shape ? [shape.fill, shape.stroke] : [shape.color];
        for (const color of used) {
          if (color === null || color === '#000000') continue;
          expect(drawingColor(screenStyle('dark'), color), color).toMatch(/^#[0-9a-f]{6}$/);
          expect(color).not.toMatch(/^#/);
        }
      }
    },
  );

  it('puts the weights of a chart side by side', () => {
    const counts = [
      { receptiveField: 2, plain: 2, dilated: 2 },
      { receptiveField: 512, plain: 512, dilated: 18 },
    ];
    const panel = describeWeights(counts, { chosen: counts[1]!, model: { receptiveField: 8, weights: 7 } });
    figureSchema.parse(describeExplanation(panel, { name: 'weights', title: 'Weights', remarks: [] }));
    expect(panel.series.map(({ label, y }) => [label, ...y])).toEqual([
      ['plain', 2, 512],
      ['dilated', 2, 18],
      ['this model', 7],
    ]);
  });
});

/** The extreme places of a shape; of a text a cautious guess at its box. */
function corners(shape: DrawingPanel['shapes'][number]): { x: number; y: number }[] {
  if (shape.type === 'line' || shape.type === 'segments') {
    return shape.points.flatMap((x, i) => (i % 2 === 0 ? [{ x, y: shape.points[i + 1]! }] : []));
  }
  const { x, y } = shape;
  if (shape.type === 'circle')
    return [-1, 1].map((side) => ({ x: x + side * shape.radius, y: y + side * shape.radius }));
  if (shape.type === 'rectangle')
    return [
      { x, y },
      { x: x + shape.width, y: y + shape.height },
    ];
  const width = 0.5 * shape.size * shape.text.length;
  const start = { left: x, center: x - width / 2, right: x - width }[shape.align];
  return [
    { x: start, y: y - shape.size / 2 },
    { x: start + width, y: y + shape.size / 2 },
  ];
}
