import { UserError } from '../../../src-main/contract/errors';
import type { Events, RequestArgument, RequestName } from '../../../src-main/contract/ipc';
import {
  startGenerationSchema,
  type GenerationDetail,
  type GenerationSummary,
  type StartGeneration,
  type TrajectoryGroup,
} from '../../../src-main/contract/generations';
import { uniformAt } from '../../../src-main/math/random';

type Publish = <Name extends keyof Events>(name: Name, payload: Events[Name]) => void;
type GenerationRequest = Extract<RequestName, `generations:${string}`>;
type FakeHandlers = { [Name in GenerationRequest]: (argument: never) => unknown };

const levels = 127;
const stepsPerTick = 40;

/** Generations that stream by the clock an oscillation under noise, the same for the same seed and trajectory. */
export function fakeGenerations(publish: Publish): FakeHandlers {
  const all: GenerationSummary[] = [];
  const find = (id: string) => {
    const found = all.find((generation) => generation.id === id);
    if (!found) throw new UserError(`There is no generation "${id}".`);
    return found;
  };
  setInterval(() => {
    for (const generation of all) if (generation.status === 'running') advance(generation, publish);
  }, 100);

  return {
    'generations:open-values': () => null,
    'generations:start': (argument: RequestArgument<'generations:start'>) => {
      const generation = begin(`generation-${all.length + 1}`, startGenerationSchema.parse(argument));
      all.unshift(generation);
      publish('generations:changed', [structuredClone(generation)]);
      return generation;
    },
    'generations:list': ({ runId }: { runId: string | null }) =>
      all.filter((generation) => runId === null || generation.runId === runId),
    'generations:get': ({ generationId }: { generationId: string }) => detailOf(find(generationId)),
    'generations:cancel': ({ generationIds }: { generationIds: string[] }) => {
      const cancelled = generationIds.map(find).filter(({ status }) => status === 'running');
      for (const generation of cancelled) generation.status = 'cancelled';
      publish('generations:changed', structuredClone(cancelled));
    },
    'generations:regenerate': ({ generationId }: { generationId: string }) => {
      return { generationId, equal: true, firstDifference: null, duration: find(generationId).duration };
    },
    'generations:delete': ({ generationIds }: { generationIds: string[] }) => {
      for (const id of generationIds) all.splice(all.indexOf(find(id)), 1);
      publish('generations:deleted', { generationIds });
    },
    'generations:trajectories': ({
      generationId,
      trajectories,
      from = 0,
      steps,
      maxPoints,
    }: RequestArgument<'generations:trajectories'>) => {
      const generation = find(generationId);
      const shown = stepsOf(generation, { from, steps, maxPoints });
      return trajectories.map((trajectory) => ({
        trajectory,
        step: shown,
        token: shown.map((step) => tokenAt(generation, trajectory, step)),
      }));
    },
    'generations:statistics': ({
      generationId,
      group,
      quantiles = [0.05, 0.25, 0.5, 0.75, 0.95],
      from = 0,
      steps,
      maxPoints,
    }: RequestArgument<'generations:statistics'>) => {
      const generation = find(generationId);
      const { first, count } = generation.groups[group]!;
      const shown = stepsOf(generation, { from, steps, maxPoints });
      const sorted = shown.map((step) =>
        Array.from({ length: count }, (_, i) => tokenAt(generation, first + i, step)).sort((a, b) => a - b),
      );
      const mean = sorted.map((tokens) => tokens.reduce((sum, token) => sum + token, 0) / count);
      return {
        step: shown,
        mean,
        standardDeviation: mean.map(() => 2),
        low: mean.map((value) => value - 1),
        high: mean.map((value) => value + 1),
        quantiles: quantiles.map((probability) => ({
          probability,
          value: sorted.map((tokens) => tokens[Math.round(probability * (count - 1))]!),
        })),
        count,
      };
    },
    'generations:open-prompt': () => ({ name: 'prompt.csv', rows: [wave(1, 0, 200)] }),
    'generations:open-local': () => ({ name: 'local.csv', rows: [[0], [1]] }),
    'generations:export': () => ({ path: '/home/person/tokens.csv', bytes: 20_000 }),
  };
}

