import { join } from 'node:path';
import { expect, test } from 'vitest';
import { figureSchema } from '../../src-main/contract/figure';
import { generatorMethods, type GeneratorBenchmark } from '../../src-main/contract/generator-benchmark';
import { describeGeneratorBenchmark } from '../../src-main/figures/describe-generator-benchmark';
import { expectSamePicture } from './same-picture';

const benchmark: Pick<GeneratorBenchmark, 'machine' | 'points' | 'createdAt'> = {
  createdAt: Date.UTC(2026, 1, 3),
  machine: {
    processor: 'A processor',
    threads: 2,
    device: 'A processor',
    versions: { wavebench: '1.0.0', tensorflow: '2.21.0' },
    simd: 'relaxed',
  },
  // In the order of measuring, which need not be that of the curve.
  points: [3, 1].flatMap((dilatedLayers) =>
    generatorMethods.map((method, place) => {
      const median = (dilatedLayers * 2) / 10 ** place;
      const steps = method === 'default' && dilatedLayers === 3 ? 7 : 100;
      const receptiveField = 2 ** dilatedLayers;
      return { method, dilatedLayers, receptiveField, median, min: median / 2, max: median * 2, repeats: 5, steps };
    }),
  ),
};

test('a curve for each generator with the range of its repeats, the published ones over them', async () => {
  const figure = describeGeneratorBenchmark({ benchmark, published: true });
  expect(() => figureSchema.parse(figure)).not.toThrow();
  const rounded = (_: string, value: unknown) => (typeof value === 'number' ? Number(value.toFixed(4)) : value);
  const text = `${JSON.stringify(figure, rounded, 1)}\n`;
  await expect(text).toMatchFileSnapshot(join(import.meta.dirname, 'descriptions', 'generator-benchmark.json'));
});

test('the published curves lie where as many samples are seen, for 100 samples', () => {
  const [panel] = describeGeneratorBenchmark({ benchmark, published: true }).panels;
  const series = panel!.kind === 'chart' ? panel!.series : [];
  const published = series.find(({ label }) => label === 'Default, published (GTX 1080 Ti)')!;
  expect(published.x).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
  expect(published.y.at(-1)).toBeCloseTo(9.66);
  expect(published.dash).toBe('dotted');
});

test('without points it has axes and nothing else, without overlay no published curve', () => {
  const nothing = { ...benchmark, machine: null, points: [] };
  const empty = describeGeneratorBenchmark({ benchmark: nothing, published: false });
  expect(empty.panels).toMatchObject([{ series: [], y: { scale: 'log' } }]);
  expect(JSON.stringify(describeGeneratorBenchmark({ benchmark, published: false }))).not.toContain('GTX');
});

test('is the same in all formats', async () => {
  await expectSamePicture('generator-benchmark', describeGeneratorBenchmark({ benchmark, published: true }));
}, 60_000);
