import type { GenerationSummary, StartGeneration } from '../../src-main/contract/generations';
import { dataSizes } from '../../src-main/contract/data-sizes';
import type { FigureDescription } from '../../src-main/contract/figure';
import type { RunDetail, RunSummary } from '../../src-main/contract/runs';
import type { TrajectoryBand } from '../../src-main/figures/trajectory-band';
import type { Api } from '../api';
import { GeneratedCurves, type Stretch } from './generated-curves.svelte';
import {
  drawnGroups,
  generationFigure,
  periodRows,
  type PeriodRow,
  type ShownGeneration,
} from './generation-figure';
import { GenerationForm } from './generation-form.svelte';
import { GenerationsState, isUnderWay } from './generations.svelte';

/** How the result is looked at. */
export interface GenerationLook {
  view: 'samples' | TrajectoryBand;
  /** The former result lies faint behind. */
  former: boolean;
  part: Part;
}

/** What is drawn of the steps of a long generation. */
export type Part = 'all' | 'first' | 'middle' | 'last';
export const PART_STEPS = 1000;
/** Milliseconds. */
const QUICK = 3000;

/** The Generate screen: the form, what is shown of what was generated, and what was shown before it. */
export class GenerateView {
  readonly #api: Api;
  readonly generations: GenerationsState;
  readonly curves: GeneratedCurves;
  readonly form: GenerationForm;
  #details = $state.raw<ReadonlyMap<string, RunDetail>>(new Map());
  #shownIds = $state.raw<readonly string[]>([]);
  #formerIds = $state.raw<readonly string[]>([]);
  look = $state.raw<GenerationLook>({ view: 'samples', former: true, part: 'all' });

  readonly shown: readonly GenerationSummary[] = $derived.by(() => this.#known(this.#shownIds));
  readonly former: readonly GenerationSummary[] = $derived.by(() => this.#known(this.#formerIds));
  readonly underWay: readonly GenerationSummary[] = $derived(this.shown.filter(isUnderWay));
  /** What has to be read when it changes: which generations are there, done or not, and how they are looked at. */
  readonly occasion: string = $derived(
    [...this.shown, ...this.former].map(({ id, status, groups }) => `${id} ${status} ${groups.length}`).join() +
      [this.look.view, this.look.part],
  );
  readonly #steps: number = $derived(Math.max(0, ...this.shown.map(({ choice }) => choice.steps)));
  /** Whether there are so many steps that parts of them are worth a look. */
  readonly hasParts: boolean = $derived(
    this.#steps > 4 * PART_STEPS && this.shown.every(({ status }) => status === 'completed'),
  );
  readonly #stretch: Stretch | null = $derived.by(() => {
    if (this.look.part === 'all' || !this.hasParts) return null;
    const rest = this.#steps - PART_STEPS;
    return { from: { first: 0, middle: Math.floor(rest / 2), last: rest }[this.look.part], steps: PART_STEPS };
  });
  readonly #shownWithRuns: readonly ShownGeneration[] = $derived(
    this.shown.map((generation) => ({ generation, run: this.detail(generation.runId ?? '') })),
  );
  readonly figure: FigureDescription | null = $derived.by(() => {
    void this.curves.version;
    const former = this.look.former ? this.former : [];
    const scene = { shown: this.#shownWithRuns, former, view: this.look.view, stretch: this.#stretch };
    return generationFigure(scene, this.curves);
  });
  readonly periods: readonly PeriodRow[] = $derived.by(() => {
    void this.curves.version;
    return periodRows(this.#shownWithRuns, this.curves);
  });
  /** Groups for which there is no panel. */
  readonly leftOut: number = $derived.by(() => {
    const { groups } = drawnGroups(this.#shownWithRuns);
    return Math.max(0, ...this.shown.map((one) => one.groups.length - groups));
  });

  constructor(api: Api) {
    this.#api = api;
    this.generations = new GenerationsState(api);
    this.curves = new GeneratedCurves(api);
    this.form = new GenerationForm((runId) => this.detail(runId));
  }

  /** Follows what is generated until the returned function is called. */
  start(): () => void {
    const stops = [this.generations.start(), this.curves.start()];
    return () => stops.forEach((stop) => stop());
  }

  detail(runId: string): RunDetail | null {
    return this.#details.get(runId) ?? null;
  }

  /** Whether what is shown took so little time that it may be made again at every change. */
  get isQuick(): boolean {
    const isQuick = ({ status, duration }: GenerationSummary) => status === 'completed' && duration < QUICK;
    return this.shown.length > 0 && this.shown.every(isQuick);
  }

  /** Begins the form with the model of this run, at its best checkpoint where it has one. */
  choose(run: RunSummary): void {
    this.form.begin({ runId: run.id, checkpoint: run.best ? 'best' : 'last' });
  }

  /** Reads what the form has to know of these runs; again when they have changed. */
  async readDetails(runIds: readonly string[]): Promise<void> {
    const details = await Promise.all(runIds.map((runId) => this.#api.request('runs:get', { runId })));
    this.#details = new Map([...this.#details, ...details.map((detail) => [detail.id, detail] as const)]);
  }

  /** Generates by every model of the form; what was shown becomes the former result. */
  async generate(requests: readonly StartGeneration[]): Promise<void> {
    const former = this.shown.filter(({ status }) => status === 'completed').map(({ id }) => id);
    const started: GenerationSummary[] = [];
    for (const request of requests) {
      const generation = await this.#api.request('generations:start', request);
      this.curves.follow(generation);
      started.push(generation);
      this.generations.put([generation]);
      this.#set(
        started.map(({ id }) => id),
        former.length > 0 ? former : this.#formerIds,
      );
    }
  }

  /** Shows what was generated before. */
  show(ids: readonly string[]): void {
    this.#set(ids, []);
  }

  async cancel(): Promise<void> {
    const generationIds = this.underWay.map(({ id }) => id);
    if (generationIds.length > 0) await this.#api.request('generations:cancel', { generationIds });
  }

  /** Reads all that the figure needs and that is not there yet. */
  async read(): Promise<void> {
    const { groups, samples } = drawnGroups(this.#shownWithRuns);
    const unknown = this.shown.flatMap(({ runId }) => (runId === null || this.detail(runId) ? [] : [runId]));
    if (unknown.length > 0) await this.readDetails([...new Set(unknown)]);
    this.curves.lookAt(this.#stretch);
    for (const generation of this.shown) {
      if (generation.groups.length === 0) continue;
      const numbers = generation.groups.slice(0, groups).map((_, group) => group);
      await this.curves.readDetail(generation);
      if (generation.status !== 'completed') continue;
      await this.curves.readSamples(generation, numbers, samples);
      if (this.look.view !== 'samples') await this.curves.readStatistics(generation, numbers);
      if (this.#hasPeriods(generation)) await this.curves.measurePeriods(generation, numbers);
    }
    for (const generation of this.former) {
      const numbers = generation.groups.slice(0, groups).map((_, group) => group);
      await this.curves.readSamples(generation, numbers, samples);
    }
  }

  #hasPeriods({ runId }: GenerationSummary): boolean {
    const data = this.detail(runId ?? '')?.configuration.data;
    return data !== undefined && dataSizes(data).sampleInterval !== null;
  }

  #set(shown: readonly string[], former: readonly string[]): void {
    this.#shownIds = shown;
    this.#formerIds = former;
    this.curves.keep([...shown, ...former]);
  }

  #known(ids: readonly string[]): GenerationSummary[] {
    return ids.flatMap((id) => this.generations.get(id) ?? []);
  }
}
