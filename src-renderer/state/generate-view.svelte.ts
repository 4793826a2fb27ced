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
import { arePictures, galleryFigure, picturedGroups } from './generation-gallery';
import { GenerationForm } from './generation-form.svelte';
import { GenerationsState, isUnderWay } from './generations.svelte';

/** How the result is looked at. */
export interface GenerationLook {
  /** Samples of a model of images as what they stand for, or as what the model sees of them. */
  as: 'pictures' | 'signals';
  /** Pixels of the screen for one of a picture; null: as many as there is room for. */
  zoom: number | null;
  view: 'samples' | TrajectoryBand;
  /** The former result lies faint behind, or beside the pictures. */
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
  look = $state.raw<GenerationLook>({
    as: 'pictures',
    zoom: null,
    view: 'samples',
    former: true,
    part: 'all',
  });

  readonly shown: readonly GenerationSummary[] = $derived.by(() => this.#known(this.#shownIds));
  readonly former: readonly GenerationSummary[] = $derived.by(() => this.#known(this.#formerIds));
  readonly underWay: readonly GenerationSummary[] = $derived(this.shown.filter(isUnderWay));
  readonly #steps: number = $derived(Math.max(0, ...this.shown.map(({ choice }) => choice.steps)));
  /** Whether there are so many steps that parts of them are worth a look. */
  readonly hasParts: boolean = $derived(
    this.#steps > 4 * PART_STEPS && this.shown.every(({ status }) => status === 'completed'),
  );
  readonly #stretch: Stretch | null = $derived.by(() => {
    if (this.look.part === 'all' || !this.hasParts || this.arePictures) return null;
    const rest = this.#steps - PART_STEPS;
    return { from: { first: 0, middle: Math.floor(rest / 2), last: rest }[this.look.part], steps: PART_STEPS };
  });
  readonly #shownWithRuns: readonly ShownGeneration[] = $derived(this.#withRuns(this.shown));
  readonly hasPictures: boolean = $derived.by(() => arePictures(this.#shownWithRuns));
  /** Whether what is shown is drawn as pictures. */
  readonly arePictures: boolean = $derived(this.look.as === 'pictures' && this.hasPictures);
  readonly #drawn: { groups: number; samples: number } = $derived(
    this.arePictures ? picturedGroups(this.#shownWithRuns) : drawnGroups(this.#shownWithRuns),
  );
  /** What has to be read when it changes: which generations are there, done or not, and how they are looked at. */
  readonly occasion: string = $derived(
    [...this.shown, ...this.former].map(({ id, status, groups }) => `${id} ${status} ${groups.length}`).join() +
      [this.look.as, this.look.view, this.look.part, this.hasPictures],
  );
  readonly figure: FigureDescription | null = $derived.by(() => {
    void this.curves.version;
    const former = this.look.former ? this.former : [];
    const shown = this.#shownWithRuns;
    const { view } = this.look;
    if (this.arePictures) {
      const scene = { shown, former: this.#withRuns(former), statistics: view !== 'samples' };
      return galleryFigure(scene, this.curves);
    }
    return generationFigure({ shown, former, view, stretch: this.#stretch }, this.curves);
  });
  readonly periods: readonly PeriodRow[] = $derived.by(() => {
    void this.curves.version;
    return periodRows(this.#shownWithRuns, this.curves);
  });
  /** Groups for which there is no panel. */
  readonly leftOut: number = $derived.by(() => {
    const { groups } = this.#drawn;
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

  /** Whether the model has learnt images, as far as that is known. */
  areImages({ runId }: Pick<GenerationSummary, 'runId'>): boolean {
    return this.detail(runId ?? '')?.configuration.data.source === 'images';
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
    const runIds = new Set([...this.shown, ...this.former].flatMap(({ runId }) => runId ?? []));
    const unknown = [...runIds].filter((runId) => !this.detail(runId));
    if (unknown.length > 0) await this.readDetails(unknown);
    const { groups, samples } = this.#drawn;
    this.curves.lookAt({ stretch: this.#stretch, everyStep: this.arePictures });
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
      // Pictures begin with what was observed.
      if (this.arePictures) await this.curves.readDetail(generation);
      const numbers = generation.groups.slice(0, groups).map((_, group) => group);
      await this.curves.readSamples(generation, numbers, samples);
      if (this.arePictures && this.look.view !== 'samples') await this.curves.readStatistics(generation, numbers);
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

  #withRuns(generations: readonly GenerationSummary[]): ShownGeneration[] {
    return generations.map((generation) => ({ generation, run: this.detail(generation.runId ?? '') }));
  }

  #known(ids: readonly string[]): GenerationSummary[] {
    return ids.flatMap((id) => this.generations.get(id) ?? []);
  }
}
