import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { figureDefinitionSchema, type FigureDefinition } from '../../src-main/contract/saved-figures';
import { Figures, type FiguresOptions } from '../../src-main/services/figures';
import { nodeFiles } from '../../src-main/services/files';
import type { WritableDatabase } from '../../src-main/store/database';
import { insertPoints } from '../../src-main/store/metrics';
import { exportFigure } from '../../src-main/worker/figure/export-figure';
import { registerFonts } from '../../src-main/worker/figure/fonts';
import { buildFigure } from '../../src-main/worker/study-figures';
import { fontFolder } from '../figures/paper';
import { samples } from '../figures/samples';
import { addRun, addStudy, memoryStore, temporaryFolder } from '../store/support';
import { Published } from './support';

beforeAll(() => registerFonts(fontFolder));

interface Setting {
  store: WritableDatabase;
  figures: Figures;
  published: Published;
}

/** The service on a study of one run, with the functions of the processes that read and draw. */
function setUp(): Setting {
  const store = memoryStore();
  addStudy(store);
  addCurve(store, 'run-1', 1);
  const published = new Published();
  let time = 1000;
  const options = {
    store,
    files: nodeFiles,
    clock: { now: () => (time += 1) },
    publish: published.publish,
    query: { call: (_: string, request: Parameters<typeof buildFigure>[1]) => buildFigure(store, request) },
    drawing: { call: (_: string, request: Parameters<typeof exportFigure>[0]) => exportFigure(request, fontFolder) },
  };
  return { store, published, figures: new Figures(options as unknown as FiguresOptions) };
}

function addCurve(store: WritableDatabase, runId: string, seed: number): void {
  addRun(store, runId, seed, 0);
  const points = [5, 10].map((step) => ({ key: 'validationAccuracy@8', step, wallTime: step, value: step / 20 }));
  insertPoints(store, runId, points);
}

const paper = { width: 3.25, height: 2, fontSize: 8, font: 'sans', dpi: 150 };

function definition(more: Partial<FigureDefinition> = {}): FigureDefinition {
  const parts = [{ from: 'study', request: { studyId: 'study', figure: 'validation' } }];
  return figureDefinitionSchema.parse({ parts, style: {}, paper, formats: ['svg', 'pdf'], ...more });
}

const kept = { figureId: null, studyId: 'study', definition: definition() };

test('figures are kept in the order they came, renamed, deleted, and brought back as they were', () => {
  const { figures, published } = setUp();
  const first = figures.save({ ...kept, title: 'Accuracy' });
  const second = figures.save({ ...kept, title: 'Other' });
  expect(figures.list('study')).toEqual([first, second]);
  expect(figures.list(null)).toHaveLength(2);
  expect(figures.list('none')).toEqual([]);
  const renamed = figures.rename(first.id, 'Accuracy, 8 steps');
  expect(renamed).toEqual({ ...first, title: 'Accuracy, 8 steps', changedAt: expect.any(Number) });
  expect(renamed.changedAt).toBeGreaterThan(first.changedAt);
  figures.delete([first.id, 'gone']);
  expect(figures.list('study')).toEqual([second]);
  expect(figures.save({ ...kept, figureId: first.id, title: first.title })).toMatchObject({ id: first.id });
  expect(published.of('figures:changed')).toEqual(Array(5).fill({ studyId: 'study' }));
  expect(() => figures.rename('gone', 'x')).toThrow('There is no figure "gone".');
  expect(() => figures.save({ ...kept, studyId: 'none', title: 'x' })).toThrow('There is no study "none".');
});

test('the same runs give the same bytes; more runs another figure', async () => {
  const { store, figures } = setUp();
  figures.save({ ...kept, title: 'Accuracy of all' });
  const files = async () => {
    const folder = join(temporaryFolder(), 'figures');
    const { absent } = await figures.exportStudy('study', folder);
    expect(absent).toEqual([]);
    expect(readdirSync(folder)).toEqual(['accuracy-of-all.csv', 'accuracy-of-all.pdf', 'accuracy-of-all.svg']);
    return readdirSync(folder).map((name) => readFileSync(join(folder, name), 'base64'));
  };
  const before = await files();
  expect(await files()).toEqual(before);
  addCurve(store, 'run-2', 2);
  const after = await files();
  for (const [index, content] of after.entries()) expect(content).not.toBe(before[index]);
});

test('a figure is composed of others: their panels, runs and remarks together, with what a person changed', async () => {
  const { figures } = setUp();
  const { parts } = definition();
  const both = [...parts, { from: 'screen' as const, figure: samples.mixed!() }];
  const style = { columns: 3, legend: 'none' as const, panels: [{ title: 'First', y: { min: 0, max: 1 } }] };
  const built = await figures.build({ parts: both, style }, { title: 'Both together' });
  if ('absent' in built) throw new Error(built.absent);
  const { figure } = built;
  expect(figure).toMatchObject({ name: 'Both-together', title: 'Both together', columns: 3, legend: 'none' });
  expect(figure.panels.map(({ kind }) => kind)).toEqual(['chart', 'chart', 'chart', 'images', 'drawing']);
  expect(figure.panels[0]).toMatchObject({ title: 'First', y: { min: 0, max: 1 } });
  expect(figure.provenance.runs).toEqual([expect.objectContaining({ name: 'one-step', seed: 1 })]);
  expect(figure.provenance.remarks).toContain('(b, c, d, e) λ = 1; no smoothing.');
});

test('a part that is not there yet leaves out its figure, and says why', async () => {
  const { figures } = setUp();
  const parts = [{ from: 'study', request: { studyId: 'study', figure: 'forecasts' } }];
  figures.save({ ...kept, title: 'Forecasts', definition: definition({ parts } as Partial<FigureDefinition>) });
  figures.save({ ...kept, title: 'Accuracy' });
  figures.save({ ...kept, title: 'accuracy!' });
  const folder = temporaryFolder();
  const { files, absent } = await figures.exportStudy('study', folder);
  expect(absent).toEqual([{ title: 'Forecasts', reason: expect.stringContaining('forecasts yet') }]);
  expect(files).toHaveLength(6);
  expect(readdirSync(folder)).toContain('accuracy-2.svg');
});
