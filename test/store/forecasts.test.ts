import { expect, test } from 'vitest';
import {
  cutForecasts,
  latestForecasts,
  previewAt,
  previewSteps,
  saveForecasts,
  savePreview,
} from '../../src-main/store/forecasts';
import { addRun, addStudy, memoryStore } from './support';

const curve = (number: number, forecast: number) => ({
  curve: number,
  origin: 2,
  observed: [1, 2, 3],
  truth: [4],
  forecast: [forecast],
});
const sample = (number: number) => ({ curve: number, origin: 0, observed: [0], truth: [], forecast: [1, 2] });

function store() {
  const db = memoryStore();
  addStudy(db);
  addRun(db, 'run');
  return db;
}

test('previews are kept by step and are no forecasts with an error', () => {
  const db = store();
  savePreview(db, 'run', { step: 4, horizon: 1, forecasts: [curve(0, 5), sample(8)] });
  savePreview(db, 'run', { step: 8, horizon: 1, forecasts: [curve(0, 6), sample(8)] });
  expect(latestForecasts(db, 'run')).toBeNull();
  expect(previewSteps(db, 'run')).toEqual([4, 8]);
  expect(previewAt(db, 'run', 8)).toEqual([curve(0, 6), sample(8)]);
  expect(previewAt(db, 'run', 9)).toBeNull();
  cutForecasts(db, 'run', 4);
  expect(previewSteps(db, 'run')).toEqual([4]);
});

test('the forecasts of the end stand beside the samples that were shown at that step', () => {
  const db = store();
  savePreview(db, 'run', { step: 4, horizon: 1, forecasts: [curve(0, 5), sample(8)] });
  savePreview(db, 'run', { step: 8, horizon: 1, forecasts: [curve(0, 7)] });
  const forecasts = { step: 4, horizon: 1, curves: 8, error: [1], forecasts: [curve(0, 6), curve(1, 6)] };
  saveForecasts(db, 'run', forecasts);
  expect(latestForecasts(db, 'run')).toEqual(forecasts);
  expect(previewAt(db, 'run', 4)).toEqual([curve(0, 6), curve(1, 6), sample(8)]);
  // A run that is resumed may make a preview anew.
  savePreview(db, 'run', { step: 4, horizon: 1, forecasts: [curve(0, 6)] });
  expect(latestForecasts(db, 'run')).toEqual(forecasts);
});
