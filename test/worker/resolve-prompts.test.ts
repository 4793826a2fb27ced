import { expect, test } from 'vitest';
import { resolvePrompts } from '../../src-main/worker/generate/resolve-prompts';
import { imageConfiguration } from '../data/image-configuration';
import { smallWaveNet } from '../model/models';

const testCurves = () => Promise.reject(new Error('No data are needed here.'));

test('a sample of the prior begins with nothing, one of an image with the black pixel that every image follows', async () => {
  const choice = { prompt: { kind: 'none' as const }, classes: null, count: 4, steps: 10 };
  const tokens = async (data: Parameters<typeof resolvePrompts>[1]['data']) =>
    (await resolvePrompts(choice, { model: smallWaveNet, data, testCurves })).map((prompt) => prompt.tokens);
  expect(await tokens(null)).toEqual([[]]);
  expect(await tokens(imageConfiguration())).toEqual([[0]]);
});

test('a lagged model takes no class', async () => {
  const model = { family: 'lagged' as const, quantizationLevels: 5, lags: 3, hiddenChannels: [] };
  const choice = { prompt: { kind: 'tokens' as const, rows: [[1]] }, classes: [0], count: 1, steps: 1 };
  await expect(resolvePrompts(choice, { model, data: null, testCurves })).rejects.toThrow('this model has none');
});
