import { createHash } from 'node:crypto';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { GenerationChoice, GenerationSummary } from '../../src-main/contract/generations';
import { openDataset } from '../../src-main/data/dataset';
import { readTokensHeader } from '../../src-main/generation/npy';
import { writeWeights } from '../../src-main/model/weights';
import { getPrompts } from '../../src-main/store/generations';
import { livelyParameters } from '../model/models';
import {
  addTrainedRun,
  buildWorkers,
  checkpointOf,
  choice,
  configurationOf,
  openGenerations,
  type GenerationServices,
} from './generation-support';

beforeAll(buildWorkers);

/** Generates to the end; a failure is the test's. */
async function generate(
  { generations }: GenerationServices,
  changes: Partial<GenerationChoice> = {},
  runId = 'run',
): Promise<GenerationSummary> {
  const { id } = generations.start({ runId, checkpoint: 'best', ...choice(changes) });
  const ended = await generations.ended(id);
  expect(ended.reason).toBeNull();
  return ended;
}

/** Tokens [trajectory][step] of a stored generation. */
function tokensOf({ generations }: GenerationServices, id: string): number[][] {
  const { path } = generations.get(id);
  const bytes = readFileSync(path!);
  const { trajectories, steps, bytesPerToken, headerBytes } = readTokensHeader(bytes, path!);
  const at = (place: number) =>
    bytesPerToken === 1 ? bytes[headerBytes + place]! : bytes.readUInt16LE(headerBytes + 2 * place);
  return Array.from({ length: trajectories }, (_, trajectory) =>
    Array.from({ length: steps }, (_, step) => at(step * trajectories + trajectory)),
  );
}

