import type {
  GenerationDetail,
  GenerationEnvironment,
  GenerationStream,
  GenerationSummary,
  ObservedGroup,
  TrajectoryCurve,
  TrajectoryStatistics,
} from '../../src-main/contract/generations';
import { mostReadTrajectories, streamedTrajectories } from '../../src-main/contract/generations';
import { bandQuantiles } from '../../src-main/figures/trajectory-band';
import { measurePeriod } from '../../src-main/math/period';
import { median } from '../../src-main/math/statistics';
import type { Api } from '../api';
import { TokenStream } from './token-stream';

/** Charts follow at most ten times a second. */
const FLUSH_INTERVAL = 100;
/** Samples of a group whose period is measured, and how many of their last steps. */
const MEASURED = { samples: 16, steps: 2048 };
/** Points of a curve over the trajectories. */
const STATISTICS_POINTS = 1000;

/** Steps of a sample that are read one by one at most. */
export const mostSingleSteps = 20_000;

/** Points of each curve that is drawn, so that all together stay quick to draw. */
export function pointsPerCurve(curves: number): number {
  return curves <= 8 ? 2000 : 800;
}

export interface GroupPeriod {
  /** Of the samples, in samples. */
  median: number;
  /** Samples that have a period. */
  count: number;
  /** Samples that were measured. */
  of: number;
}

/** Some of the steps. */
export interface Stretch {
  from: number;
  steps: number;
}

/** What is read of the steps. */
interface Reading {
  /** Null reads all of them. */
  stretch: Stretch | null;
  /** Every step, as pictures need them; otherwise as many as a curve needs. */
  everyStep: boolean;
}

/** What was read of one generation, by the number of the group. */
interface Read {
  detail: GenerationDetail | null;
  samples: Map<number, TrajectoryCurve[]>;
  statistics: Map<number, TrajectoryStatistics>;
  periods: Map<number, GroupPeriod>;
}

/** Samples of the generations on the screen: streamed while they are made, read from the file once they are stored. */
export class GeneratedCurves {
  readonly #api: Api;
  readonly #streams = new Map<string, TokenStream>();
  readonly #read = new Map<string, Read>();
  #version = $state(0);
  #reading: Reading = { stretch: null, everyStep: false };
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(api: Api) {
    this.#api = api;
  }

  /** Grows whenever something of what is shown has changed. */
  get version(): number {
    return this.#version;
  }

  /** Follows the streams of these generations from now on, until `forget`. */
  follow({ id, choice }: GenerationSummary): void {
    this.#streams.set(id, new TokenStream(choice.steps));
  }

  /** Listens until the returned function is called. */
  start(): () => void {
    return this.#api.listen('generations:block', (block) => this.#receive(block));
  }

