import { describe, expect, it } from 'vitest';
import binary from '../../resources/studies/mnist-binary.json';
import { armConfiguration, studyDefinitionSchema } from '../../src-main/contract/configuration';
import type { ImageCompletions } from '../../src-main/contract/evaluations';
import type { ChartPanel, ImagesPanel } from '../../src-main/contract/figure';
import { startGenerationSchema, type GenerationSummary } from '../../src-main/contract/generations';
import type { SeriesLikelihood } from '../../src-main/contract/likelihoods';
import type { RunDetail } from '../../src-main/contract/runs';
import { completionFigure } from '../../src-renderer/state/completion-figure';
import { CompletionView } from '../../src-renderer/state/completion-view.svelte';
import { GenerateView } from '../../src-renderer/state/generate-view.svelte';
import { likelihoodFigure } from '../../src-renderer/state/likelihood-figure';
import { Likelihoods } from '../../src-renderer/state/likelihoods.svelte';
import { ModelsState } from '../../src-renderer/state/models.svelte';
import { fakeApi, run } from './samples';

const definition = studyDefinitionSchema.parse(binary);
const pixels = 28 * 28;
const digits: RunDetail = {
  ...run({ id: 'digits', progress: { step: 3000, maxSteps: 3000, epoch: 1, stepsPerSecond: 1, secondsLeft: 0 } }),
  configuration: armConfiguration(definition, 'quick', definition.arms[0]!.name),
  environment: null,
  parameters: null,
  receptiveField: 800,
  dataHash: null,
  checkpoints: [21, 750, 3000].map((step) => {
    return { step, file: `last-${step}`, bytes: 1, sha256: `hash ${step}`, score: null, kind: 'last' as const };
  }),
  notices: [],
  folder: '',
};

describe('generating over a training', () => {
  function build() {
    const started: number[] = [];
    let number = 0;
    const { api } = fakeApi({
      'runs:get': () => digits,
      'generations:start': (request: unknown) => {
        const { runId, checkpoint, ...choice } = startGenerationSchema.parse(request);
        const { step } = checkpoint as { step: number };
        started.push(step);
        const model = { runId, file: `last-${step}`, step, sha256: `hash ${step}` };
        const id = `generation ${(number += 1)}`;
        const done = { status: 'completed', reason: null, duration: 500, createdAt: number, trajectories: 50 };
        return { ...done, id, runId, checkpoint, model, choice, groups: [] } as unknown as GenerationSummary;
      },
    } as never);
    const models = new ModelsState(api, () => null);
    const view = new GenerateView(api, models);
    view.choose(digits);
    return { view, models, started };
  }

  it('takes every stored checkpoint with the same noise under every class, the last first', async () => {
    const { view, models, started } = build();
    await models.readRuns(['digits']);
    expect(view.form.models.hasCourse).toBe(true);
    view.form.models.chooseWholeTraining();
    const lanes = view.form.lanes!;
    expect(lanes[0]!.map((one) => 'runId' in one && one.checkpoint)).toEqual([
      { step: 21 },
      { step: 750 },
      { step: 3000 },
    ]);
    expect(lanes.flat().every(({ noise, seed }) => noise === 'common' && seed === 1)).toBe(true);
    await view.generate(lanes);
    expect(started).toEqual([3000, 750, 21]);
    expect(view.result.course).toEqual([21, 750, 3000]);
    expect(view.result.shown.map(({ model }) => model!.step)).toEqual([3000]);
    view.result.goTo(1);
    expect(view.result.shown.map(({ model }) => model!.step)).toEqual([750]);
  });

  it('shows what was generated in the same way before again, and generates what differs', async () => {
    const { view, models, started } = build();
    await models.readRuns(['digits']);
    view.form.models.chooseWholeTraining();
    await view.generate(view.form.lanes!);
    view.result.goTo(0);
    await view.generate(view.form.lanes!);
    expect(started).toHaveLength(3);
    expect(view.result.step).toBe(21);
    view.form.write('temperature', '0.5');
    await view.generate(view.form.lanes!);
    expect(started).toHaveLength(6);
  });

  it('shows models beside each other at one step of the training', async () => {
    const { view, models } = build();
    await models.readRuns(['digits']);
    view.form.models.add({ runId: 'digits', checkpoint: { step: 750 } });
    view.form.models.set(0, { runId: 'digits', checkpoint: 'every' });
    await view.generate(view.form.lanes!);
    view.result.goTo(0);
    expect(view.result.shown.map(({ model }) => model!.step)).toEqual([21, 750]);
  });
});

const image = { width: 28, height: 28, scanOrder: 'scanline', quantizationLevels: 2 } as const;
const original = Array.from({ length: 1 + pixels }, (_, index) => index % 2);
function completions(observed: number, bits: number): ImageCompletions {
  const zeros = original.map(() => 0);
  const one = { index: 4, class: 7, original, posterior: null, mean: zeros, standardDeviation: zeros };
  return { image, observed, images: [{ ...one, completions: [{ class: 7, tokens: zeros }], bitsOfRest: bits }] };
}