describe('a generation', () => {
  test('is told of as it comes and stored with all that decides it', async () => {
    const services = openGenerations();
    await addTrainedRun(services, { id: 'run' });
    const { id } = services.generations.start({
      runId: 'run',
      checkpoint: 'best',
      ...choice({ count: 3, steps: 400 }),
    });
    const ended = await services.generations.ended(id);
    expect(ended).toMatchObject({
      status: 'completed',
      runId: 'run',
      checkpoint: 'best',
      model: { runId: 'run', file: 'best-00000005.safetensors', step: 5 },
      quantizationLevels: 7,
      trajectories: 3,
      groups: [{ first: 0, count: 3, class: null, series: null, observed: 0 }],
      progress: { step: 400, steps: 400, secondsLeft: 0 },
    });
    expect(ended.progress.samplesPerSecond).toBeGreaterThan(0);
    const told = services.published.of('generations:changed').map(([generation]) => generation!.status);
    expect(told[0]).toBe('queued');
    expect(new Set(told.slice(1, -1))).toEqual(new Set(['running']));
    expect(told.at(-1)).toBe('completed');

    const tokens = tokensOf(services, id);
    const streamed: number[][] = [[], [], []];
    for (const { firstStep, steps, trajectories, tokens } of services.published.of('generations:block')) {
      expect(firstStep).toBe(streamed[0]!.length);
      for (let row = 0; row < trajectories; row++) {
        streamed[row]!.push(...tokens.subarray(row * steps, (row + 1) * steps));
      }
    }
    expect(streamed).toEqual(tokens);
    expect(new Set(tokens.flat()).size).toBeGreaterThan(2);

    const detail = services.generations.get(id);
    expect(detail.environment).toMatchObject({ method: 'simd', tensorflow: null, version: '1.2.3' });
    expect(['plain', 'relaxed']).toContain(detail.environment!.simd);
    expect(services.generations.list({ runId: 'run' })).toEqual([ended]);
    expect(services.generations.list({ runId: 'other' })).toEqual([]);
    expect(services.files('run')).toEqual([expect.stringMatching(/^[0-9a-f]{64}\.safetensors$/), `${id}.npy`].sort());
  });

  test('is the same by all three methods, by any number of threads and in any company', async () => {
    const services = openGenerations();
    await addTrainedRun(services, { id: 'run' });
    const wanted = { steps: 60, count: 4, prompt: { kind: 'dataset' as const, series: [0, 3], observed: 20 } };
    const [simd, one, queue, byDefinition, fewer] = await Promise.all([
      generate(services, wanted),
      generate(services, { ...wanted, threads: 1 }),
      generate(services, { ...wanted, method: 'queue' }),
      generate(services, { ...wanted, method: 'default' }),
      generate(services, { ...wanted, count: 2, prompt: { ...wanted.prompt, series: [0] } }),
    ]);
    const tokens = tokensOf(services, simd.id);
    for (const other of [one, queue, byDefinition]) expect(tokensOf(services, other.id)).toEqual(tokens);
    // The noise belongs to the number of a trajectory: the first two are the same ones.
    expect(tokensOf(services, fewer.id)).toEqual(tokens.slice(0, 2));
    expect(services.generations.get(queue.id).environment).toMatchObject({
      simd: null,
      tensorflow: expect.any(String) as string,
    });
  });

  test('continues the series that were named, under their own classes or the ones given', async () => {
    const services = openGenerations();
    const run = {
      id: 'run',
      data: { period: [1, 2, 3] },
      model: { conditionClasses: 3 },
    };
    await addTrainedRun(services, run);
    const { test } = await openDataset(configurationOf(run).data, { bundled: '', fetched: '' });
    const prompt = { kind: 'dataset' as const, series: [2, 1], observed: 5 };
    const own = await generate(services, { prompt, steps: 6 });
    expect(own.groups.map((group) => group.class)).toEqual([test.classes![2], test.classes![1]]);
    expect(services.generations.get(own.id).observedGroups[1]).toMatchObject({
      series: 1,
      prompt: [...test.tokens.subarray(64, 69)],
      truth: [...test.tokens.subarray(69, 75)],
    });
    const given = await generate(services, { prompt, steps: 6, classes: [0, 2], count: 2 });
    expect(given.groups.map((group) => [group.series, group.class, group.first])).toEqual([
      [2, 0, 0],
      [2, 2, 2],
      [1, 0, 4],
      [1, 2, 6],
    ]);
  });

  test('takes a local condition that is known to the last step', async () => {
    const services = openGenerations();
    await addTrainedRun(services, { id: 'run', model: { localConditionChannels: 2 } });
    const local = Array.from({ length: 12 }, (_, i) => [Math.sin(i), i / 12]);
    const prompt = { kind: 'tokens' as const, rows: [[1, 2, 3]] };
    const { id } = await generate(services, { prompt, local, steps: 10, count: 2 });
    const changed = local.map((values, i) => (i < 8 ? values : [9, -9]));
    const other = await generate(services, { prompt, local: changed, steps: 10, count: 2 });
    // The condition at a sample acts on the one after it, and on none before.
    expect(tokensOf(services, other.id).map((row) => row.slice(0, 6))).toEqual(
      tokensOf(services, id).map((row) => row.slice(0, 6)),
    );
    expect(tokensOf(services, other.id)).not.toEqual(tokensOf(services, id));
  });

  test('is generated again exactly, also after the checkpoint is gone; a changed token is found', async () => {
    const services = openGenerations();
    const file = await addTrainedRun(services, { id: 'run' });
    const prompt = { kind: 'dataset' as const, series: [1], observed: 12 };
    const all = await Promise.all([
      generate(services, { steps: 3000, count: 3, prompt }),
      generate(services, { steps: 40, method: 'queue', prompt }),
      generate(services, { steps: 20, sampler: { kind: 'stochastic', temperature: 0.7, topK: 3, topP: 0.9 } }),
    ]);
    rmSync(file);
    for (const { id } of all) {
      expect(await services.generations.regenerate(id)).toMatchObject({
        generationId: id,
        equal: true,
        firstDifference: null,
      });
    }
    const [{ id }] = all;
    const { path } = services.generations.get(id);
    const bytes = readFileSync(path!);
    const { headerBytes } = readTokensHeader(bytes, path!);
    const place = headerBytes + 1234 * 3 + 2;
    const stored = (bytes[place]! + 1) % 7;
    writeFileSync(path!, bytes.fill(stored, place, place + 1));
    expect(await services.generations.regenerate(id)).toMatchObject({
      equal: false,
      firstDifference: { trajectory: 2, step: 1234, stored },
    });
  });

  test('shares its weights with others of the same model, until the last of them is deleted', async () => {
    const services = openGenerations();
    await addTrainedRun(services, { id: 'run' });
    const first = await generate(services);
    const second = await generate(services, { seed: 6 });
    expect(services.files('run')).toHaveLength(3);
    services.generations.delete([first.id]);
    expect(services.files('run')).toHaveLength(2);
    expect(await services.generations.regenerate(second.id)).toMatchObject({ equal: true });
    services.generations.delete([second.id]);
    expect(services.files('run')).toEqual([]);
    expect(services.generations.list({ runId: null })).toEqual([]);
    expect(services.published.of('generations:deleted')).toHaveLength(2);
    expect(() => services.generations.get(first.id)).toThrow(`There is no generation "${first.id}".`);
  });

  test('by a file needs no run; weights that do not say their model need its configuration', async () => {
    const services = openGenerations();
    const own = configurationOf({ id: '' });
    const parameters = livelyParameters(own.model);
    const checkpoint = join(services.dataFolder, 'any.safetensors');
    writeFileSync(checkpoint, await checkpointOf(own, parameters));
    const prompt = { kind: 'dataset' as const, series: [0], observed: 9 };
    const { id } = services.generations.startBy({ path: checkpoint, configuration: null }, choice({ prompt }));
    expect(await services.generations.ended(id)).toMatchObject({
      status: 'completed',
      runId: null,
      model: { file: checkpoint },
    });
    expect(services.files(null)).toContain(`${id}.npy`);
    // The weights that were kept know the data too.
    const kept = services.files(null).find((name) => name.endsWith('.safetensors'))!;
    const again = services.generations.startBy(
      { path: join(services.dataFolder, 'generations', kept), configuration: null },
      choice({ prompt }),
    );
    expect(await services.generations.ended(again.id)).toMatchObject({ status: 'completed' });
    expect(tokensOf(services, again.id)).toEqual(tokensOf(services, id));
    expect(getPrompts(services.store, again.id)).toEqual(getPrompts(services.store, id));

    const weights = join(services.dataFolder, 'weights.safetensors');
    writeFileSync(weights, writeWeights({ model: own.model, parameters, metadata: {} }));
    const plain = services.generations.startBy({ path: weights, configuration: own.model }, choice());
    expect(await services.generations.ended(plain.id)).toMatchObject({ status: 'completed' });
  });
});

