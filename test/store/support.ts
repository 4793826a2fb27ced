import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import {
  runConfigurationSchema,
  type RunConfiguration,
  type StudyDefinition,
} from '../../src-main/contract/configuration';
import { connectForWriting, type ConnectOptions, type WritableDatabase } from '../../src-main/store/database';
import { migrate } from '../../src-main/store/migrate';
import type { insertGeneration } from '../../src-main/store/generations';
import { insertRun } from '../../src-main/store/runs';
import { insertStudy } from '../../src-main/store/studies';

export const projectRoot = resolve(import.meta.dirname, '../..');

/** The addon that the set-up compiled for this machine, where it did. */
export const connection: ConnectOptions = { nativeBinding: nativeBinding() };

export function memoryStore(): WritableDatabase {
  const db = connectForWriting(':memory:', connection);
  migrate(db, { file: null });
  return db;
}

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wavebench-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export const configuration: RunConfiguration = runConfigurationSchema.parse({
  data: {
    source: 'fourier',
    quantizationLevels: 7,
    trainCurves: 8,
    validationCurves: 4,
    testCurves: 4,
    samples: 64,
    sampleInterval: 0.02,
    terms: 2,
    period: 1,
    coefficients: [-1, 1],
    phase: [0, 6],
    bias: 0,
    trend: 0,
    start: 0,
    smoothness: 0,
    noise: 0,
    seed: 3,
  },
  model: {
    family: 'wavenet',
    quantizationLevels: 7,
    dilations: [1, 2, 4],
    kernelSize: 2,
    inputKernelSize: 2,
    residualChannels: 4,
    dilationChannels: 4,
    skipChannels: 4,
    headChannels: 4,
    bias: true,
    conditionClasses: null,
    localConditionChannels: null,
    padding: 'layer',
  },
  training: {
    batchSize: 4,
    windowLength: 32,
    maxSteps: 20,
    skipPartialReceptiveField: false,
    unrolling: null,
    optimizer: { learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, clipNorm: null },
    schedule: { kind: 'constant', warmupSteps: 0 },
    earlyStopping: null,
    checkpoints: { keepBest: 1, horizon: 8 },
    microBatch: null,
    execution: 'eager',
  },
  validation: { everySteps: 5, horizons: [1, 8], numOrigins: 2, curves: 4, forecastHorizon: 16 },
});

export const unrolling = {
  horizon: 4,
  origins: 2,
  weight: 1,
  gumbelTemperature: 0.6667,
  sampling: 'soft' as const,
  curriculumSteps: null,
};

/** One-step against unrolled, as small as can be. */
export const definition: StudyDefinition = {
  name: 'tiny',
  title: 'A tiny study',
  question: 'Does it work?',
  base: configuration,
  scales: { quick: {}, paper: { 'training.maxSteps': 40 } },
  arms: [
    { name: 'one-step', label: 'One-step', changes: {} },
    { name: 'unrolled-4', label: 'Unrolled 4', changes: { 'training.unrolling': unrolling } },
  ],
};

export function addStudy(db: WritableDatabase, id = 'study', createdAt = 1000): void {
  const arms = definition.arms.map(({ name, label }) => ({ name, label }));
  insertStudy(db, { id, definition, scale: 'quick', seeds: [1, 2], arms, changes: {}, createdAt });
}

/** A queued run of the study that `addStudy` adds. */
export function addRun(db: WritableDatabase, id: string, seed = 1, arm = 0, studyId = 'study'): void {
  const { name, label } = definition.arms[arm]!;
  insertRun(db, {
    id,
    studyId,
    name: `${name} · seed ${seed}`,
    arm: name,
    armLabel: label,
    colorIndex: arm,
    seed,
    configuration,
    configurationHash: 'hash',
    programVersion: '0.0.0',
    createdAt: 1000,
  });
}

/** A complete generation of the run of this id. */
export function storedGeneration(id: string, runId = 'run'): Parameters<typeof insertGeneration>[1] {
  return {
    id,
    checkpoint: 'best',
    model: { runId, file: 'best-00000001.safetensors', step: 1, sha256: 'm' },
    quantizationLevels: 7,
    receptiveField: 9,
    choice: {
      method: 'simd',
      threads: null,
      sampler: { kind: 'stochastic', temperature: 1, topK: null, topP: null },
      seed: 5,
      count: 2,
      steps: 3,
      prompt: { kind: 'dataset', series: [1], observed: 2 },
      classes: null,
      local: null,
    },
    groups: [{ first: 0, count: 2, class: null, series: 1, observed: 2 }],
    prompts: [{ tokens: [1, 2], class: null, series: 1, truth: [4, 5, 6] }],
    environment: { method: 'simd', threads: 2, simd: 'relaxed', tensorflow: null, version: '0.0.0' },
    files: {
      tokens: { file: `${id}.npy`, bytes: 134, sha256: 't' },
      weights: { file: 'w.safetensors', sha256: 'w' },
    },
    createdAt: 2000,
    duration: 12.5,
  };
}

function nativeBinding(): string | null {
  const file = process.env.WAVEBENCH_RUNTIME ?? join(projectRoot, 'node_modules', '.wavebench', 'runtime.json');
  if (!existsSync(file)) return null;
  const { sqlite } = JSON.parse(readFileSync(file, 'utf8')) as { sqlite: { nativeBinding: string | null } };
  return sqlite.nativeBinding === null ? null : resolve(file, '..', sqlite.nativeBinding);
}
