import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import { ChildProcessHost } from '../../src-main/cli/job-host';
import type { RunConfiguration } from '../../src-main/contract/configuration';
import type { GenerationChoice } from '../../src-main/contract/generations';
import { checkpointFileName } from '../../src-main/contract/training';
import { openDataset } from '../../src-main/data/dataset';
import { Generations } from '../../src-main/services/generations';
import { systemClock } from '../../src-main/services/clock';
import { runFolder } from '../../src-main/services/data-folder';
import { nodeFiles } from '../../src-main/services/files';
import { JobClient } from '../../src-main/services/job-client';
import { saveCheckpoint } from '../../src-main/store/checkpoints';
import type { WritableDatabase } from '../../src-main/store/database';
import { openStore, storeEnvironment } from '../../src-main/store/open';
import { insertRun } from '../../src-main/store/runs';
import { encodeCheckpoint } from '../../src-main/training/checkpoint';
import { initialState } from '../../src-main/training/state';
import { livelyParameters } from '../model/models';
import { bundle } from '../store/bundle';
import { addStudy, configuration, connection, projectRoot, temporaryFolder } from '../store/support';
import { Published } from './support';

const root = resolve(projectRoot, 'test', 'output', 'generation');

/** Builds the processes that generate and read, as the program has them. */
export async function buildWorkers(): Promise<void> {
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
  const entries = ['generate', 'evaluate', 'query'].map((name) => [name, `src-main/worker/${name}.ts`]);
  await bundle(Object.fromEntries(entries) as Record<string, string>, join(root, 'out', 'main'));
  cpSync(join(projectRoot, 'out', 'kernel'), join(root, 'out', 'kernel'), { recursive: true });
}

export interface GenerationServices {
  store: WritableDatabase;
  generations: Generations;
  dataFolder: string;
  published: Published;
  /** What lies in the folder of a run's generations, or of those without a run. */
  files(runId: string | null): string[];
}

/** Starts the processes that were built. */
export function builtJobs(): ChildProcessHost {
  return new ChildProcessHost(join(root, 'out', 'main'), { TF_CPP_MIN_LOG_LEVEL: '2' });
}

/** The service on a data folder of its own, with one study. */
export function openGenerations(): GenerationServices {
  const dataFolder = temporaryFolder();
  const store = openStore(dataFolder, connection);
  addStudy(store);
  const published = new Published();
  const jobs = builtJobs();
  const query = new JobClient(jobs, 'query', { environment: storeEnvironment(dataFolder, connection) });
  const shared = { store, jobs, query, dataFolder, publish: published.publish };
  const generations = new Generations({ ...shared, files: nodeFiles, clock: systemClock, version: '1.2.3' });
  onTestFinished(async () => {
    generations.close();
    await Promise.all(generations.list({ runId: null }).map(({ id }) => generations.ended(id)));
    query.close();
    store.close();
  });
  const files = (runId: string | null) => {
    const folder = join(runId === null ? dataFolder : runFolder(dataFolder, runId), 'generations');
    return existsSync(folder) ? readdirSync(folder).sort() : [];
  };
  return { store, generations, dataFolder, published, files };
}

export interface TrainedRun {
  id: string;
  seed?: number;
  model?: Partial<RunConfiguration['model'] & { family: 'wavenet' }>;
  data?: Partial<RunConfiguration['data'] & { source: 'fourier' }>;
  /** Changes the weights before they are written. */
  damage?: (parameters: Float32Array) => void;
}

/** The configuration of such a run. */
export function configurationOf({ model, data }: TrainedRun): RunConfiguration {
  return {
    ...configuration,
    model: { ...configuration.model, ...model } as RunConfiguration['model'],
    data: { ...configuration.data, ...data } as RunConfiguration['data'],
  };
}

/** Adds a run with one checkpoint as a training leaves it, though nothing was learned. */
export async function addTrainedRun(
  { store, dataFolder }: Pick<GenerationServices, 'store' | 'dataFolder'>,
  run: TrainedRun,
): Promise<string> {
  const { id, seed = 1, damage } = run;
  const own = configurationOf(run);
  insertRun(store, {
    id,
    studyId: 'study',
    name: `one-step · seed ${seed}`,
    arm: 'one-step',
    armLabel: 'One-step',
    colorIndex: 0,
    seed,
    configuration: own,
    configurationHash: 'hash',
    programVersion: '0.0.0',
    createdAt: 1000,
  });
  const parameters = livelyParameters(own.model, seed);
  damage?.(parameters);
  const bytes = await checkpointOf(own, parameters);
  const file = checkpointFileName('best', 5);
  const folder = runFolder(dataFolder, id);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, file), bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  saveCheckpoint(store, id, { step: 5, file, bytes: bytes.length, sha256, score: 0.5, kind: 'best' }, 1000);
  return join(folder, file);
}

export async function checkpointOf(own: RunConfiguration, parameters: Float32Array): Promise<Uint8Array> {
  const { train } = await openDataset(own.data, { bundled: '', fetched: '' });
  const { batchSize, windowLength } = own.training;
  return encodeCheckpoint({
    configuration: own,
    seed: 1,
    dataHash: 'data',
    environment: { device: 'cpu', deviceName: 'test', tensorflow: '2', threads: 1, execution: 'eager', microBatch: 1 },
    state: initialState(train, { batchSize, windowLength }, 1),
    step: { parameters, firstMoment: parameters.map(() => 0), secondMoment: parameters.map(() => 0), steps: 5 },
  });
}

/** A choice with what a test does not care for filled in. */
export function choice(changes: Partial<GenerationChoice> = {}): GenerationChoice {
  return {
    method: 'simd',
    threads: null,
    sampler: { kind: 'stochastic', temperature: 1, topK: null, topP: null },
    seed: 5,
    count: 1,
    steps: 10,
    prompt: { kind: 'none' },
    classes: null,
    local: null,
    ...changes,
  };
}