describe('completing by hand', () => {
  function build() {
    const asked: { class: string; observed: number }[] = [];
    const waiting: (() => void)[] = [];
    const { api, calls } = fakeApi({
      'images:complete': async ({ choice }: { choice: { class: string; observed: number } }) => {
        asked.push(choice);
        await new Promise<void>((resolve) => waiting.push(resolve));
        return completions(choice.observed, choice.class === 'given' ? 0.1 : 0.2);
      },
      'images:cancel': () => undefined,
    } as never);
    const view = new CompletionView(api, () => ({ model: digits, source: { runId: 'digits', checkpoint: 'best' } }));
    return { view, asked, waiting, calls };
  }

  it('begins with half of each image, with the class given and without', async () => {
    const { view, asked, waiting } = build();
    const done = view.complete();
    await Promise.resolve();
    expect(view.busy).toBe(2);
    expect(asked).toMatchObject([
      { class: 'given', observed: 392, images: [0, 1, 2, 3, 4], count: 32 },
      { class: 'none', observed: 392 },
    ]);
    for (const answer of waiting) answer();
    await done;
    expect([view.busy, view.results.given?.observed, view.results.none?.images[0]!.bitsOfRest]).toEqual([0, 392, 0.2]);
  });

  it('leaves what is under way for a newer wish', async () => {
    const { view, waiting, calls } = build();
    const first = view.complete();
    await Promise.resolve();
    view.observe(100, { settle: null });
    const second = view.complete();
    await new Promise((resolve) => setTimeout(resolve));
    for (const answer of waiting) answer();
    await Promise.all([first, second]);
    expect(calls).toContain('images:cancel');
    expect([view.busy, view.results.given!.observed]).toEqual([0, 100]);
  });

  it('keeps the border within the image and says what is not possible', () => {
    const { view } = build();
    view.observe(5000, { settle: null });
    expect(view.observed).toBe(pixels - 1);
    view.observe(-3, { settle: null });
    expect(view.observed).toBe(1);
    view.write('images', '1000');
    view.write('count', '1.5');
    expect(Object.keys(view.problems)).toEqual(['images', 'count']);
  });

  it('shows originals over completions; while the border moves what will be observed', () => {
    const results = { given: completions(392, 0.1), none: completions(392, 0.2) };
    const scene = { model: digits, results, observed: 392, sampling: 'temperature 1, seed 1' };
    const figure = completionFigure(scene)!;
    const [given] = figure.panels as ImagesPanel[];
    expect(figure.columns).toBe(2);
    expect(given!.rowLabels).toEqual(['Original', 'Completed', 'Mean', 'Std']);
    expect(given!.images[0]).toEqual(original.slice(1));
    expect(figure.provenance.remarks.join(' ')).toContain('the class not given: Class 7 0.200');
    const [moved] = completionFigure({ ...scene, observed: 28 })!.panels as ImagesPanel[];
    expect(moved!.images[1]!.slice(0, 29)).toEqual([...original.slice(1, 29), null]);
  });
});

describe('the likelihood of an image', () => {
  const likelihood = (own: number | null, bits: number): SeriesLikelihood => ({
    series: 0,
    class: own,
    logLikelihood: -bits * pixels * Math.LN2,
    bitsPerSample: bits,
    steps: Array.from({ length: pixels }, () => -bits * Math.LN2),
    posterior: own === null ? [0.1, 0.9] : null,
  });

  it('is a map of its pixels and a curve over its signal, with the class and whatever the class', async () => {
    const { api } = fakeApi({
      'images:likelihoods': ({ classes }: { classes: number[] | 'marginal' }) => {
        return [classes === 'marginal' ? likelihood(null, 0.5) : likelihood(3, 0.25)];
      },
    } as never);
    const series = { kind: 'tokens' as const, rows: [original] };
    const source = { runId: 'digits', checkpoint: 'best' as const };
    const asked = new Likelihoods({ title: 'Class 3', model: digits, source, series, classes: [3] });
    await asked.read(api);
    const figure = likelihoodFigure(asked.question, asked.rows![0]!);
    expect(figure.panels.map(({ kind }) => kind)).toEqual(['images', 'drawing', 'drawing', 'chart', 'chart']);
    const surprise = figure.panels.at(-1) as ChartPanel;
    expect(surprise.series.map(({ label }) => label)).toEqual(['p(x | Class 3)', 'p(x)']);
    expect(surprise.series[0]!.x[0]).toBe(1);
    expect(surprise.series[0]!.y[0]).toBeCloseTo(0.25, 12);
    expect(figure.provenance.remarks).toContain('p(x): 0.5000 bits on average.');
  });
});
