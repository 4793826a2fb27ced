import type { DataExample } from '../../src-main/contract/dataset-examples';
import type { GenerationSummary } from '../../src-main/contract/generations';
import { fullScale, soundRate, type OwnStretch, type OwnUnits, type OwnView } from '../../src-main/contract/own-units';
import { ownScale } from '../../src-main/figures/curve-scale';
import type { Api } from '../api';
import type { Sound } from './sound-player.svelte';

/** How tokens of a stretch are heard. */
export interface Hearing {
  units: OwnUnits;
  stretch: OwnStretch;
}

/** Examples of imported sounds; none of other data. */
export function exampleSounds(
  examples: readonly DataExample[],
  view: OwnView | null,
  nameOf: (example: DataExample) => string,
): Sound[] {
  const rate = view && soundRate(view.units);
  if (!rate) return [];
  return examples.flatMap((example, index): Sound[] => {
    const stretch = view.stretches[index];
    if (!stretch) return [];
    const samples = () => Promise.resolve(heard(example.tokens, 0, { units: view.units, stretch }));
    return [{ id: `${stretch.start} ${nameOf(example)}`, label: nameOf(example), rate, samples }];
  });
}

/** A group of generated samples that can be listened to. */
export interface HeardGroup extends Hearing {
  generation: GenerationSummary;
  group: number;
  label: string;
  /** Last samples before the forecast, and how the series really went on; empty where nothing is known. */
  original: readonly number[];
  /** Place of the first of them, counted from the beginning of the prompt. */
  from: number;
}

/** Samples of a group that are offered. */
const mostOffered = 4;
/** Steps that one request reads. */
const stepsAtOnce = 20_000;
/** Steps of a sample that are played at most: minutes of sound. */
const mostSteps = 20_000_000;

/** The original of each group beside what was generated of it; none where it is no sound. */
export function generatedSounds(api: Api, groups: readonly HeardGroup[]): Sound[] {
  return groups.flatMap(({ generation, group, label, original, from, ...hearing }): Sound[] => {
    const rate = soundRate(hearing.units);
    if (!rate) return [];
    const { id, groups: all } = generation;
    const { first, count, observed } = all[group]!;
    const name = (what: string) => (label === '' ? what : `${label}: ${what.toLowerCase()}`);
    const originals: Sound[] =
      original.length === 0
        ? []
        : [
            {
              id: `${id} ${group} original`,
              label: name('Original'),
              rate,
              samples: () => Promise.resolve(heard(original, from, hearing)),
            },
          ];
    const samples = Array.from({ length: Math.min(count, mostOffered) }, (_, index): Sound => ({
      id: `${id} ${group} ${index}`,
      label: name(count > 1 ? `Sample ${index + 1}` : 'Generated'),
      rate,
      samples: async () => heard(await allTokens(api, generation, first + index), observed, hearing),
    }));
    return [...originals, ...samples];
  });
}

/** Every token of a trajectory, not only those that a chart draws. */
async function allTokens(api: Api, { id, choice }: GenerationSummary, trajectory: number): Promise<number[]> {
  const tokens: number[] = [];
  const end = Math.min(choice.steps, mostSteps);
  for (let from = 0; from < end; from += stepsAtOnce) {
    const steps = Math.min(stepsAtOnce, end - from);
    const request = { generationId: id, trajectories: [trajectory], from, steps, maxPoints: stepsAtOnce };
    const [curve] = await api.request('generations:trajectories', request);
    for (const token of curve!.token) tokens.push(token);
  }
  return tokens;
}

function heard(tokens: readonly number[], first: number, { units, stretch }: Hearing): Float32Array<ArrayBuffer> {
  const { value } = ownScale(units, stretch);
  const full = fullScale(units, stretch);
  return Float32Array.from(tokens, (level, index) => value(level, first + index) / full);
}
