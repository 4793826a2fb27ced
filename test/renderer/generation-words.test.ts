import { describe, expect, it } from 'vitest';
import { checkRows, parseSeries, parseTokens } from '../../src-renderer/state/prompt-text';
import { className, modelName, modelNames, promptText, samplerText } from '../../src-renderer/state/generation-words';
import definition from '../../resources/studies/fourier-period.json';
import { armConfiguration, studyDefinitionSchema } from '../../src-main/contract/configuration';

const { data } = armConfiguration(studyDefinitionSchema.parse(definition), 'quick', 'one-step');
const at = (step: number) => ({
  checkpoint: { step } as const,
  model: { runId: 'run', file: `best-${step}.safetensors`, step, sha256: '' },
});

describe('what was generated, in words', () => {
  it('names classes by what they stand for', () => {
    expect(className(data, 4)).toBe('Period 9 s');
    expect(className(null, 4)).toBe('Class 4');
    expect(className(null, 1, ['Shirt', 'Coat'])).toBe('Coat');
    expect(className(null, 1, ['0', '1'])).toBe('Class 1');
  });

  it('names of models what tells them apart', () => {
    const run = (armLabel: string, seed: number) => ({ armLabel, seed });
    const names = (...sources: [ReturnType<typeof run>, number][]) =>
      modelNames(sources.map(([own, step]) => ({ by: own, generation: at(step) })));
    expect(names([run('One-step', 1), 100], [run('Unrolled', 1), 100])).toEqual(['One-step', 'Unrolled']);
    expect(names([run('One-step', 1), 100], [run('One-step', 1), 2000])).toEqual(['step 100', 'step 2000']);
    const seeds = names([run('One-step', 1), 100], [run('One-step', 2), 300]);
    expect(seeds).toEqual(['seed 1, step 100', 'seed 2, step 300']);
    expect(names([run('One-step', 1), 100])).toEqual(['One-step']);
    expect(modelName({ name: 'one-step · seed 1' }, at(400))).toBe('one-step · seed 1, step 400');
  });

  it('tells the sampler and the prompt', () => {
    const sampler = { kind: 'stochastic', temperature: 0.5, topK: 40, topP: null } as const;
    expect(samplerText({ sampler })).toBe('temperature 0.5, top-k 40');
    expect(samplerText({ sampler: { kind: 'greedy' } })).toBe('greedy');
    expect(promptText({ prompt: { kind: 'none' } })).toBe('none');
    expect(promptText({ prompt: { kind: 'dataset', series: [0, 4], observed: 129 } })).toBe(
      'test series 0, 4, 129 observed',
    );
    expect(
      promptText({
        prompt: {
          kind: 'tokens',
          rows: [
            [1, 2],
            [3, 4],
          ],
        },
      }),
    ).toBe('2 × 2 tokens');
  });
});

describe('prompts as a person writes them', () => {
  it('are numbers and ranges of test series, from 0', () => {
    expect(parseSeries('0, 2-4 2', 128)).toEqual({ value: [0, 2, 3, 4] });
    expect(parseSeries('128', 128)).toEqual({ problem: expect.stringContaining('0 to 127') });
    expect(parseSeries('2-1', 128)).toHaveProperty('problem');
    expect(parseSeries('', 128)).toHaveProperty('problem');
    expect(parseSeries('0-99', 128)).toEqual({ problem: 'At most 64 test series at once.' });
  });

  it('are levels, a prompt on each line', () => {
    expect(parseTokens('1, 2\n\n3 4', 8)).toEqual({
      value: [
        [1, 2],
        [3, 4],
      ],
    });
    expect(parseTokens('1, 8', 8)).toEqual({ problem: '"8" is no level of this model: whole numbers from 0 to 7.' });
    expect(parseTokens('1, x', 8)).toEqual({ problem: expect.stringContaining('"x"') });
    expect(parseTokens('1 2\n3', 8)).toEqual({ problem: expect.stringContaining('equally long') });
    expect(checkRows([[1.5]], 8)).toHaveProperty('problem');
  });
});
