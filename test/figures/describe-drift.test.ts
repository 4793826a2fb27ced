import { expect, test } from 'vitest';
import type { DriftResult } from '../../src-main/contract/drift';
import { figureSchema, type ChartPanel } from '../../src-main/contract/figure';
import { describeDrift } from '../../src-main/figures/describe-drift';
import { describeSpectra } from '../../src-main/figures/describe-spectra';
import type { DriftRun } from '../../src-main/figures/drift-run';
import { namedSeries } from '../../src-main/figures/legend';
import { expectSamePicture } from './same-picture';

const study = { name: 'tiny', title: 'Tiny' };
const horizon = 5;

function measured(arm: number, seed: number, { noisy = true, spectra = true } = {}): DriftRun {
  const scores = (base: number) => ({
    error: Array.from({ length: horizon }, (_, step) => base + step * seed),
    accuracy: Array.from({ length: horizon }, (_, step) => 1 / (base + step + seed)),
  });
  const under = (observations: 'clean' | 'noisy'): DriftResult['under'][number] => ({
    observations,
    noise: observations === 'noisy' ? 0.1 : 0,
    freeRunning: scores(2 + arm),
    teacherForced: scores(1),
    spectra: spectra
      ? { truth: [4, 2, 1], freeRunning: [3, 1, seed / 10], teacherForced: [4, 2, 1], error: [2, 2, 1] }
      : null,
  });
  return {
    run: {
      id: `run-${arm}-${seed}`,
      name: `arm-${arm}`,
      armLabel: `Arm ${arm}`,
      colorIndex: arm,
      seed,
      configurationHash: 'hash',
      dataHash: 'data',
      versions: { wavebench: '1.0.0' },
    },
    result: { horizon, origin: 8, curves: 64, under: noisy ? [under('clean'), under('noisy')] : [under('clean')] },
  };
}

const runs = [0, 1].flatMap((arm) => [1, 2].map((seed) => measured(arm, seed)));

test('error and accuracy of both ways, a row for clean and one for noisy observations, an arm’s colour for both', () => {
  const figure = describeDrift({ study, runs, band: 'range' });
  expect(() => figureSchema.parse(figure)).not.toThrow();
  const panels = figure.panels as ChartPanel[];
  expect(panels.map(({ title, y }) => [title, y.title])).toEqual([
    ['Clean observations', 'Error'],
    ['Clean observations', 'Accuracy'],
    ['Noisy observations', 'Error'],
    ['Noisy observations', 'Accuracy'],
  ]);
  const lines = panels[0]!.series.filter(({ role }) => role === 'curve');
  expect(lines.map(({ label, colorIndex, dash, band }) => [label, colorIndex, dash, band?.n])).toEqual([
    ['Arm 0 (n = 2), teacher-forced', 0, 'dotted', 2],
    ['Arm 1 (n = 2), teacher-forced', 1, 'dotted', 2],
    ['Arm 0 (n = 2), free-running', 0, 'solid', 2],
    ['Arm 1 (n = 2), free-running', 1, 'solid', 2],
  ]);
  expect(lines[2]).toMatchObject({ x: [1, 2, 3, 4, 5], y: [2, 3.5, 5, 6.5, 8] });
  expect(figure.provenance.remarks.join(' ')).toContain('64 held-out curves');
});

test('many arms are named once; their panels say what is dotted', () => {
  const many = [0, 1, 2].map((arm) => measured(arm, 1, { noisy: false }));
  const [panel] = describeDrift({ study, runs: many, band: 'none' }).panels as ChartPanel[];
  expect(namedSeries(panel!.series).map(({ label }) => label)).toEqual(['Arm 0', 'Arm 1', 'Arm 2']);
  expect(panel!.title).toBe('dotted: teacher-forced');
});

test('spectra stand beside that of the truth, and are left out where there are no harmonics', () => {
  const figure = describeSpectra({ study, runs, band: 'range' })!;
  expect(() => figureSchema.parse(figure)).not.toThrow();
  const [clean] = figure.panels as ChartPanel[];
  expect(clean!.series.find(({ role }) => role === 'truth')).toMatchObject({ x: [1, 2, 3], y: [4, 2, 1] });
  const arm = clean!.series.find(({ label }) => label === 'Arm 1 (n = 2)')!;
  expect(arm.y).toEqual([3, 1, expect.closeTo(0.15, 12)]);
  const without = runs.map(({ run }) => measured(run.colorIndex, run.seed, { spectra: false }));
  expect(describeSpectra({ study, runs: without, band: 'none' })).toBeNull();
});

test('drift and spectra are the same in all formats', async () => {
  await expectSamePicture('drift', describeDrift({ study, runs, band: 'range' }));
  await expectSamePicture('spectra', describeSpectra({ study, runs, band: 'range' })!);
}, 60_000);
