import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import definition from '../../resources/studies/fourier-unrolling.json';
import { armConfiguration, studyDefinitionSchema } from '../../src-main/contract/configuration';
import { metricTitle } from '../../src-main/contract/metric-words';
import type { ArmResult } from '../../src-main/contract/studies';
import { resultCell, resultColumns } from '../../src-renderer/state/arm-results';
import { Comparison, initialView, occasionOf } from '../../src-renderer/state/comparison.svelte';
import { differences, settingSections } from '../../src-renderer/state/configuration-rows';
import { horizonsOf, liveCharts, liveKeys } from '../../src-renderer/state/live-charts';
import { metricText } from '../../src-renderer/state/metric-text';
import { planRows, planTime } from '../../src-renderer/state/plan';
import { fakeApi, run } from './samples';

const preset = studyDefinitionSchema.parse(definition);
const oneStep = armConfiguration(preset, 'quick', 'one-step');
const unrolled = armConfiguration(preset, 'quick', 'unrolled-8');

describe('the table of arms', () => {
  const result = (arm: string, accuracy: number[], error: number[]): ArmResult => ({
    arm,
    label: arm,
    seeds: accuracy.map((_, i) => i + 1),
    metrics: { 'validationAccuracy@8': accuracy, 'validationAccuracy@1': accuracy, 'freeRunningError@394': error },
    trainingTime: accuracy.map(() => 1000),
  });
  const base = result('one-step', [0.6, 0.62], [18, 20]);
  const other = result('unrolled-8', [0.64, 0.66], [13, 14]);

  it('has accuracies by horizon, then the error', () => {
    expect(resultColumns([base, other]).map(({ key }) => key)).toEqual([
      'validationAccuracy@1',
      'validationAccuracy@8',
      'freeRunningError@394',
    ]);
  });

  it('shows mean ± standard deviation and the signed difference to the first arm', () => {
    const [, accuracy, error] = resultColumns([base, other]);
    expect(resultCell(accuracy!, base, base)).toEqual({ text: '0.610 ± 0.014', delta: null, better: null });
    expect(resultCell(accuracy!, other, base)).toEqual({ text: '0.650 ± 0.014', delta: '+0.040', better: true });
    expect(resultCell(error!, other, base)).toEqual({ text: '13.50 ± 0.71', delta: '−5.50', better: true });
  });

  it('shows a dash where a metric is missing', () => {
    const [accuracy] = resultColumns([base]);
    expect(resultCell(accuracy!, { ...other, metrics: {} }, base).text).toBe('–');
  });
});

describe('a comparison', () => {
  const report = (error: unknown) => {
    throw error;
  };

  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function comparison() {
    const built: string[] = [];
    const { api, calls } = fakeApi({
      'figures:build': ({ figure }: { figure: string }) => {
        built.push(figure);
        return { absent: `No ${figure} yet.` };
      },
      'studies:results': () => [],
    });
    return { state: new Comparison(api), built, calls };
  }

  it('reads three figures and the table', async () => {
    const { state, built } = comparison();
    await state.follow('study', 'begun', report);
    expect(built).toEqual(['validation', 'forecasts', 'error']);
    expect(state.figures.error).toEqual({ absent: 'No error yet.' });
    expect(state.results).toEqual([]);
  });

  it('builds again only what a change of view concerns', async () => {
    const { state, built } = comparison();
    await state.follow('study', 'begun', report);
    built.length = 0;
    await state.look({ ...initialView, seed: 2 });
    expect(built).toEqual(['forecasts']);
    await state.look({ ...initialView, seed: 2, band: 'std' });
    expect(built).toEqual(['forecasts', 'validation', 'error']);
  });

  it('loses nothing that is being read when the view changes meanwhile', async () => {
    const { state } = comparison();
    const reading = state.follow('study', 'begun', report);
    await state.look({ ...initialView, seed: 2 });
    await reading;
    expect(Object.keys(state.figures).sort()).toEqual(['error', 'forecasts', 'validation']);
    expect(state.results).toEqual([]);
  });

  it('keeps the band, but not seed and horizon, for another study', async () => {
    const { state } = comparison();
    await state.follow('study', '', report);
    await state.look({ horizon: 32, seed: 2, band: 'std' });
    await state.follow('another', '', report);
    expect(state.view).toEqual({ horizon: null, seed: null, band: 'std' });
  });

  it('reads once for many changes of a study that trains', async () => {
    const { state, built } = comparison();
    await state.follow('study', 'begun', report);
    built.length = 0;
    for (let i = 0; i < 10; i += 1) void state.follow('study', `evaluation ${i}`, report);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(built).toHaveLength(3);
    void state.follow('study', 'one more', report);
    state.stop();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(built).toHaveLength(3);
  });

  it('depends on evaluations, not on every step', () => {
    const at = (step: number, latest: Record<string, number>) =>
      occasionOf([run({ latest, progress: { ...run().progress, step } })]);
    expect(at(1, { oneStepLoss: 3 })).toBe(at(2, { oneStepLoss: 2 }));
    expect(at(1, {})).not.toBe(at(1, { 'validationAccuracy@8': 0.5 }));
  });
});

describe('configurations', () => {
  it('differ in the settings of the unrolled loss alone', () => {
    expect(differences([oneStep, unrolled]).map(({ path, texts }) => [path, ...texts])).toEqual([
      ['training.unrolling.horizon', null, '8'],
      ['training.unrolling.origins', null, '16'],
      ['training.unrolling.weight', null, '1'],
      ['training.unrolling.gumbelTemperature', null, '0.6666667'],
      ['training.unrolling.sampling', null, 'soft'],
    ]);
  });

  it('are listed section by section for reading', () => {
    const [data, model] = settingSections(oneStep);
    expect(data!.rows).toContainEqual({ name: 'phase', text: '−3.141593, 3.141593' });
    expect(model!.rows).toContainEqual({ name: 'dilations', text: '1..64, 1..32' });
  });

  it('amount to what the talk counts', () => {
    const plan = Object.fromEntries(planRows(oneStep, 2));
    expect(plan['Receptive field']).toBe('197 samples, 3.94 s');
    expect(plan.Steps).toBe('2000');
    for (const text of Object.values(plan)) expect(text).not.toContain('NaN');
  });

  it('take the time of all their runs together', () => {
    const [one, both] = [planTime([oneStep], 1, 2)!, planTime([oneStep, unrolled], 3, 2)!];
    expect(both).toBeGreaterThan(6 * one);
    expect(planTime([oneStep, null], 1, 2)).toBeNull();
  });
});

describe('the charts of a training', () => {
  const keys = liveKeys([
    { oneStepLoss: 1, 'validationAccuracy@32': 0.2, 'validationAccuracy@8': 0.5, 'unrolledLoss@8': 2, tensorCount: 4 },
  ]);

  it('are of the metrics that it logs', () => {
    expect(horizonsOf(keys, 'validationAccuracy')).toEqual([8, 32]);
    const { main, small } = liveCharts({ keys, horizon: 8, logarithmicLoss: false, halfLife: 10 });
    expect(main.map(({ key }) => key)).toEqual(['oneStepLoss', 'validationAccuracy@8']);
    expect(small[0]?.key).toBe('unrolledLoss@8');
  });

  it('are called by the talk’s words, with digits that mean something', () => {
    expect(metricTitle('validationAccuracy@8')).toBe('Validation accuracy, 8 steps');
    expect(metricText('residentMemory', 6.44e8)).toBe('644 MB');
    expect(metricText('learningRate', 0.0045000000001)).toBe('0.0045');
  });
});
