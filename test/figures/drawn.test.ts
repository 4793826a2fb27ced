import { beforeAll, describe, expect, it } from 'vitest';
import { chartConfiguration } from '../../src-main/figures/chart';
import { paperStyle, screenStyle } from '../../src-main/figures/style';
import { registerFonts } from '../../src-main/worker/figure/fonts';
import { figureSvg } from '../../src-main/worker/figure/svg';
import { expectKept } from './kept-file';
import { fontFolder, paperFor } from './paper';
import { chartPanel, figure, samples, series } from './samples';

beforeAll(() => registerFonts(fontFolder));

describe('drawn figures', () => {
  const kept = Object.entries(samples).filter(([name]) => name !== 'long');

  it.each(kept)('%s is drawn as kept', (name, make) => {
    const drawing = figureSvg(make(), paperFor({ name }), fontFolder).toString();
    expectKept(`${name}.svg`, drawing.replace(/url\(data:font[^)]*\)/g, 'url()').replace(/href="[^"]*"/g, 'href=""'));
  });

  it('is drawn in STIX where a serif is asked for', () => {
    const drawing = figureSvg(samples.validation!(), paperFor({ name: 'validation' }, { font: 'serif' }), fontFolder);
    expect(drawing.toString()).toContain('@font-face{font-family:"STIX Two Text"');
    expect(drawing.toString()).not.toContain('@font-face{font-family:"IBM Plex');
  });
});

describe('chart configurations', () => {
  const [panel] = samples.error!().panels;
  const paper = paperStyle({ fontSize: 8, font: 'sans' });
  const styles = { light: screenStyle('light'), dark: screenStyle('dark'), paper };

  it.each(Object.entries(styles))('are as kept: %s', (name, style) => {
    if (panel?.kind !== 'chart') throw new Error('The sample is a chart.');
    const configuration = chartConfiguration(panel, style, { naming: 'inside' });
    for (const dataset of configuration.data.datasets) dataset.data = dataset.data.slice(0, 3);
    const text = JSON.stringify(
      configuration,
      (key, value: unknown) => {
        if (key === 'source') return undefined;
        return typeof value === 'function' ? 'function' : value;
      },
      2,
    );
    expectKept(`configuration-${name}.json`, `${text}\n`);
  });

  it('refuse a curve whose x falls, by its name', () => {
    const panel = chartPanel({ series: [series('arm A', [0, 2, 1], [1, 1, 1])] });
    expect(() => chartConfiguration(panel, styles.light)).toThrow('"arm A" has x falling from 2 to 1');
  });

  it('leave out on a logarithmic axis what has no place there', () => {
    const axis = { ...chartPanel().x, scale: 'log' as const };
    const panel = chartPanel({ x: axis, y: axis, series: [series('a', [-1, 0, 1, 2], [1, 1, 0, 3])] });
    const [dataset] = chartConfiguration(panel, styles.light).data.datasets;
    expect(dataset!.data).toEqual([
      { x: 1, y: NaN },
      { x: 2, y: 3 },
    ]);
  });
});

describe('labels of marks along y', () => {
  it.each([
    ['top', 0, 1],
    ['bottom', -1, -1],
  ])('stand inside the plot where their line is its %s', (_, at, side) => {
    const panel = chartPanel({
      y: { ...chartPanel().y, min: -1, max: 0 },
      series: [series('a', [0, 1], [-0.9, -0.1])],
      marks: [{ axis: 'y', at, label: 'limit' }],
    });
    const drawing = figureSvg(figure('marks', [panel], {}), paperFor({ name: 'marks' }), fontFolder).toString();
    const placeOf = (text: RegExp) =>
      Number(new RegExp(`<text[^>]* y="([^"]+)"[^>]*${text.source}<`).exec(drawing)![1]);
    const line = placeOf(at === 0 ? /end"[^>]*>0.0/ : /end"[^>]*>−1.0/);
    expect(Math.sign(placeOf(/>limit/) - line)).toBe(side);
  });
});

describe('names of curves', () => {
  const texts = (drawing: Buffer) => [...drawing.toString().matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text!);
  const crowded = (count: number, label: string) =>
    chartPanel({
      series: Array.from({ length: count }, (_, index) => {
        return series(`${label} ${index}`, [0, 1], [index, index], { colorIndex: index });
      }),
    });

  it('stand at line ends where there is room, each once', () => {
    const drawing = figureSvg(figure('few', [crowded(3, 'run')], {}), paperFor({ name: 'few' }), fontFolder);
    expect(texts(drawing).filter((text) => text.startsWith('run'))).toEqual(['run 0', 'run 1', 'run 2']);
    const [first] = /<text[^>]*>run 0</.exec(drawing.toString())!;
    expect(Number(/x="([\d.]+)"/.exec(first)![1])).toBeGreaterThan(195);
  });

  it('stand in a legend above where there is none', () => {
    const long = 'an arm whose name takes more than the plot can spare';
    const drawing = figureSvg(figure('long-names', [crowded(2, long)], {}), paperFor({ name: 'x' }), fontFolder);
    const [first] = new RegExp(`<text[^>]*>${long} 0<`).exec(drawing.toString())!;
    expect(Number(/x="([\d.]+)"/.exec(first)![1])).toBeLessThan(80);
    expect(Number(/ y="([\d.]+)"/.exec(first)![1])).toBeLessThan(20);
  });

  it('are told once for panels that repeat them', () => {
    const drawing = figureSvg(samples.forecasts!(), paperFor({ name: 'forecasts' }), fontFolder);
    expect(texts(drawing).filter((text) => text === 'Unrolled 8')).toHaveLength(1);
    expect(texts(drawing).filter((text) => text === 'Time (s)')).toHaveLength(1);
    expect(texts(drawing).filter((text) => text === 'observed until here')).toHaveLength(1);
    expect(texts(drawing).filter((text) => /^[abcd]$/.test(text))).toEqual(['a', 'b', 'c', 'd']);
  });
});
