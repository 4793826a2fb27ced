import { describe, expect, it } from 'vitest';
import { blend, contrast, readable, withAlpha } from '../../src-main/figures/color';
import { dashPattern, drawingColor, paperStyle, screenStyle, seriesColor } from '../../src-main/figures/style';
import { okabeIto } from '../../src-main/figures/palettes';

const paper = paperStyle({ fontSize: 8, font: 'sans' });
const styles = { light: screenStyle('light'), dark: screenStyle('dark'), paper };

describe('colours', () => {
  it('are those of Okabe and Ito in their order, on paper and on a light screen', () => {
    expect(okabeIto).toEqual(['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#e69f00', '#000000']);
    expect(styles.paper.colors.series).toEqual(okabeIto);
    expect(styles.light.colors.series).toEqual(okabeIto);
  });

  it.each(Object.entries(styles))('are readable as text: %s', (_, { colors }) => {
    for (const color of [colors.text, colors.muted, ...colors.seriesText]) {
      expect(contrast(color, colors.ground)).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('are seen as lines on the dark ground', () => {
    for (const color of [...styles.dark.colors.series, styles.dark.colors.truth]) {
      expect(contrast(color, styles.dark.colors.ground)).toBeGreaterThanOrEqual(3);
    }
  });

  it('begin anew after the last, and are neutral for the truth', () => {
    expect(seriesColor(paper, { role: 'curve', colorIndex: 8 })).toBe(okabeIto[1]);
    expect(seriesColor(paper, { role: 'truth', colorIndex: 1 })).toBe(paper.colors.truth);
  });

  it('of drawings follow the style where they are named', () => {
    expect(drawingColor(styles.dark, 'text')).toBe(styles.dark.colors.text);
    expect(drawingColor(styles.dark, 'series 2')).toBe(styles.dark.colors.series[2]);
    expect(drawingColor(styles.dark, '#123456')).toBe('#123456');
  });

  it('move towards the text only as far as needed', () => {
    const ends = { ground: '#ffffff', text: '#000000' };
    expect(readable('#0072b2', { ...ends, ratio: 4.5 })).toBe('#0072b2');
    const dark = readable('#e69f00', { ...ends, ratio: 4.5 });
    expect(contrast(dark, '#ffffff')).toBeGreaterThanOrEqual(4.5);
    expect(contrast(dark, '#ffffff')).toBeLessThan(5);
  });

  it('blend and fade', () => {
    expect(blend('#000000', '#ffffff', 0.5)).toBe('#808080');
    expect(withAlpha('#0072b2', 0.15)).toBe('rgba(0, 114, 178, 0.15)');
    expect(() => withAlpha('red', 1)).toThrow('"red"');
  });
});

describe('lines on paper', () => {
  it('are 0.8 to 1.5 points wide, axes 0.5 to 0.8', () => {
    const { curve, truth, raw, axis, mark } = styles.paper.widths;
    for (const width of [curve, truth, raw]) expect(width).toSatisfy((value) => value >= 0.8 && value <= 1.5);
    for (const width of [axis, mark]) expect(width).toSatisfy((value) => value >= 0.5 && value <= 0.8);
  });

  it('have four dash patterns', () => {
    const dashes = ['solid', 'dashed', 'dotted', 'dash-dot'] as const;
    const patterns = dashes.map((dash) => dashPattern(paper, dash));
    expect(patterns[0]).toEqual([]);
    expect(new Set(patterns.map(String)).size).toBe(4);
  });
});
