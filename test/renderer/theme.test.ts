import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contrast } from '../../src-main/figures/color';
import { screenStyle } from '../../src-main/figures/style';

const css = readFileSync('src-renderer/styles/theme.css', 'utf8');

/** The custom properties of one theme whose values are plain colours. */
function colors(selector: string): Record<string, string> {
  const start = css.indexOf(`${selector} {`);
  const block = css.slice(start, css.indexOf('}', start));
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((match) => [match[1]!, match[2]!]));
}

const themes = { light: colors(':root'), dark: colors(":root[data-theme='dark']") } as const;
const grounds = ['ground', 'surface', 'hover', 'selected'];

describe.each(['light', 'dark'] as const)('the %s theme', (theme) => {
  const of = themes[theme];

  it('has every colour of the other', () => {
    expect(Object.keys(of).sort()).toEqual(Object.keys(themes.light).sort());
  });

  it.each(['text', 'text-2', 'text-3', 'accent', 'good', 'bad', 'warn'])(
    'has %s readable on every ground (AA)',
    (text) => {
      for (const ground of grounds) {
        expect(contrast(of[text]!, of[ground]!), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      }
    },
  );

  it('has readable primary buttons, and outlines of controls that can be seen', () => {
    expect(contrast(of['on-accent']!, of.accent!)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(of['on-accent']!, of['accent-hover']!)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(of['line-strong']!, of.ground!)).toBeGreaterThanOrEqual(3);
    expect(contrast(of.focus!, of.surface!)).toBeGreaterThanOrEqual(3);
  });

  it('has the ground and text of its charts', () => {
    const { ground, text } = screenStyle(theme).colors;
    expect([of.ground, of.text]).toEqual([ground, text]);
  });
});
