import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { chartPanelSchema, type FigureDescription, type Series } from '../../src-main/contract/figure';
import { registerFonts } from '../../src-main/worker/figure/fonts';
import { figurePng } from '../../src-main/worker/figure/png';
import { figureSvg } from '../../src-main/worker/figure/svg';
import { fontFolder, paperFor } from './paper';
import { chartPanel, figure, series } from './samples';

beforeAll(() => registerFonts(fontFolder));

const number = fc.oneof(
  fc.integer({ min: -5, max: 5 }),
  fc.integer({ min: -1_000_000, max: 1_000_000 }).map((value) => value / 1000),
  fc.constantFrom(0, 1e-9, -1e-9, 1e12, -1e12),
);
const points = fc.array(fc.record({ x: number, y: fc.option(number, { freq: 6 }) }), { maxLength: 20 });
const anySeries = fc
  .record({
    label: fc.string({ maxLength: 30 }),
    points,
    role: fc.constantFrom<Series['role']>('curve', 'truth', 'raw'),
    colorIndex: fc.nat({ max: 30 }),
    dash: fc.constantFrom<Series['dash']>('solid', 'dashed', 'dotted', 'dash-dot'),
    band: fc.option(fc.integer({ min: 0, max: 100 }).map((tenths) => tenths / 10)),
  })
  .map(({ label, points: unsorted, band, ...more }) => {
    const sorted = [...unsorted].sort((a, b) => a.x - b.x);
    const y = sorted.map((point) => point.y);
    const moved = (by: number) => y.map((value) => (value === null ? null : value + by));
    const limits = band === null ? null : { low: moved(-band), high: moved(band), kind: 'std' as const, n: 3 };
    return series(
      label,
      sorted.map(({ x }) => x),
      y,
      { ...more, band: limits },
    );
  });
const axis = fc.record({
  title: fc.constantFrom('', 'Step'),
  unit: fc.constantFrom(null, 's'),
  scale: fc.constantFrom('linear' as const, 'log' as const),
  min: fc.constantFrom(null, 0, 1),
  max: fc.constantFrom(null, 1000),
});
const mark = fc.record({
  axis: fc.constantFrom('x' as const, 'y' as const),
  at: number,
  label: fc.constantFrom('', 'limit'),
});
const panel = fc
  .record({
    title: fc.constantFrom('', 'A title', 'A title of many words that takes more than one line of a narrow column'),
    x: axis,
    y: axis,
    series: fc.array(anySeries, { maxLength: 9 }),
    marks: fc.array(mark, { maxLength: 3 }),
  })
  .map(chartPanel);
const anyFigure = fc
  .record({
    panels: fc.array(panel, { minLength: 1, maxLength: 3 }),
    columns: fc.integer({ min: 1, max: 3 }),
    sharedX: fc.boolean(),
    legend: fc.constantFrom('none' as const, 'inside' as const, 'top' as const, 'direct' as const),
  })
  .map(({ panels, ...more }) => figure('any', panels, more));
const page = { width: 12, height: 14 };

describe('any figure', () => {
  it('is drawn, with places that are numbers', () => {
    fc.assert(
      fc.property(anyFigure, (described) => {
        for (const one of described.panels) chartPanelSchema.parse(one);
        expect(noNumber(described)).toBeUndefined();
      }),
      { numRuns: 25 },
    );
  }, 180_000);

  it('whose charts share the one place that they have makes room around it', () => {
    for (const x of [0, 3]) {
      const panels = [
        chartPanel({ series: [series('a', [x], [null])] }),
        chartPanel({ series: [series('b', [x], [1])] }),
      ];
      expect(noNumber(figure('one', panels, { sharedX: true }))).toBeUndefined();
    }
  });

  it('without a point is drawn as axes alone', () => {
    for (const scale of ['linear', 'log'] as const) {
      const none = [series('a', [1, 2], [null, null]), series('b', [], [])];
      const empty = chartPanel({ y: { ...chartPanel().y, scale }, series: none });
      const described = figure('empty', [chartPanel(), empty], {});
      expect(figurePng(described, paperFor(described, page)).length).toBeGreaterThan(1000);
    }
  });
});

/** The first place in a figure's SVG that is not a plain number. */
function noNumber(described: FigureDescription): string | undefined {
  const text = figureSvg(described, paperFor(described, page), fontFolder).toString();
  const places = text.replace(/<(title|metadata|style|text)([^>]*)>[^<]*/g, '$2');
  return /.{0,80}(NaN|Infinity|undefined|\de[+-]\d).*/.exec(places)?.[0];
}
