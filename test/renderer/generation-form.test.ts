import { describe, expect, it } from 'vitest';
import period from '../../resources/studies/fourier-period.json';
import unrolling from '../../resources/studies/fourier-unrolling.json';
import { armConfiguration, studyDefinitionSchema } from '../../src-main/contract/configuration';
import { startGenerationSchema } from '../../src-main/contract/generations';
import type { RunDetail } from '../../src-main/contract/runs';
import { GenerationForm } from '../../src-renderer/state/generation-form.svelte';
import { run } from './samples';

function detail(id: string, study: unknown, receptiveField: number): RunDetail {
  return {
    ...run({ id }),
    configuration: armConfiguration(studyDefinitionSchema.parse(study), 'quick', 'one-step'),
    configurationHash: '',
    environment: null,
    parameters: null,
    receptiveField,
    dataHash: null,
    checkpoints: [],
    notices: [],
    folder: '',
  };
}
const details = new Map([
  ['plain', detail('plain', unrolling, 197)],
  ['period', detail('period', period, 129)],
]);

function formOf(runId: string): GenerationForm {
  const form = new GenerationForm((id) => details.get(id) ?? null);
  form.models.begin({ runId, checkpoint: 'best' });
  return form;
}

describe('the form of a generation', () => {
  it('begins with four prior samples as long as a series', () => {
    const [request] = formOf('plain').lanes!.flat();
    expect(request).toMatchObject({
      runId: 'plain',
      checkpoint: 'best',
      method: 'simd',
      threads: null,
      sampler: { kind: 'stochastic', temperature: 1, topK: null, topP: null },
      seed: 1,
      count: 4,
      steps: 640,
      prompt: { kind: 'none' },
      classes: null,
    });
    expect(startGenerationSchema.parse(request)).toEqual(request);
  });

  it('begins with a sample of every class of a conditional model', () => {
    const form = formOf('period');
    expect(form.lanes![0]![0]).toMatchObject({ count: 1, steps: 320, classes: [0, 1, 2, 3, 4] });
    form.toggleClass(1);
    expect(form.lanes![0]![0]!.classes).toEqual([0, 2, 3, 4]);
    for (const index of [0, 2, 3, 4]) form.toggleClass(index);
    expect(form.lanes).toBeNull();
    expect(form.problems.classes).toBe('Choose at least one.');
  });

  it('continues test series under their own classes', () => {
    const form = formOf('period');
    form.prompt.kind = 'dataset';
    form.prompt.seriesText = '0-2';
    const expected = { prompt: { kind: 'dataset', series: [0, 1, 2], observed: 129 }, classes: null };
    expect(form.lanes![0]![0]).toMatchObject(expected);
  });

  it('says what is not possible, and asks for nothing then', () => {
    const form = formOf('plain');
    form.write('temperature', '0');
    form.write('topK', '128');
    expect(form.lanes).toBeNull();
    expect(form.problems.temperature).toBe('0 is not allowed: 0 … 1000, without 0.');
    expect(form.problems.topK).toContain('1 … 127');
    form.sampler = 'greedy';
    expect(form.lanes![0]![0]!.sampler).toEqual({ kind: 'greedy' });
  });

  it('asks every model for the same, classes only of those that know them', () => {
    const form = formOf('period');
    form.models.add({ runId: 'plain', checkpoint: 'last' });
    const [first, second] = form.lanes!.flat();
    expect(second).toEqual({ ...first, runId: 'plain', checkpoint: 'last', classes: null });
  });

  it('takes over how something was generated', () => {
    const form = formOf('plain');
    form.write('temperature', '0.25');
    form.write('seed', '7');
    form.prompt.kind = 'tokens';
    form.prompt.tokensText = '1 2 3';
    const [before] = form.lanes!.flat();
    const other = formOf('plain');
    other.take(startGenerationSchema.parse(before));
    expect(other.lanes).toEqual([[before]]);
    other.choosePriorSamples();
    const prior = { count: 4, prompt: { kind: 'none' }, seed: 7, sampler: { temperature: 1 } };
    expect(other.lanes![0]![0]).toMatchObject(prior);
  });

  it('takes a local condition as numbers, a line for each sample, where the model has one', () => {
    const plain = details.get('plain')!;
    const configuration = structuredClone(plain.configuration);
    Object.assign(configuration.model, { localConditionChannels: 2 });
    const form = new GenerationForm(() => ({ ...plain, configuration }));
    form.models.begin({ runId: 'plain', checkpoint: 'best' });
    expect(form.lanes![0]![0]!.local).toBeNull();
    form.local.kind = 'written';
    form.local.text = '1, 2\n\n3 -0.5';
    expect(form.lanes![0]![0]!.local).toEqual([
      [1, 2],
      [3, -0.5],
    ]);
    form.local.text = '1, 2\n3';
    expect(form.lanes).toBeNull();
    expect(form.problems.local).toBe('Sample 2 is "3"; it needs 2 numbers.');
    form.local.kind = 'file';
    expect(form.problems.local).toContain('CSV');
  });
});
