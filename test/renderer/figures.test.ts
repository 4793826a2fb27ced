import { describe, expect, it } from 'vitest';
import { paperSchema, type FigureDescription } from '../../src-main/contract/figure';
import type { FigureDefinition, FigurePart } from '../../src-main/contract/saved-figures';
import type { FigureRequest } from '../../src-main/contract/studies';
import { captionText } from '../../src-main/figures/latex-figure';
import { Figures, type FiguresOptions } from '../../src-main/services/figures';
import type { Api } from '../../src-renderer/api';
import { readLimit, readTicks } from '../../src-renderer/state/axis-text';
import { FigureBuilds, runsChange } from '../../src-renderer/state/figure-builds.svelte';
import { figurePart, rememberRequest } from '../../src-renderer/state/figure-part';

const request: FigureRequest = { studyId: 's', figure: 'error', band: 'range' };
const paper = paperSchema.parse({ width: 5.5, height: 3, fontSize: 8, font: 'sans', dpi: 300 });

function figureOf(title: string, runIds: readonly string[]): FigureDescription {
  const axis = { title: 'Step', unit: null, scale: 'linear', min: null, max: null } as const;
  const runs = runIds.map((id) => ({ id, name: `run ${id}`, seed: 1, configurationHash: 'c' }));
  return {
    name: title.toLowerCase(),
    title,
    panels: [{ kind: 'chart', title: '', x: axis, y: axis, series: [], marks: [] }],
    columns: 1,
    sharedX: false,
    legend: 'top',
    provenance: { study: 'A study', runs, versions: {}, dataHash: null, remarks: [] },
  };
}

/** Builds of a study whose figure can be exchanged. */
function builds(now: { figure: FigureDescription }) {
  let asked = 0;
  const api = { request: async () => ((asked += 1), { figure: now.figure }) } as unknown as Api;
  return { builds: new FigureBuilds(api), asked: () => asked };
}

describe('a kept figure', () => {
  const parts: FigurePart[] = [
    { from: 'study', request },
    { from: 'screen', figure: figureOf('Drawing', []) },
  ];
  const style = { legend: 'inside', columns: 1, caption: 'Mine.', panels: [{ x: { title: 'Time', max: 4 } }] } as const;
  const definition: FigureDefinition = { parts, style: structuredClone(style) as never, paper, formats: ['pdf'] };

  it('is on the screen what the export builds, but for the name of its file', async () => {
    const figure = figureOf('Errors', ['a', 'b']);
    const { builds: screen } = builds({ figure });
    await screen.read(parts);
    const options = { query: { call: async () => ({ figure }) } } as unknown as FiguresOptions;
    const exported = await new Figures(options).build(definition, { title: 'Both', name: 'Both' });
    expect(screen.styled({ title: 'Both', definition })).toEqual(exported);
    expect('figure' in exported && captionText(exported.figure)).toBe('Mine.');
  });

  it('is read once, and again when that is asked for', async () => {
    const now = { figure: figureOf('Errors', ['a']) };
    const { builds: screen, asked } = builds(now);
    expect(screen.styled({ title: 'Both', definition })).toBeNull();
    await Promise.all([screen.read(parts), screen.read(parts)]);
    expect(asked()).toBe(1);
    now.figure = figureOf('Errors', ['a', 'b']);
    await screen.readAgain(parts);
    const built = screen.styled({ title: 'Both', definition });
    expect(built && 'figure' in built && runsChange(['a'], built.figure)).toBe('1 run more (run b)');
  });

  it('says which runs came and how many went', () => {
    expect(runsChange(['a'], figureOf('E', ['a']))).toBeNull();
    expect(runsChange(['a', 'x'], figureOf('E', ['a', 'b', 'c', 'd', 'e']))).toBe(
      '4 runs more (run b, run c, run d …), 1 run fewer',
    );
  });

  it('follows its study where it was asked of one, and stays as it is where it was changed since', () => {
    const figure = figureOf('Errors', ['a']);
    rememberRequest(figure, request);
    expect(figurePart(figure)).toEqual({ from: 'study', request });
    expect(figurePart({ ...figure })).toEqual({ from: 'screen', figure });
  });
});

describe('what is written of an axis', () => {
  const axis = { min: 0, max: 10, scale: 'linear' } as const;

  it('is a limit on its side of the other', () => {
    expect(readLimit('', { ...axis, which: 'min' })).toEqual({ value: undefined });
    expect(readLimit(' −2.5 ', { ...axis, which: 'min' })).toEqual({ value: -2.5 });
    expect(readLimit('10', { ...axis, which: 'min' })).toHaveProperty('problem');
    expect(readLimit('ten', { ...axis, which: 'max' })).toHaveProperty('problem');
    expect(readLimit('0', { ...axis, min: null, scale: 'log', which: 'min' })).toHaveProperty('problem');
  });

  it('is ticks in order, each once', () => {
    expect(readTicks('3, 1;2 1')).toEqual({ value: [1, 2, 3] });
    expect(readTicks(' ')).toEqual({ value: undefined });
    expect(readTicks('1 two')).toHaveProperty('problem');
  });
});
