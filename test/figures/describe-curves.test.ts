import { expect, test } from 'vitest';
import { curvesLookSchema, type CurvesLook } from '../../src-main/contract/curves';
import { figureSchema, type ChartPanel, type FigureDescription, type Series } from '../../src-main/contract/figure';
import type { LoggedCurve } from '../../src-main/figures/curve-lines';
import { describeCurves } from '../../src-main/figures/describe-curves';
import { smooth } from '../../src-main/math/smoothing';
import { standardDeviation } from '../../src-main/math/statistics';
import { expectSamePicture } from './same-picture';

const study = { name: 'tiny', title: 'Tiny' };

/** A metric of one run; `rate` differs between arms. */
function curve(arm: number, seed: number, { steps = 100, rate = [0.1, 0.01, 0.001][arm]! } = {}): LoggedCurve {
  const step = Array.from({ length: steps }, (_, i) => 10 * (i + 1));
  return {
    run: {
      id: `run-${arm}-${seed}`,
      name: `arm-${arm} · seed ${seed}`,
      arm: `arm-${arm}`,
      armLabel: `Arm ${arm}`,
      colorIndex: arm,
      seed,
      configurationHash: `hash-${arm}`,
      dataHash: 'data',
      versions: { wavebench: '1.0.0' },
    },
    settings: new Map([
      ['training.optimizer.learningRate', rate],
      ['training.batchSize', 8 + 8 * (arm % 2)],
    ]),
    step,
    wallTime: step.map((at) => 60_000 * at * (1 + seed)),
    value: step.map((at) => Math.sin(at / 90) + seed * Math.cos(at * seed) + arm),
    perStep: { epoch: 0.25, samples: 2048 },
  };
}

const curves = [0, 1, 2].flatMap((arm) => [1, 2, 3].map((seed) => curve(arm, seed)));

function describeLook(look: Partial<CurvesLook>, given = curves, band: 'std' | 'range' | 'none' = 'std') {
  const parsed = curvesLookSchema.parse({ metric: 'oneStepLoss', ...look });
  const figure = describeCurves({ study, curves: given, look: parsed, band });
  expect(() => figureSchema.parse(figure)).not.toThrow();
  return figure;
}

function lines(figure: FigureDescription): Series[] {
  return (figure.panels as ChartPanel[]).flatMap(({ series }) => series).filter(({ role }) => role === 'curve');
}

/** Points of a line by x. */
function valuesAt(series: Series): Map<number, [number | null, number | null | undefined]> {
  return new Map(series.x.map((at, i) => [at!, [series.y[i]!, series.band?.low[i]]]));
}

test('a line is the mean over the seeds with its band and its N, every seed faint behind it', () => {
  const figure = describeLook({});
  expect(lines(figure).map(({ label, band }) => [label, band?.n, band?.kind])).toEqual([
    ['Arm 0 (n = 3)', 3, 'std'],
    ['Arm 1 (n = 3)', 3, 'std'],
    ['Arm 2 (n = 3)', 3, 'std'],
  ]);
  const at20 = [1, 2, 3].map((seed) => curve(1, seed).value[1]!);
  const [mean, low] = valuesAt(lines(figure)[1]!).get(20)!;
  expect(mean).toBeCloseTo((at20[0]! + at20[1]! + at20[2]!) / 3, 12);
  expect(low).toBeCloseTo(mean! - standardDeviation(at20), 12);
  expect((figure.panels[0] as ChartPanel).series.filter(({ role }) => role === 'raw')).toHaveLength(9);
});

test('mean and band are the same whatever is zoomed into, shown beside, and however it is facetted', () => {
  const whole = valuesAt(lines(describeLook({ halfLife: 40 }))[1]!);
  const looks = [
    describeLook({ halfLife: 40, window: { x: [300, 500], y: null } }),
    describeLook({ halfLife: 40, facet: 'training.batchSize', logX: true, window: { x: [300, 500], y: [0, 1] } }),
    describeLook(
      { halfLife: 40 },
      curves.filter(({ run }) => run.arm === 'arm-1'),
    ),
  ];
  for (const figure of looks) {
    const line = lines(figure).find(({ label }) => label.startsWith('Arm 1'))!;
    for (const [at, values] of valuesAt(line)) expect(values).toEqual(whole.get(at));
  }
});

