import definition from '../../../resources/studies/fourier-unrolling.json';
import { armConfiguration, studyDefinitionSchema, type Scale } from '../../../src-main/contract/configuration';
import type { RunStatus, RunSummary } from '../../../src-main/contract/runs';
import type { StudySummary } from '../../../src-main/contract/studies';
import type { Forecast } from '../../../src-main/contract/training';

export type Scenario = 'empty' | 'small' | 'seeds' | 'large';

export const preset = studyDefinitionSchema.parse(definition);
const hour = 3_600_000;

export interface FakeRun extends RunSummary {
  /** Deterministic noise of this run. */
  noise: (index: number) => number;
}

/** A run's curves follow simple laws with noise of their own; the unrolled arm overtakes late, as in the talk. */
export function valueOf(run: FakeRun, key: string, step: number): number {
  const [name, horizonText] = key.split('@');
  const horizon = Number(horizonText ?? 1);
  const late = run.colorIndex === 0 ? 0 : 0.05 * Math.tanh((step - 700) / 500);
  const wobble = run.noise(step);
  switch (name) {
    case 'oneStepLoss':
      return 0.55 + 4.3 * Math.exp(-step / 140) + 0.45 * Math.exp(-step / 900) + 0.06 * wobble;
    case 'unrolledLoss':
      return 1.1 + 3.8 * Math.exp(-step / 190) + 0.5 * Math.exp(-step / 900) + 0.09 * wobble;
    case 'validationAccuracy':
      return Math.max(
        0,
        (0.86 - 0.19 * Math.log2(horizon) * 0.62) * (1 - Math.exp(-step / 420)) + late + 0.012 * wobble,
      );
    case 'validationLoss':
      return 0.6 + 0.2 * Math.log2(horizon + 1) + 3 * Math.exp(-step / 200) + 0.02 * wobble;
    case 'learningRate':
      return 0.005 * (step < 1200 ? 1 : 0.3) * (step < 1700 ? 1 : 0.3);
    case 'gradientNorm':
      return (0.35 + 2.5 * Math.exp(-step / 80)) * Math.exp(0.35 * wobble);
    case 'stepsPerSecond':
      return (run.colorIndex === 0 ? 13.6 : 9.7) + 0.25 * wobble;
    case 'residentMemory':
      return 6.4e8 + 4e7 * Math.tanh(step / 50) + 4e6 * wobble;
    case 'freeRunningError':
      return (run.colorIndex === 0 ? 18.4 : 13.5) + 0.8 * wobble;
    default:
      return 0;
  }
}

export function keysOf(run: FakeRun): string[] {
  const keys = ['oneStepLoss', 'learningRate', 'gradientNorm', 'stepsPerSecond', 'residentMemory'];
  return run.colorIndex === 0 ? keys : [...keys, 'unrolledLoss@8'];
}
export const evaluationKeys = [1, 8, 32].flatMap((horizon) => [
  `validationAccuracy@${horizon}`,
  `validationLoss@${horizon}`,
]);

export function makeStudy(
  id: string,
  options: { seeds: number[]; scale?: Scale; age?: number; title?: string },
): StudySummary {
  return {
    id,
    name: preset.name,
    title: options.title ?? preset.title,
    question: preset.question,
    scale: options.scale ?? 'quick',
    seeds: options.seeds,
    arms: preset.arms.map(({ name, label }) => ({ name, label })),
    createdAt: Date.now() - (options.age ?? 1) * hour,
    runIds: [],
    counts: {},
  };
}

export function makeRun(study: StudySummary, arm: number, seed: number, status: RunStatus, step: number): FakeRun {
  const { name, label } = study.arms[arm]!;
  const maxSteps = armConfiguration(preset, study.scale, name).training.maxSteps;
  const salt = 97 * arm + 31 * seed + study.id.length;
  const run: FakeRun = {
    id: `${study.id}-${name}-${seed}`,
    name: `${name} · seed ${seed}`,
    studyId: study.id,
    studyName: study.name,
    studyTitle: study.title,
    arm: name,
    armLabel: label,
    scale: study.scale,
    seed,
    status,
    reason: null,
    archived: false,
    createdAt: study.createdAt,
    startedAt: status === 'queued' ? null : study.createdAt + 1000,
    endedAt: status === 'completed' ? study.createdAt + 170_000 : null,
    trainingTime: (step / (arm === 0 ? 13.6 : 9.7)) * 1000,
    progress: {
      step,
      maxSteps,
      epoch: step / 512,
      stepsPerSecond: arm === 0 ? 13.6 : 9.7,
      secondsLeft: (maxSteps - step) / 12,
    },
    best: null,
    latest: {},
    extremes: {},
    title: null,
    tags: [],
    notes: '',
    configurationHash: name,
    device: null,
    queuePosition: status === 'queued' ? seed : null,
    colorIndex: arm,
    canResume: status === 'stopped' || status === 'interrupted' || status === 'failed',
    noise: (index) => noise(salt, index),
  };
  advance(run, step);
  return run;
}

/** Brings a run's summary to a step. */
export function advance(run: FakeRun, step: number): void {
  run.progress = { ...run.progress, step, secondsLeft: (run.progress.maxSteps - step) / run.progress.stepsPerSecond };
  run.trainingTime = (step / run.progress.stepsPerSecond) * 1000;
  if (step === 0) return;
  const evaluated = Math.floor(step / 100) * 100;
  run.latest = Object.fromEntries([
    ...keysOf(run).map((key) => [key, valueOf(run, key, step)]),
    ...(evaluated > 0 ? evaluationKeys.map((key) => [key, valueOf(run, key, evaluated)]) : []),
    ...(run.status === 'completed' ? [['freeRunningError@394', valueOf(run, 'freeRunningError@394', step)]] : []),
  ]);
  const evaluations = Array.from({ length: evaluated / 100 }, (_, i) => 100 * (i + 1));
  for (const at of evaluations) {
    const value = valueOf(run, 'validationAccuracy@8', at);
    if (!run.best || value > run.best.value) run.best = { value, step: at, horizon: 8 };
  }
}

/** A forecast that drifts away from a Fourier-like truth, the faster the worse the arm. */
export function makeForecast(run: FakeRun, curve: number): Forecast {
  const length = 640;
  const origin = 245;
  const level = (t: number) =>
    Math.round(
      63 + 34 * Math.sin(0.0251 * t + curve) + 14 * Math.sin(0.0502 * t + 2 * curve) + 6 * Math.cos(0.0754 * t),
    );
  const truth = Array.from({ length: length - origin - 1 }, (_, i) => level(origin + 1 + i));
  const drift = run.colorIndex === 0 ? 0.16 : 0.1;
  return {
    curve,
    origin,
    observed: Array.from({ length: origin + 1 }, (_, i) => level(i)),
    truth,
    forecast: truth.map((_, i) =>
      Math.min(126, Math.max(0, level(origin + 1 + i * (1 + drift * Math.sin(run.seed + curve))))),
    ),
  };
}

function noise(salt: number, index: number): number {
  const x = Math.sin(salt * 127.1 + index * 311.7) * 43758.5453;
  const y = Math.sin(salt * 269.5 + index * 183.3) * 28001.8384;
  return x - Math.floor(x) + (y - Math.floor(y)) - 1;
}