function begin(id: string, { runId, checkpoint, ...choice }: StartGeneration): GenerationSummary {
  const prompts = choice.prompt.kind === 'tokens' ? choice.prompt.rows.length : (promptSeries(choice)?.length ?? 1);
  const groups: TrajectoryGroup[] = [];
  for (let prompt = 0; prompt < prompts; prompt++) {
    for (const label of choice.classes ?? [null]) {
      const first = groups.length * choice.count;
      const series = promptSeries(choice)?.[prompt] ?? null;
      const observed = choice.prompt.kind === 'tokens' ? choice.prompt.rows[0]!.length : observedOf(choice);
      groups.push({ first, count: choice.count, class: label, series, observed });
    }
  }
  return {
    id,
    status: 'running',
    reason: null,
    runId,
    choice,
    checkpoint,
    model: { runId, file: 'best-00000400.safetensors', step: 400, sha256: 'a'.repeat(64) },
    quantizationLevels: levels,
    receptiveField: 512,
    groups,
    trajectories: groups.length * choice.count,
    progress: { step: 0, steps: choice.steps, samplesPerSecond: 0, secondsLeft: 0 },
    createdAt: Date.now(),
    duration: 0,
    tokens: null,
  };
}

function advance(generation: GenerationSummary, publish: Publish): void {
  const { progress, trajectories } = generation;
  const firstStep = progress.step;
  const steps = Math.min(stepsPerTick, progress.steps - firstStep);
  const shown = Math.min(trajectories, 64);
  const tokens = new Uint16Array(shown * steps);
  for (let row = 0; row < shown; row++) {
    for (let i = 0; i < steps; i++) tokens[row * steps + i] = tokenAt(generation, row, firstStep + i);
  }
  progress.step += steps;
  progress.samplesPerSecond = 10 * stepsPerTick * trajectories;
  progress.secondsLeft = (progress.steps - progress.step) / (10 * stepsPerTick);
  generation.duration += 100;
  publish('generations:block', { generationId: generation.id, firstStep, steps, trajectories: shown, tokens });
  if (progress.step === progress.steps) {
    generation.status = 'completed';
    const bytes = trajectories * progress.steps;
    generation.tokens = { file: `${generation.id}.npy`, bytes, sha256: 'b'.repeat(64) };
  }
  publish('generations:changed', [structuredClone(generation)]);
}

function detailOf(generation: GenerationSummary): GenerationDetail {
  const { method, threads } = generation.choice;
  return {
    ...generation,
    observedGroups: generation.groups.map((group) => ({
      ...group,
      prompt: wave(group.first, -group.observed, group.observed),
      truth: group.series === null ? [] : wave(group.first, 0, generation.choice.steps),
    })),
    environment: {
      method,
      threads: threads ?? 2,
      simd: method === 'simd' ? 'relaxed' : null,
      tensorflow: method === 'simd' ? null : '2.21.0',
      version: '0.1.0',
    },
    path: generation.tokens ? `/home/person/data/runs/${generation.runId}/generations/${generation.id}.npy` : null,
  };
}

function stepsOf(
  { progress }: GenerationSummary,
  { from, steps, maxPoints }: { from: number; steps: number | undefined; maxPoints: number },
): number[] {
  const count = Math.min(steps ?? Infinity, progress.step - from);
  const stride = Math.max(1, Math.ceil(count / maxPoints));
  return Array.from({ length: Math.ceil(count / stride) }, (_, i) => from + i * stride);
}

/** Trajectories that were asked for, as far as they have been computed. */
const computed = new Map<string, number[]>();

function tokenAt({ id, choice }: GenerationSummary, trajectory: number, step: number): number {
  const key = `${id} ${trajectory}`;
  const values = computed.get(key) ?? [];
  computed.set(key, values);
  while (values.length <= step) values.push(next(values, choice, trajectory));
  return Math.max(0, Math.min(levels - 1, Math.round(levels / 2 + values[step]!)));
}

/** x_t = 2 r cos(ω) x_{t−1} − r² x_{t−2} + ε_t, an oscillation that noise keeps alive. */
function next(values: readonly number[], { seed, sampler }: GenerationSummary['choice'], trajectory: number): number {
  const omega = (2 * Math.PI) / (40 + 8 * (trajectory % 5));
  const r = 0.997;
  const scale = sampler.kind === 'greedy' ? 0 : sampler.temperature;
  const noise = 0.7 * scale * (uniformAt(seed, trajectory, values.length) - 0.5);
  const [before, last] = [values.at(-2) ?? 0, values.at(-1) ?? 2 * Math.sin(trajectory + 1)];
  return 2 * r * Math.cos(omega) * last - r ** 2 * before + noise;
}

function wave(trajectory: number, from: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) =>
    Math.round(levels / 2 + (levels / 3) * Math.sin((from + i) / (8 + (trajectory % 5)))),
  );
}

function promptSeries({ prompt }: Pick<GenerationSummary['choice'], 'prompt'>): number[] | null {
  return prompt.kind === 'dataset' ? prompt.series : null;
}

function observedOf({ prompt }: Pick<GenerationSummary['choice'], 'prompt'>): number {
  return prompt.kind === 'dataset' ? prompt.observed : 0;
}
