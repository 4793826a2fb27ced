import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { FigureDescription } from '../../src-main/contract/figure';
import { figureCsv } from '../../src-main/figures/csv';
import { registerFonts } from '../../src-main/worker/figure/fonts';
import { figureScript } from '../../src-main/worker/figure/matplotlib';
import { figurePng } from '../../src-main/worker/figure/png';
import { figureSvg } from '../../src-main/worker/figure/svg';
import { outputFile } from './kept-file';
import { fontFolder, paperFor } from './paper';
import { difference, readPicture, textMask } from './raster';
import { samples } from './samples';

vi.setConfig({ testTimeout: 180_000 });
beforeAll(() => registerFonts(fontFolder));

/** `WAVEBENCH_PYTHON` names one with matplotlib where `python3` has none. */
const python = process.env.WAVEBENCH_PYTHON ?? 'python3';
const hasMatplotlib = spawnSync(python, ['-c', 'import matplotlib']).status === 0;
const dpi = 160;
const names = Object.keys(samples);

describe.skipIf(!hasMatplotlib)('the matplotlib script (needs matplotlib)', () => {
  it.each(names)('draws %s as it is, from its CSV', async (name) => {
    const figure = samples[name]!();
    const { drawn, own, mask } = await pictures(name, figure, figure);
    expect(difference(own, drawn, mask)).toBeLessThan(allowed(name));
  });

  it('draws another picture when a curve moves by the width of a pixel', async () => {
    const moved = samples.error!();
    const [panel] = moved.panels;
    if (panel?.kind !== 'chart') throw new Error('The sample is a chart.');
    panel.series[0]!.y = panel.series[0]!.y.map((value) => value! + 4 / 250);
    const still = await pictures('error', samples.error!(), samples.error!());
    const { drawn, own, mask } = await pictures('error-moved', samples.error!(), moved);
    expect(difference(own, drawn, mask)).toBeGreaterThan(2 * difference(still.own, still.drawn, still.mask));
  });

  it('says which points are missing', () => {
    const script = written('error-short', samples.error!());
    const table = script.replace(/py$/, 'csv');
    writeFileSync(table, readFileSync(table, 'utf8').split('\r\n').slice(0, -2).join('\r\n'));
    const { status, stderr } = spawnSync(python, [script]);
    expect(status).toBe(1);
    expect(stderr.toString()).toContain('error-short.csv has 127 points of panel a; this script draws 128.');
  });
});

it('writes names, titles and labels as Python text, whatever they hold', () => {
  const figure = samples.error!();
  const title = 'a "quote" \\ and\nlines """ {x}';
  const text = figureScript({ ...figure, title }, paperFor({ name: 'error' }), 'it\'s "one".csv').toString();
  expect(text.startsWith('# a "quote" \\ and lines """ {x}\n')).toBe(true);
  expect(text).toContain('TABLE = "it\'s \\"one\\".csv"\n');
});

/** Lines are a little different in every program, and pictures stand on whole pixels. */
function allowed(name: string): number {
  return ['images', 'gallery', 'mixed'].includes(name) ? 0.03 : 0.01;
}

function written(name: string, figure: FigureDescription): string {
  const script = outputFile(`${name}.py`);
  writeFileSync(outputFile(`${name}.csv`), figureCsv(figure));
  writeFileSync(script, figureScript(figure, { ...paperFor({ name: figure.name }), dpi }, `${name}.csv`));
  return script;
}

/** Runs a script without its words: matplotlib has other fonts. */
const wordless = `
import runpy, sys, matplotlib.text
matplotlib.text.Text.draw = lambda *_: None
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name='__main__')`;

/** What matplotlib draws of one figure, and the canvas of another. */
async function pictures(name: string, drawing: FigureDescription, other: FigureDescription) {
  const paper = { ...paperFor({ name: drawing.name }), dpi };
  const picture = outputFile(`${name}-matplotlib.png`);
  execFileSync(python, ['-c', wordless, written(name, drawing), picture], { stdio: 'pipe' });
  const own = await readPicture(figurePng(other, paper));
  const svg = figureSvg(other, paper, fontFolder).toString();
  return { drawn: await readPicture(readFileSync(picture)), own, mask: textMask(svg, { ...own, dpi }) };
}