describe('reading', () => {
  test('gives stretches as they are, long ones thinned with every extreme, and statistics by step', async () => {
    const services = openGenerations();
    await addTrainedRun(services, { id: 'run' });
    const { id } = await generate(services, { steps: 5000, count: 20 });
    const tokens = tokensOf(services, id);
    const [curve] = await services.generations.trajectories({
      generationId: id,
      trajectories: [7],
      from: 100,
      steps: 50,
      maxPoints: 50,
    });
    expect(curve).toEqual({
      trajectory: 7,
      step: tokens[7]!.slice(100, 150).map((_, i) => 100 + i),
      token: tokens[7]!.slice(100, 150),
    });
    const [thinned] = await services.generations.trajectories({
      generationId: id,
      trajectories: [3],
      from: 0,
      maxPoints: 100,
    });
    expect(thinned!.step.length).toBeLessThanOrEqual(100);
    expect(Math.max(...thinned!.token)).toBe(Math.max(...tokens[3]!));
    thinned!.step.forEach((step, i) => expect(thinned!.token[i]).toBe(tokens[3]![step]));

    const statistics = await services.generations.statistics({
      generationId: id,
      group: 0,
      quantiles: [0.5, 1],
      from: 0,
      maxPoints: 50,
    });
    expect(statistics).toMatchObject({ count: 20, quantiles: [{ probability: 0.5 }, { probability: 1 }] });
    expect(statistics.step).toEqual(Array.from({ length: 50 }, (_, i) => 100 * i));
    const at = (index: number) => tokens.map((trajectory) => trajectory[statistics.step[index]!]!);
    for (const index of [0, 17, 49]) {
      const values = at(index);
      const mean = values.reduce((sum, value) => sum + value, 0) / 20;
      expect(statistics.mean[index]).toBeCloseTo(mean, 12);
      expect(statistics.high[index]! - mean).toBeCloseTo(
        (2.093 * statistics.standardDeviation[index]!) / Math.sqrt(20),
        2,
      );
      expect(statistics.quantiles[1]!.value[index]).toBe(Math.max(...values));
    }
    await expect(
      services.generations.statistics({ generationId: id, group: 1, quantiles: [], from: 0, maxPoints: 10 }),
    ).rejects.toThrow('There is no group 1; there are 0 to 0.');
    await expect(
      services.generations.trajectories({ generationId: id, trajectories: [20], from: 0, maxPoints: 10 }),
    ).rejects.toThrow('There is no trajectory 20; there are 0 to 19.');
  });
});

