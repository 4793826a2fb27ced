import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import definition from '../../resources/studies/fourier-unrolling.json';
import { armConfiguration, studyDefinitionSchema } from '../../src-main/contract/configuration';
import { metricTitle } from '../../src-main/contract/metric-words';
import type { ArmResult } from '../../src-main/contract/studies';
import { resultColumns } from '../../src-main/figures/result-columns';
import { resultCell } from '../../src-renderer/state/arm-results';
import { Comparison, occasionOf } from '../../src-renderer/state/comparison.svelte';
import { baselineResult, initialView } from '../../src-renderer/state/comparison-view';
import { settingDifferences } from '../../src-main/figures/setting-text';
import { settingSections } from '../../src-renderer/state/configuration-rows';
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

  it('compares with any arm, or with one of its runs', () => {
    const [, accuracy] = resultColumns([base, other]);
    const run = baselineResult([base, other], { arm: 'one-step', seed: 2 })!;
    expect(run.seeds).toEqual([2]);
    expect(resultCell(accuracy!, other, run).delta).toBe('+0.030');
    expect(resultCell(accuracy!, base, run)).toMatchObject({ delta: '−0.010', better: false });
    expect(baselineResult([base], { arm: 'unrolled-8', seed: null })).toBeNull();
    expect(baselineResult([base], { arm: 'one-step', seed: 9 })).toBeNull();
    expect(resultCell(accuracy!, base, null).delta).toBeNull();
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
    const claims: object[] = [];
    const { api } = fakeApi({
      'figures:build': ({ figure }: { figure: string }) => {
        built.push(figure);
        return { absent: `No ${figure} yet.` };
      },
      'studies:results': () => [],
      'studies:claim': (request: object) => {
        claims.push(request);
        return { absent: 'No claim yet.' };
      },
      'runs:get': ({ runId }: { runId: string }) => ({ arm: runId, configuration: oneStep }),
    });
    return { state: new Comparison(api), built, claims };
  }

  const compared = (occasion: string, studyId = 'study') => ({
    studyId,
    arms: ['one-step', 'unrolled-8'].map((name) => ({ name, runId: name })),
    metric: 'validationAccuracy@8',
    occasion,
  });

  it('reads the figures and the table of the overview', async () => {
    const { state, built } = comparison();
    await state.follow(compared('begun'), report);
    expect(built).toEqual(['table', 'curves', 'forecasts', 'error']);
    expect(state.figures.error).toEqual({ absent: 'No error yet.' });
    expect(state.results).toEqual([]);
    expect([...state.configurations.keys()]).toEqual(['one-step', 'unrolled-8']);
  });

  it('builds again only what a change of view concerns', async () => {
    const { state, built } = comparison();
    await state.follow(compared('begun'), report);
    built.length = 0;
    await state.look('study', { ...state.view, seed: 2 });
    expect(built).toEqual(['forecasts']);
    await state.look('study', { ...state.view, band: 'std' });
    expect(built).toEqual(['forecasts', 'curves', 'error']);
    await state.look('study', { ...state.view, hidden: ['one-step'] });
    expect(built).toHaveLength(3);
  });

  it('reads of each part what belongs to it', async () => {
    const { state, built, claims } = comparison();
    await state.follow(compared('begun'), report);
    built.length = 0;
    await state.look('study', { ...state.view, part: 'drift' });
    expect(built).toEqual(['drift', 'spectra']);
    await state.look('study', { ...state.view, part: 'claim' });
    expect(claims).toEqual([
      { studyId: 'study', metric: 'validationAccuracy@8', arm: 'unrolled-8', baseline: 'one-step', threshold: null },
    ]);
    await state.look('study', { ...state.view, baseline: { arm: 'unrolled-8', seed: null } });
    expect(claims.at(-1)).toMatchObject({ arm: 'one-step', baseline: 'unrolled-8' });
    expect(built).toHaveLength(2);
  });

  it('loses nothing that is being read when the view changes meanwhile', async () => {
    const { state } = comparison();
    const reading = state.follow(compared('begun'), report);
    await state.look('study', { ...initialView, seed: 2 });
    await reading;
    expect(Object.keys(state.figures).sort()).toEqual(['curves', 'error', 'forecasts', 'table']);
    expect(state.results).toEqual([]);
  });

  it('keeps how one looks, but not what belongs to the study, for another study', async () => {
    const { state } = comparison();
    await state.follow(compared(''), report);
    const curves = { ...initialView.curves, metric: 'validationLoss@8', logY: true };
    await state.look('study', { ...initialView, curves, seed: 2, band: 'std', hidden: ['one-step'] });
    await state.follow(compared('', 'another'), report);
    expect(state.view).toEqual({ ...initialView, curves: { ...initialView.curves, logY: true }, band: 'std' });
  });

  it('reads once for many changes of a study that trains', async () => {
    const { state, built } = comparison();
    await state.follow(compared('begun'), report);
    built.length = 0;
    for (let i = 0; i < 10; i += 1) void state.follow(compared(`evaluation ${i}`), report);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(built).toHaveLength(4);
    void state.follow(compared('one more'), report);
    state.stop();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(built).toHaveLength(4);
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
    expect(settingDifferences([oneStep, unrolled]).map(({ path, texts }) => [path, ...texts])).toEqual([
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
