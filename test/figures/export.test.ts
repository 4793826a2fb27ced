import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../src-main/contract/errors';
import { exportFigure } from '../../src-main/worker/figure/export-figure';
import { registerFonts } from '../../src-main/worker/figure/fonts';
import { fontFolder, paperFor } from './paper';
import { figure, samples } from './samples';

let folder: string;
beforeAll(() => registerFonts(fontFolder));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wavebench-figures-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (name: string) => join(folder, name);

describe('export', () => {
  const request = () => ({ figure: samples.error!(), paper: paperFor({ name: 'error' }) });

  it('writes all formats, and one table beside them', async () => {
    const formats = ['svg', 'pdf', 'png'] as const;
    const files = formats.map((format) => ({ format, path: at(`error.${format}`) }));
    const written = await exportFigure({ ...request(), files }, fontFolder);
    expect(written.map(({ path }) => path)).toEqual([...files.map(({ path }) => path), at('error.csv')]);
    expect(readdirSync(folder).sort()).toEqual(['error.csv', 'error.pdf', 'error.png', 'error.svg']);
    for (const { path, bytes } of written) expect(readFileSync(path)).toHaveLength(bytes);
  });

  it('writes a table alone where only that is asked for', async () => {
    await exportFigure({ ...request(), files: [{ format: 'csv', path: at('points.csv') }] }, fontFolder);
    expect(readdirSync(folder)).toEqual(['points.csv']);
  });

  it('writes no table beside a drawing, which plots no points', async () => {
    const drawn = { figure: samples.drawing!(), paper: paperFor({ name: 'drawing' }) };
    await exportFigure({ ...drawn, files: [{ format: 'svg', path: at('drawing.svg') }] }, fontFolder);
    expect(readdirSync(folder)).toEqual(['drawing.svg']);
  });

  it('replaces a file only by a whole one', async () => {
    writeFileSync(at('error.svg'), 'old');
    const files = ['none/error.svg', 'error.svg'].map((name) => ({ format: 'svg' as const, path: at(name) }));
    await expect(exportFigure({ ...request(), files }, fontFolder)).rejects.toThrow(UserError);
    expect(readFileSync(at('error.svg'), 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['error.svg']);
  });

  it('says which folder is not there', async () => {
    const files = [{ format: 'svg' as const, path: at('none/error.svg') }];
    const failure = exportFigure({ ...request(), files }, fontFolder);
    await expect(failure).rejects.toThrow(`error.svg was not written: the folder ${at('none')} is not there`);
  });

  it('says what does not fit on the paper', async () => {
    const crowded = figure('crowded', Array(12).fill(samples.error!().panels[0]), { columns: 6 });
    const files = [{ format: 'svg' as const, path: at('crowded.svg') }];
    const failure = exportFigure({ figure: crowded, paper: paperFor(crowded), files }, fontFolder);
    await expect(failure).rejects.toThrow(/do not fit .* 6 in a row/);
    expect(readdirSync(folder)).toEqual([]);
  });
});
