import { beforeAll, describe, expect, it } from 'vitest';
import type { ChartPanel } from '../../src-main/contract/figure';
import { figureStyleSchema } from '../../src-main/contract/figure-style';
import { captionText, latexFigure } from '../../src-main/figures/latex-figure';
import { latexTable } from '../../src-main/figures/latex-table';
import { latexText } from '../../src-main/figures/latex-text';
import { paletteColors } from '../../src-main/figures/palettes';
import { styledFigure } from '../../src-main/figures/styled-figure';
import { simulatePixels, visions, type Vision } from '../../src-main/figures/vision';
import { registerFonts } from '../../src-main/worker/figure/fonts';
import { figureSvg } from '../../src-main/worker/figure/svg';
import { fontFolder, paperFor } from './paper';
import { chartPanel, figure, samples, series } from './samples';

beforeAll(() => registerFonts(fontFolder));

const draw = (described: ReturnType<typeof figure>, more = {}) => {
  return figureSvg(described, paperFor(described, { width: 6, height: 4, ...more }), fontFolder).toString();
};
const texts = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text!);

describe('what a person changes of a figure', () => {
  const plain = () => samples.error!();

  it('is nothing by default', () => {
    expect(styledFigure(plain(), figureStyleSchema.parse({}))).toEqual(plain());
  });

  it('is titles, units, limits, scales and ticks of axes', () => {
    const x = { title: 'Step', unit: 'k', min: 2, max: 50, scale: 'log', ticks: [2, 7, 50] };
    const drawn = texts(draw(styledFigure(plain(), figureStyleSchema.parse({ panels: [{ title: 'Errors', x }] }))));
    expect(drawn).toEqual(expect.arrayContaining(['Errors', 'Step (k)', '2', '7', '50']));
    expect(drawn).not.toContain('10');
  });

  it('is panel letters, legend and marks', () => {
    const style = figureStyleSchema.parse({ letters: true, legend: 'none', marks: false });
    const drawn = texts(draw(styledFigure(plain(), style)));
    expect(drawn).toContain('a');
    expect(drawn).not.toContain('One-step');
    expect(drawn).not.toContain('2 levels');
    expect(texts(draw(styledFigure(samples.mixed!(), { letters: false })))).not.toContain('b');
  });

  it('is the axis that the panels of a row share', () => {
    const panels = [1, 10].map((top) => chartPanel({ series: [series('a', [0, 1], [0, top])] }));
    const drawn = texts(draw(styledFigure(figure('row', panels, { columns: 2 }), { sharedY: true })));
    expect(drawn.filter((text) => text === 'Accuracy')).toHaveLength(1);
    expect(drawn.filter((text) => text === '10')).toHaveLength(1);
    expect(drawn.filter((text) => text === 'Training step')).toHaveLength(2);
  });
});

describe('palettes', () => {
  it.each(Object.entries(paletteColors))('%s has seven colours that differ, and is drawn', (palette, colors) => {
    expect(new Set(colors).size).toBe(7);
    const svg = draw(samples.error!(), { palette });
    expect(svg).toContain(`stroke="${colors[0]}"`);
    expect(svg).toContain(`stroke="${colors[1]}"`);
  });

  it.each(visions.filter((vision) => vision !== 'grey'))('of Okabe and Ito stays apart for %s', (vision) => {
    const seen = paletteColors['okabe-ito'].map((color) => simulated(color, vision));
    for (const [index, one] of seen.entries()) {
      for (const other of seen.slice(index + 1)) expect(distance(one, other)).toBeGreaterThan(25);
    }
  });
});

describe('simulated vision', () => {
  it('keeps greys grey, and gives the colours of Machado, Oliveira and Fernandes', () => {
    for (const vision of visions) {
      expect(simulated('#808080', vision).every((channel) => Math.abs(channel - 128) <= 1)).toBe(true);
    }
    // Pure red: linear light times the first column of the matrix, clipped and encoded.
    expect(simulated('#ff0000', 'protanopia')).toEqual([109, 95, 0]);
    expect(simulated('#ff0000', 'deuteranopia')).toEqual([163, 144, 0]);
    expect(simulated('#ff0000', 'tritanopia')).toEqual([255, 0, 15]);
    expect(simulated('#ff0000', 'grey')).toEqual([127, 127, 127]);
  });
});

describe('an SVG with outlines', () => {
  it('has no text and no fonts, and paths that say what they are', () => {
    const svg = draw(samples.mixed!(), { outlines: true });
    expect(svg).not.toContain('<text');
    expect(svg).not.toContain('@font-face');
    expect(svg).toContain('aria-label="Mean absolute error (levels)"');
    expect(svg).toContain('aria-label="τ = 0.8"');
    expect(svg).not.toMatch(/NaN|undefined/);
  });
});

describe('LaTeX', () => {
  it('includes the figure at its width, with a caption of N, band, smoothing and horizon', () => {
    const remarks = ['Accuracy over 8 steps.', 'Band: least to greatest value over 3 seeds.', 'No smoothing.'];
    const described = samples.validation!();
    described.provenance.remarks = remarks;
    const text = latexFigure(described, { paper: { width: 3.25 }, file: 'my_figure' });
    expect(text).toContain('\\includegraphics[width=3.25in]{\\detokenize{my_figure}}');
    expect(text).toContain('over 8 steps. Band: least to greatest value over 3 seeds. No smoothing.}');
    expect(text).toContain('% run run-1: one-step, seed 1, configuration c0ffee');
    expect(text).toContain('\\label{fig:my_figure}');
  });

  it('tells N where no remark does', () => {
    const described = samples.validation!();
    described.provenance.remarks = ['Band: range.'];
    expect(captionText(described)).toMatch(/Band: range\. Bands over N = 3\.$/);
  });

  it('escapes what it would take for commands', () => {
    expect(latexText('50 % of a_b & {c} \\ τ − 1')).toBe('50 \\% of a\\_b \\& \\{c\\} \\textbackslash{} $\\tau$ $-$ 1');
  });

  it('has a table of the curves, of long ones evenly spread points', () => {
    const table = latexTable(samples.validation!());
    expect(table).toContain('  Training step & One-step & Unrolled 8 \\\\\n');
    expect(table).toContain('% One-step: band range, N = 3\n% Unrolled 8: band range, N = 3\n% 20 of 41 places');
    expect(table.match(/ \\\\\n/g)).toHaveLength(21);
    expect(table).toMatch(/ {2}2000 & 0\.\d+ \[0\.\d+, 0\.\d+\] & /);
    const [panel] = samples.error!().panels as [ChartPanel];
    expect(latexTable(figure('small', [{ ...panel, series: [series('a', [0, 1], [-1e-9, null])] }], {}))).toContain(
      '  0 & $-1 \\times 10^{-9}$ \\\\\n  1 &  \\\\\n',
    );
  });
});

function simulated(color: string, vision: Vision): number[] {
  const channels = [1, 3, 5].map((start) => Number.parseInt(color.slice(start, start + 2), 16));
  const pixels = Uint8ClampedArray.from([...channels, 255]);
  simulatePixels(pixels, vision);
  return [...pixels.slice(0, 3)];
}

function distance(one: readonly number[], other: readonly number[]): number {
  return Math.hypot(...one.map((channel, index) => channel - other[index]!));
}
