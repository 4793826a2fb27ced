import { expect, test } from 'vitest';
import type { ChartPanel, FigureDescription } from '../../src-main/contract/figure';
import { figureRequestSchema, type FigureResult } from '../../src-main/contract/studies';
import { cellText } from '../../src-main/figures/table';
import type { WritableDatabase } from '../../src-main/store/database';
import { saveForecasts } from '../../src-main/store/forecasts';
import { insertPoints } from '../../src-main/store/metrics';
import { endRun, saveStart, setArchived } from '../../src-main/store/runs';
import { buildFigure } from '../../src-main/worker/study-figures';
import { addRun, addStudy, memoryStore } from '../store/support';

/** Two arms with seeds 1 and 2; all have started, none has reported anything yet. */
function study(): WritableDatabase {
  const db = memoryStore();
  addStudy(db);
  for (const seed of [1, 2]) {
    [0, 1].forEach((arm) => {
      const id = `run-${arm}-${seed}`;
      addRun(db, id, seed, arm);
      const environment = {
        device: 'cpu',
        deviceName: 'x',
        tensorflow: '2.21.0',
        threads: 1,
        execution: 'graph',
        microBatch: 1,
      } as const;
      const sizes = { step: 0, maxSteps: 20, parameters: 1, receptiveField: 9 };
      saveStart(db, id, { type: 'started', ...sizes, dataHash: 'data', environment });
    });
  }
  return db;
}

function build(db: WritableDatabase, request: object): FigureResult {
  return buildFigure(db, figureRequestSchema.parse({ studyId: 'study', ...request }));
}

function figureOf(result: FigureResult): { figure: FigureDescription; panels: ChartPanel[] } {
  if ('absent' in result) throw new Error(result.absent);
  return { figure: result.figure, panels: result.figure.panels as ChartPanel[] };
}

function addForecasts(db: WritableDatabase, runId: string, shift: number): void {
  const forecast = { origin: 2, observed: [1, 2, 3], truth: [4, 5], forecast: [4 + shift, 5] };
  const forecasts = [0, 1].map((curve) => ({ curve, ...forecast }));
  saveForecasts(db, runId, { step: 9, horizon: 2, curves: 4, error: [shift, 0], forecasts });
}

test('what is not there yet is said in words, with what there is', () => {
  const db = study();
  expect(build(db, { figure: 'validation' })).toEqual({ absent: 'No run of this study has been validated yet.' });
  const other = build(db, { figure: 'validation', horizon: 5 });
  expect(other).toEqual({ absent: 'This study does not watch the accuracy over 5 steps, but over 1, 8.' });
  for (const figure of ['forecasts', 'error']) {
    expect(build(db, { figure })).toEqual({ absent: expect.stringContaining('made forecasts yet') });
  }
  addForecasts(db, 'run-0-2', 1);
  expect(build(db, { figure: 'forecasts', seed: 1 })).toEqual({ absent: 'Seed 1 has no forecasts yet; seeds 2 have.' });
  expect(() => build(db, { studyId: 'nothing', figure: 'error' })).toThrow('There is no study "nothing".');
});

test('validation is drawn while the runs still train, at the monitored horizon or the asked one', () => {
  const db = study();
  const points = (key: string) => [5, 10].map((step) => ({ key, step, wallTime: step, value: step / 20 }));
  for (const seed of [1, 2]) {
    for (const arm of [0, 1]) insertPoints(db, `run-${arm}-${seed}`, points('validationAccuracy@8'));
  }
  insertPoints(db, 'run-0-1', points('validationAccuracy@1'));
  const { figure, panels } = figureOf(build(db, { figure: 'validation' }));
  expect(panels[0]!.series.map(({ label, role }) => [label, role])).toEqual([
    ['One-step · seed 1', 'raw'],
    ['One-step · seed 2', 'raw'],
    ['One-step (n = 2)', 'curve'],
    ['Unrolled 4 · seed 1', 'raw'],
    ['Unrolled 4 · seed 2', 'raw'],
    ['Unrolled 4 (n = 2)', 'curve'],
  ]);
  expect(figure.provenance).toMatchObject({ dataHash: 'data', versions: { wavebench: '0.0.0', tensorflow: '2.21.0' } });
  const one = figureOf(build(db, { figure: 'validation', horizon: 1 }));
  expect(one.panels[0]!.series.map(({ label }) => label)).toEqual(['One-step']);
  expect(one.figure.provenance.runs.map(({ id }) => id)).toEqual(['run-0-1']);
});