test('zooming in draws points that the whole leaves out, and sets the axes', () => {
  const long = [curve(0, 1, { steps: 50_000 })];
  const [whole] = lines(describeLook({}, long));
  const figure = describeLook({ window: { x: [1000, 9000], y: [-1, 2] } }, long);
  const [part] = lines(figure);
  expect(whole!.x.length).toBeLessThan(5000);
  expect(part!.x).toHaveLength(803);
  expect((figure.panels[0] as ChartPanel).x).toMatchObject({ min: 1000, max: 9000 });
  expect((figure.panels[0] as ChartPanel).y).toMatchObject({ min: -1, max: 2 });
});

test('smoothing is of all stored points, stated, with the raw values behind', () => {
  const long = [curve(0, 1, { steps: 50_000 })];
  const figure = describeLook({ halfLife: 25 }, long);
  const smoothed = smooth(long[0]!.step, long[0]!.value, 25);
  const [line] = lines(figure);
  line!.x.forEach((at, i) => expect(line!.y[i]).toBe(smoothed[at! / 10 - 1]));
  expect((figure.panels[0] as ChartPanel).series.map(({ role }) => role)).toEqual(['raw', 'curve']);
  expect(figure.provenance.remarks.join(' ')).toMatch(/weights halve every 25 steps/);
});

test('x is the step, or what follows from it: epochs, samples, minutes of training', () => {
  const first = (look: Partial<CurvesLook>) => lines(describeLook(look))[0]!.x.slice(0, 2);
  expect(first({ x: 'step' })).toEqual([10, 20]);
  expect(first({ x: 'epoch' })).toEqual([2.5, 5]);
  expect(first({ x: 'samples' })).toEqual([20_480, 40_960]);
  expect(first({ x: 'wallTime' })).toEqual([30, 60]);
});

test('colour, dash and panel by settings; by arm a run keeps the colour that it has everywhere', () => {
  const byArm = lines(describeLook({}, curves.slice(3)));
  expect(byArm.map(({ colorIndex }) => colorIndex)).toEqual([1, 2]);
  const figure = describeLook({
    color: 'training.batchSize',
    dash: 'training.optimizer.learningRate',
    facet: 'training.batchSize',
  });
  expect(figure.panels.map(({ title }) => title)).toEqual(['batchSize = 8', 'batchSize = 16']);
  expect(lines(figure).map(({ label, colorIndex, dash }) => [label.slice(0, 5), colorIndex, dash])).toEqual([
    ['Arm 0', 0, 'dash-dot'],
    ['Arm 2', 0, 'solid'],
    ['Arm 1', 1, 'dashed'],
  ]);
  const [left, right] = figure.panels as ChartPanel[];
  expect([left!.x, left!.y]).toEqual([right!.x, right!.y]);
});

test('a line for each run has no band', () => {
  const figure = describeLook({ lines: 'run' }, curves.slice(0, 2));
  expect(lines(figure).map(({ label, band }) => [label, band])).toEqual([
    ['Arm 0 · seed 1', null],
    ['Arm 0 · seed 2', null],
  ]);
});

test('forty runs are drawn without a failing figure', () => {
  const many = Array.from({ length: 40 }, (_, arm) => [1, 2].map((seed) => curve(arm, seed, { rate: arm }))).flat();
  expect(lines(describeLook({}, many))).toHaveLength(40);
});

const looks: Partial<CurvesLook>[] = [{}, { lines: 'run' }, { logX: true, logY: true }];
test.each(looks)(
  'is the same in all formats: %j',
  async (look) => {
    await expectSamePicture('curves', describeLook(look));
  },
  60_000,
);
