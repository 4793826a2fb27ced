import { expect } from '@playwright/test';
import { test } from './app';

test('a model that comes along completes, classifies and writes images in the app, before anything was trained', async ({
  workspace,
}) => {
  const { request } = await workspace.start();
  const models = await request('models:list');
  expect(models.map(({ name }) => name)).toEqual(['fourier-one-step', 'fourier-unrolled-8', 'mnist-binary']);
  const source = { model: 'mnist-binary' };

  const choice = { images: [0, 1], observed: 392, count: 2 };
  const { images } = await request('images:complete', { source, choice: { ...choice, class: 'none' } });
  expect(images.map(({ completions }) => completions.length)).toEqual([2, 2]);

  const { id } = await request('evaluations:start', { source, choice: { kind: 'classification', count: 5 } });
  const cancelled = await request('evaluations:start', { source, choice: { kind: 'density' } });
  await request('evaluations:cancel', { evaluationIds: [cancelled.id] });
  const status = async () => (await request('evaluations:get', { evaluationId: id })).status;
  await expect.poll(status, { timeout: 120_000 }).toBe('completed');
  const { result } = await request('evaluations:get', { evaluationId: id });
  expect(result).toMatchObject({ kind: 'classification', images: { index: expect.any(Array) } });
  const listed = await request('evaluations:list', { runId: null });
  expect(listed.map((one) => one.status).sort()).toEqual(['cancelled', 'completed']);

  const [likelihood] = await request('images:likelihoods', {
    source,
    series: { kind: 'dataset', series: [3] },
    classes: 'marginal',
  });
  expect(likelihood!.steps).toHaveLength(784);
});