describe('what is refused leaves nothing behind', () => {
  const conditioned = { data: { period: [1, 2, 3] }, model: { conditionClasses: 3 } };
  test.each<[string, Partial<GenerationChoice>, object, string]>([
    [
      'a condition out of range',
      { classes: [1, 3] },
      conditioned,
      'The condition 3 is out of range. This model has the classes 0 to 2.',
    ],
    [
      'a condition that is missing',
      {},
      conditioned,
      'This model needs a condition; none was given. Name a class from 0 to 2.',
    ],
    [
      'a condition that the model does not have',
      { classes: [1] },
      {},
      'The condition 1 was given, but this model has none.',
    ],
    [
      'a token beyond the levels',
      {
        prompt: {
          kind: 'tokens',
          rows: [
            [1, 2],
            [3, 7],
          ],
        },
      },
      {},
      'Prompt 1 has the token 7 at sample 1; this model has 7 levels. Tokens must be whole numbers from 0 to 6.',
    ],
    [
      'prompts of different lengths',
      { prompt: { kind: 'tokens', rows: [[1, 2], [3]] } },
      {},
      'Prompt 1 has 1 samples, prompt 0 has 2.',
    ],
    [
      'a series that does not exist',
      { prompt: { kind: 'dataset', series: [4], observed: 5 } },
      {},
      'There is no test series 4. This dataset has the test series 0 to 3.',
    ],
    [
      'more observed than there is',
      { prompt: { kind: 'dataset', series: [0], observed: 65 } },
      {},
      '65 samples were to be observed, but the series have 64. Observe 1 to 64 of them.',
    ],
    [
      'too many trajectories',
      { count: 65_536, prompt: { kind: 'tokens', rows: [[1], [2]] } },
      {},
      '2 prompts × 65536 are 131072 trajectories; at most 65536',
    ],
    [
      'NaN in the weights',
      {},
      { damage: (parameters: Float32Array) => parameters.fill(NaN, 3, 4) },
      'is damaged: parameter 3 of 583 is NaN. Choose another checkpoint',
    ],
    [
      'a local condition that is missing',
      {},
      { model: { localConditionChannels: 1 } },
      'This model needs a local condition of 1 channels; none was given.',
    ],
    [
      'a local condition that ends too soon',
      { local: [[1], [2]], steps: 9 },
      { model: { localConditionChannels: 1 } },
      'The local condition is known for 2 samples; prompt and forecast have 8. Generate at most 3 steps',
    ],
  ])('%s', async (_, changes, run, reason) => {
    const services = openGenerations();
    await addTrainedRun(services, { id: 'run', ...run });
    const { id } = services.generations.start({ runId: 'run', checkpoint: 'best', ...choice(changes) });
    const ended = await services.generations.ended(id);
    expect(ended).toMatchObject({ status: 'failed', tokens: null });
    expect(ended.reason).toContain(reason);
    expect(services.files('run')).toEqual([]);
  });

  test('a checkpoint of another shape, a changed one and one that is gone', async () => {
    const services = openGenerations();
    const file = await addTrainedRun(services, { id: 'run' });
    const other = configurationOf({ id: '', model: { residualChannels: 5 } });
    const checkpoint = await checkpointOf(other, livelyParameters(other.model));
    const reasonOf = async () => {
      const { id } = services.generations.start({ runId: 'run', checkpoint: 'best', ...choice() });
      return (await services.generations.ended(id)).reason;
    };
    writeFileSync(file, checkpoint);
    expect(await reasonOf()).toContain('best-00000005.safetensors is no longer the file that was recorded');
    const sha256 = createHash('sha256').update(checkpoint).digest('hex');
    services.store.prepare('UPDATE checkpoints SET sha256 = ?').run(sha256);
    expect(await reasonOf()).toContain('holds another model: its residualChannels is 5, that of the run 4.');
    rmSync(file);
    expect(await reasonOf()).toMatch(/cannot be read: ENOENT.* Choose another checkpoint/);
    const weights = join(services.dataFolder, 'weights.safetensors');
    writeFileSync(
      weights,
      writeWeights({ model: other.model, parameters: livelyParameters(other.model), metadata: {} }),
    );
    const { id } = services.generations.startBy(
      { path: weights, configuration: configurationOf({ id: '' }).model },
      choice(),
    );
    expect((await services.generations.ended(id)).reason).toMatch(
      /does not hold this model: ".*" has shape \[.*\]; this configuration needs/,
    );
    expect([...services.files('run'), ...services.files(null)]).toEqual([]);
  });

  test('a run or a checkpoint that does not exist', async () => {
    const services = openGenerations();
    await addTrainedRun(services, { id: 'run' });
    const start = (runId: string, step: number) => () =>
      services.generations.start({ runId, checkpoint: { step }, ...choice() });
    expect(start('none', 5)).toThrow('There is no run "none".');
    expect(start('run', 6)).toThrow('This run keeps no checkpoint of step 6.');
    expect(services.generations.list({ runId: null })).toEqual([]);
  });
});

