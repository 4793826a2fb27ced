import type { GenerationSummary } from '../../src-main/contract/generations';
import { isUnderWay, type GenerationsState } from './generations.svelte';
import { atStep, courseSteps } from './training-course';

/** Milliseconds. */
const QUICK = 3000;

/** Which generations are looked at: of each model one, or one for each stored checkpoint; and what was before them. */
export class ShownGenerations {
  readonly #generations: GenerationsState;
  /** Ids by model: one, or one for each stored checkpoint by rising step. */
  #laneIds = $state.raw<readonly (readonly string[])[]>([]);
  #formerIds = $state.raw<readonly string[]>([]);
  #step = $state.raw<number | null>(null);

  readonly #lanes: readonly (readonly GenerationSummary[])[] = $derived.by(() => {
    return this.#laneIds.map((ids) => this.#known(ids)).filter((lane) => lane.length > 0);
  });
  /** Everything that was asked for, whether it is in sight or at another step of the training. */
  readonly all: readonly GenerationSummary[] = $derived(this.#lanes.flat());
  /** Steps of the training that there are samples of, rising; empty where each model has only one checkpoint. */
  readonly course: readonly number[] = $derived(courseSteps(this.#lanes));
  /** The step of the training that is in sight: at first the last. */
  readonly step: number = $derived.by(() => {
    return this.#step !== null && this.course.includes(this.#step) ? this.#step : (this.course.at(-1) ?? 0);
  });
  /** What is in sight: of each model one. */
  readonly shown: readonly GenerationSummary[] = $derived(
    this.#lanes.flatMap((lane) => (lane.length > 1 ? atStep(lane, this.step) : lane[0]) ?? []),
  );
  readonly former: readonly GenerationSummary[] = $derived.by(() => this.#known(this.#formerIds));
  readonly underWay: readonly GenerationSummary[] = $derived(this.all.filter(isUnderWay));

  constructor(generations: GenerationsState) {
    this.#generations = generations;
  }

  /** Whether what is shown took so little time that it may be made again at every change. */
  get isQuick(): boolean {
    const isDone = this.all.length > 0 && this.all.every(({ status }) => status === 'completed');
    return isDone && this.all.reduce((sum, { duration }) => sum + duration, 0) < QUICK;
  }

  /** The ids of what stands before the next result: what is complete of this one, else what stood before it. */
  get nextFormer(): readonly string[] {
    if (this.course.length > 0) return [];
    const done = this.shown.filter(({ status }) => status === 'completed').map(({ id }) => id);
    return done.length > 0 ? done : this.#formerIds;
  }

  set(lanes: readonly (readonly string[])[], former: readonly string[]): void {
    this.#laneIds = lanes;
    this.#formerIds = former;
  }

  /** Goes to the step of the training at this place in `course`. */
  goTo(place: number): void {
    this.#step = this.course[place] ?? null;
  }

  #known(ids: readonly string[]): GenerationSummary[] {
    return ids.flatMap((id) => this.#generations.get(id) ?? []);
  }
}