test('forecasts of one seed, in seconds and levels, with the observation limit and the errors', () => {
  const db = study();
  addForecasts(db, 'run-0-1', 1);
  addForecasts(db, 'run-1-1', 2);
  addForecasts(db, 'run-0-2', 3);
  const { figure, panels } = figureOf(build(db, { figure: 'forecasts' }));
  expect(figure).toMatchObject({
    columns: 1,
    sharedX: true,
    provenance: { runs: [{ id: 'run-0-1' }, { id: 'run-1-1' }] },
  });
  expect(panels).toHaveLength(2);
  expect(panels[0]!.title).toBe('Test curve 1, mean absolute error: One-step 0.50; Unrolled 4 1.00 levels');
  expect(panels[0]!.series.map(({ label, x, y }) => [label, x, y])).toEqual([
    ['Truth', [0, 0.02, 0.04, 0.06, 0.08], [1, 2, 3, 4, 5]],
    ['One-step', [0.06, 0.08], [5, 5]],
    ['Unrolled 4', [0.06, 0.08], [6, 5]],
  ]);
  expect(panels[0]!.marks).toEqual([{ axis: 'x', at: 0.04, label: 'observed until here' }]);
  expect(panels[0]).toMatchObject({ x: { unit: 's' }, y: { min: 0, max: 6 } });
  expect(figureOf(build(db, { figure: 'forecasts', seed: 2 })).figure.provenance.runs).toMatchObject([
    { id: 'run-0-2' },
  ]);
});

test('archived runs are in no figure', () => {
  const db = study();
  for (const seed of [1, 2]) addForecasts(db, `run-0-${seed}`, seed);
  endRun(db, 'run-0-1', { status: 'completed', reason: null, now: 1 });
  setArchived(db, ['run-0-1'], true);
  const { figure, panels } = figureOf(build(db, { figure: 'error', band: 'std' }));
  expect(panels[0]!.series).toMatchObject([{ label: 'One-step', x: [1, 2], y: [2, 0], band: null }]);
  expect(figure.provenance.remarks).toContain('One seed for each arm.');
});

test('the results of the arms, and the settings that tell them apart, are tables', () => {
  const db = study();
  expect(build(db, { figure: 'table' })).toEqual({ absent: 'No run of this study has completed yet.' });
  for (const [arm, seed] of [
    [0, 1],
    [0, 2],
    [1, 1],
  ] as const) {
    const id = `run-${arm}-${seed}`;
    insertPoints(db, id, [{ key: 'validationAccuracy@8', step: 5, wallTime: 5, value: 0.5 + arm / 10 + seed / 50 }]);
    endRun(db, id, { status: 'completed', reason: null, now: 1 });
  }
  expect(tableOf(build(db, { figure: 'table' }))).toEqual([
    ['Arm', 'N', 'Accuracy, 8 steps', 'Training time (s)'],
    ['One-step', '2', '0.530 ± 0.014', '0'],
    ['Unrolled 4', '1', '0.620', '0'],
  ]);
  const settings = build(db, { figure: 'settings' });
  if ('figure' in settings) expect(tableOf(settings)[0]).toEqual(['Setting', 'One-step', 'Unrolled 4']);
  else expect(settings.absent).toBe('The arms of this study have the same settings.');
  expect(() => build(db, { figure: 'claim' })).toThrow('needs a claim: a metric and two arms');
});

function tableOf(result: FigureResult): string[][] {
  if ('absent' in result) throw new Error(result.absent);
  const [panel] = result.figure.panels;
  if (panel?.kind !== 'table') throw new Error('A table was expected.');
  return [panel.columns.map(({ title }) => title), ...panel.rows.map(({ cells }) => cells.map(cellText))];
}