describe('cancelling', () => {
  test('answers within 100 ms, whatever the method, and leaves nothing', async () => {
    const services = openGenerations();
    const wide = { dilations: [1, 2, 4, 8, 16, 32, 64, 128, 256], residualChannels: 32, skipChannels: 32 };
    await addTrainedRun(services, { id: 'run', model: wide });
    const times: Record<string, number> = {};
    for (const method of ['simd', 'queue', 'default'] as const) {
      const { id } = services.generations.start({
        runId: 'run',
        checkpoint: 'best',
        ...choice({ method, steps: 10_000_000, count: 32 }),
      });
      await services.published.until(() =>
        services.published.of('generations:changed').some(([one]) => one!.id === id && one!.progress.step > 0),
      );
      const asked = performance.now();
      services.generations.cancel([id]);
      expect(await services.generations.ended(id)).toMatchObject({ status: 'cancelled', tokens: null });
      times[method] = performance.now() - asked;
    }
    // An idle machine needs less than the 100 ms that are promised; a busy one may be late.
    expect(Math.min(...Object.values(times)), JSON.stringify(times)).toBeLessThan(100);
    expect(Math.max(...Object.values(times)), JSON.stringify(times)).toBeLessThan(400);
    expect(services.files('run')).toEqual([]);
  });

  test('one that waits never begins; four run at once', async () => {
    const services = openGenerations();
    await addTrainedRun(services, { id: 'run' });
    const ids = Array.from(
      { length: 5 },
      () => services.generations.start({ runId: 'run', checkpoint: 'best', ...choice({ steps: 50_000_000 }) }).id,
    );
    const statuses = () => ids.map((id) => services.generations.get(id).status);
    expect(statuses()).toEqual(['running', 'running', 'running', 'running', 'queued']);
    services.generations.cancel([ids[4]!]);
    expect(statuses()[4]).toBe('cancelled');
    services.generations.delete([ids[0]!]);
    services.generations.cancel(ids.slice(1));
    await Promise.all(ids.slice(1).map((id) => services.generations.ended(id)));
    expect(services.generations.list({ runId: 'run' }).map(({ status }) => status)).toEqual(Array(4).fill('cancelled'));
  });
});

test('closing the service leaves no half-written file, though its processes end only later', async () => {
  const services = openGenerations();
  await addTrainedRun(services, { id: 'run' });
  const { id } = services.generations.start({ runId: 'run', checkpoint: 'best', ...choice({ steps: 50_000_000 }) });
  await services.published.until(() => services.published.of('generations:block').length > 0);
  expect(services.files('run')).toEqual([`${id}.npy.part`]);
  services.generations.close();
  expect(services.files('run')).toEqual([]);
  await services.generations.ended(id);
  expect(services.files('run')).toEqual([]);
});

test('tokens are copied as CSV, NumPy array and JSON', async () => {
  const services = openGenerations();
  await addTrainedRun(services, { id: 'run' });
  const { id } = await generate(services, { steps: 4, count: 2 });
  const tokens = tokensOf(services, id);
  const target = (name: string) => join(services.dataFolder, name);
  for (const name of ['a.csv', 'a.npy', 'a.json']) {
    const { path, bytes } = await services.generations.export(id, target(name));
    expect(path).toBe(target(name));
    expect(bytes).toBe(statSync(path).size);
  }
  const csv = readFileSync(target('a.csv'), 'utf8');
  expect(csv).toBe(['step,0,1', ...tokens[0]!.map((token, i) => `${i},${token},${tokens[1]![i]}`), ''].join('\n'));
  expect(readFileSync(target('a.npy'))).toEqual(readFileSync(services.generations.get(id).path!));
  expect(JSON.parse(readFileSync(target('a.json'), 'utf8'))).toMatchObject({
    generation: { id, choice: { seed: 5 }, model: { file: 'best-00000005.safetensors' } },
    tokens,
  });
  await expect(services.generations.export(id, target('absent/a.csv'))).rejects.toThrow('could not be written');
});