  keep(ids: readonly string[]): void {
    for (const known of [this.#streams, this.#read]) {
      for (const id of known.keys()) if (!ids.includes(id)) known.delete(id);
    }
  }

  /** Prompt and truth before a group's samples; null until they are read. */
  observed(id: string, group: number): ObservedGroup | null {
    return this.#read.get(id)?.detail?.observedGroups[group] ?? null;
  }

  /** How it was generated; null until it is known. */
  environment(id: string): GenerationEnvironment | null {
    return this.#read.get(id)?.detail?.environment ?? null;
  }

  /** Reads these steps alone, or all of them. */
  lookAt(reading: Reading): void {
    if (JSON.stringify(reading) === JSON.stringify(this.#reading)) return;
    this.#reading = reading;
    for (const read of this.#read.values()) {
      read.samples.clear();
      read.statistics.clear();
    }
    this.#tell();
  }

  /** The first `count` samples of a group, numbered from 0 in it. */
  samples(generation: GenerationSummary, group: number, count: number): TrajectoryCurve[] {
    const { id, groups } = generation;
    const stored = this.#read.get(id)?.samples.get(group);
    const { first } = groups[group]!;
    const stream = this.#streams.get(id);
    const numbers = Array.from({ length: Math.min(count, groups[group]!.count) }, (_, index) => index);
    const points = this.#points(groups.length * count);
    const curves =
      stored?.slice(0, count) ??
      (this.#reading.stretch ? [] : numbers.map((number) => stream?.curve(first + number, points) ?? null));
    return curves.flatMap((curve) => (curve ? [{ ...curve, trajectory: curve.trajectory - first }] : []));
  }

  statistics(id: string, group: number): TrajectoryStatistics | null {
    return this.#read.get(id)?.statistics.get(group) ?? null;
  }

  period(id: string, group: number): GroupPeriod | null {
    return this.#read.get(id)?.periods.get(group) ?? null;
  }

  /** Reads the prompts, and how it is generated as soon as that is known. */
  async readDetail({ id }: GenerationSummary): Promise<void> {
    const read = this.#of(id);
    if (read.detail?.environment) return;
    read.detail = await this.#api.request('generations:get', { generationId: id });
    this.#tell();
  }

  /** Reads what the stream did not bring of the first `count` samples of these groups. */
  async readSamples(generation: GenerationSummary, groups: readonly number[], count: number): Promise<void> {
    const { id, choice, trajectories } = generation;
    const streamed = this.#streams.get(id);
    const reading = this.#reading;
    if (!reading.stretch && streamed?.count === choice.steps && trajectories <= streamedTrajectories) return;
    const { samples } = this.#of(id);
    const maxPoints = this.#points(groups.length * count);
    const wanted = groups
      .map((group) => ({ group, numbers: firstOf(generation, group, count) }))
      .filter(({ group, numbers }) => (samples.get(group)?.length ?? 0) < numbers.length);
    // Several groups in one request, as far as it takes them: one for each would be slow over a whole training.
    for (let first = 0, end = 0; first < wanted.length; first = end) {
      const trajectories = [...wanted[first]!.numbers];
      for (end = first + 1; end < wanted.length; end++) {
        if (trajectories.length + wanted[end]!.numbers.length > mostReadTrajectories) break;
        trajectories.push(...wanted[end]!.numbers);
      }
      const request = { generationId: id, trajectories, maxPoints, ...reading.stretch };
      const curves = await this.#api.request('generations:trajectories', request);
      if (reading !== this.#reading) return;
      let place = 0;
      for (const { group, numbers } of wanted.slice(first, end)) {
        samples.set(group, curves.slice(place, (place += numbers.length)));
      }
      this.#tell();
    }
  }

  async readStatistics({ id }: GenerationSummary, groups: readonly number[]): Promise<void> {
    const { statistics } = this.#of(id);
    const reading = this.#reading;
    const maxPoints = reading.everyStep ? mostSingleSteps : STATISTICS_POINTS;
    for (const group of groups) {
      if (statistics.has(group)) continue;
      const request = { generationId: id, group, quantiles: bandQuantiles, maxPoints, ...reading.stretch };
      const read = await this.#api.request('generations:statistics', request);
      if (reading !== this.#reading) return;
      statistics.set(group, read);
      this.#tell();
    }
  }

  /** Measures the periods of the first samples of these groups, over their last steps. */
  async measurePeriods(generation: GenerationSummary, groups: readonly number[]): Promise<void> {
    const { id, choice } = generation;
    const { periods } = this.#of(id);
    const steps = Math.min(MEASURED.steps, choice.steps);
    for (const group of groups) {
      if (periods.has(group)) continue;
      const curves = await this.#api.request('generations:trajectories', {
        generationId: id,
        trajectories: firstOf(generation, group, MEASURED.samples),
        from: choice.steps - steps,
        steps,
        maxPoints: MEASURED.steps,
      });
      const measured = curves.flatMap(({ token }) => measurePeriod(token)?.period ?? []);
      periods.set(group, { median: median(measured), count: measured.length, of: curves.length });
      this.#tell();
    }
  }

  #points(curves: number): number {
    return this.#reading.everyStep ? mostSingleSteps : pointsPerCurve(curves);
  }

  #of(id: string): Read {
    const known = this.#read.get(id);
    if (known) return known;
    const read: Read = { detail: null, samples: new Map(), statistics: new Map(), periods: new Map() };
    this.#read.set(id, read);
    return read;
  }

  #receive(block: GenerationStream): void {
    const stream = this.#streams.get(block.generationId);
    if (!stream) return;
    stream.add(block);
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#tell();
    }, FLUSH_INTERVAL);
  }

  #tell(): void {
    this.#version += 1;
  }
}

function firstOf({ groups }: GenerationSummary, group: number, count: number): number[] {
  const { first, count: all } = groups[group]!;
  return Array.from({ length: Math.min(count, all) }, (_, index) => first + index);
}
