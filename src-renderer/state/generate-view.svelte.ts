import {
  generationChoiceSchema,
  type GenerationSummary,
  type StartGeneration,
} from '../../src-main/contract/generations';
import { dataSizes } from '../../src-main/contract/data-sizes';
import type { FigureDescription } from '../../src-main/contract/figure';
import type { RunDetail, RunSummary } from '../../src-main/contract/runs';
import type { TrajectoryBand } from '../../src-main/figures/trajectory-band';
import type { Api } from '../api';
import { formatCount } from '../format';
import { CompletionView } from './completion-view.svelte';
import { GeneratedCurves, type Stretch } from './generated-curves.svelte';
import {
  drawnGroups,
  generationFigure,
  periodRows,
  type PeriodRow,
  type ShownGeneration,
} from './generation-figure';
import {
  arePictures,
  galleryFigure,
  picturedGroups,
  picturedSamples,
  type GalleryScene,
  type PicturedSample,
} from './generation-gallery';
import { GenerationForm } from './generation-form.svelte';
import { GenerationsState, isUnderWay } from './generations.svelte';
import { atStep, courseSteps } from './training-course';

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
  readonly completion: CompletionView;
  #details = $state.raw<ReadonlyMap<string, RunDetail>>(new Map());
  /** Ids by model: one, or one for each stored checkpoint by rising step. */
  #laneIds = $state.raw<readonly (readonly string[])[]>([]);
  #step = $state.raw<number | null>(null);
  #reading: Promise<void> | null = null;
  #readsAgain = false;
  #formerIds = $state.raw<readonly string[]>([]);
  /** Samples of any kind, or completions of test images by hand. */
  task = $state<'samples' | 'completion'>('samples');
  look = $state.raw<GenerationLook>({
    as: 'pictures',
    zoom: null,
    view: 'samples',
    former: true,
    part: 'all',
  });

  readonly #lanes: readonly (readonly GenerationSummary[])[] = $derived(
    this.#laneIds.map((ids) => this.#known(ids)).filter((lane) => lane.length > 0),
  );
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
    [...this.all, ...this.former].map(({ id, status, groups }) => `${id} ${status} ${groups.length}`).join() +
      [this.look.as, this.look.view, this.look.part, this.hasPictures],
  );
  readonly figure: FigureDescription | null = $derived.by(() => {
    void this.curves.version;
    const former = this.look.former ? this.former : [];
    if (this.arePictures) return this.#dated(galleryFigure(this.#gallery(), this.curves));
    const shown = this.#shownWithRuns;
    const { view } = this.look;
    return this.#dated(generationFigure({ shown, former, view, stretch: this.#stretch }, this.curves));
  });
  /** What stands in each place of the gallery's panels. */
  readonly pictured: readonly (readonly (PicturedSample | null)[])[] = $derived.by(() => {
    void this.curves.version;
    return this.arePictures && this.underWay.length === 0 ? picturedSamples(this.#gallery(), this.curves) : [];
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
    this.completion = new CompletionView(api, () => {
      const [source] = this.form.sources;
      return this.form.run && source ? { run: this.form.run, source } : null;
    });
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
    const isDone = this.all.length > 0 && this.all.every(({ status }) => status === 'completed');
    return isDone && this.all.reduce((sum, { duration }) => sum + duration, 0) < QUICK;
  }

  /** Begins the form with the model of this run, at the checkpoint of a step or its best where it has one. */
  choose(run: RunSummary, step: number | null = null): void {
    this.form.begin({ runId: run.id, checkpoint: step !== null ? { step } : run.best ? 'best' : 'last' });
  }

  /** Reads what the form has to know of these runs; again when they have changed. */
  async readDetails(runIds: readonly string[]): Promise<void> {
    const details = await Promise.all(runIds.map((runId) => this.#api.request('runs:get', { runId })));
    this.#details = new Map([...this.#details, ...details.map((detail) => [detail.id, detail] as const)]);
  }

  /**
   * Generates by every model of the form; what was shown becomes the former result. Over a training it begins with the
   * last checkpoint, and what was generated in the same way before is shown again.
   */
  async generate(lanes: readonly (readonly StartGeneration[])[]): Promise<void> {
    const isCourse = lanes.some((lane) => lane.length > 1);
    const done = this.shown.filter(({ status }) => status === 'completed').map(({ id }) => id);
    const former = isCourse || this.course.length > 0 ? [] : done.length > 0 ? done : this.#formerIds;
    const ids: (string | null)[][] = lanes.map((lane) => lane.map(() => null));
    const longest = Math.max(...lanes.map((lane) => lane.length));
    for (let back = 1; back <= longest; back++) {
      for (const [index, lane] of lanes.entries()) {
        const at = lane.length - back;
        if (at < 0) continue;
        ids[index]![at] = (lane.length > 1 ? this.#same(lane[at]!) : null) ?? (await this.#start(lane[at]!));
        this.#set(ids.map((own) => own.filter((id) => id !== null)), former);
      }
    }
  }

  /** Shows what was generated before. */
  show(ids: readonly string[]): void {
    this.#set(ids.map((id) => [id]), []);
  }

  /** Goes to the step of the training at this place in `course`. */
  goTo(place: number): void {
    this.#step = this.course[place] ?? null;
  }

  async cancel(): Promise<void> {
    const generationIds = this.underWay.map(({ id }) => id);
    if (generationIds.length > 0) await this.#api.request('generations:cancel', { generationIds });
  }

  /** Reads all that the figure needs and that is not there yet. */
  read(): Promise<void> {
    this.#readsAgain = true;
    this.#reading ??= this.#readAll().finally(() => (this.#reading = null));
    return this.#reading;
  }

  async #readAll(): Promise<void> {
    while (this.#readsAgain) {
      this.#readsAgain = false;
      await this.#readOnce();
    }
  }

  async #readOnce(): Promise<void> {
    const runIds = new Set([...this.shown, ...this.former].flatMap(({ runId }) => runId ?? []));
    const unknown = [...runIds].filter((runId) => !this.detail(runId));
    if (unknown.length > 0) await this.readDetails(unknown);
    const { groups, samples } = this.#drawn;
    this.curves.lookAt({ stretch: this.#stretch, everyStep: this.arePictures });
    const done = new Set<string>();
    for (;;) {
      // What is in sight now comes first; the other steps follow, so that they are there when the slider moves.
      const generation = [...this.shown, ...this.all].find(({ id, groups: own }) => own.length > 0 && !done.has(id));
      if (!generation) break;
      // Something else is wanted by now; what has been read stays.
      if (this.#readsAgain) return;
      done.add(generation.id);
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

  /** A function, not a derived of its own: between two others such a one went on with the former generations. */
  #gallery(): GalleryScene {
    const former = this.#withRuns(this.look.former ? this.former : []);
    return { shown: this.#shownWithRuns, former, statistics: this.look.view !== 'samples' };
  }

  #hasPeriods({ runId }: GenerationSummary): boolean {
    const data = this.detail(runId ?? '')?.configuration.data;
    return data !== undefined && dataSizes(data).sampleInterval !== null;
  }

  async #start(request: StartGeneration): Promise<string> {
    const generation = await this.#api.request('generations:start', request);
    this.curves.follow(generation);
    this.generations.put([generation]);
    return generation.id;
  }

  /** The id of what the same weights generated in the same way, or null. */
  #same({ runId, checkpoint, ...choice }: StartGeneration): string | null {
    const files = this.detail(runId)?.checkpoints ?? [];
    const step = typeof checkpoint === 'object' ? checkpoint.step : null;
    const hashes = files.filter((file) => file.step === step).map(({ sha256 }) => sha256);
    const text = JSON.stringify(generationChoiceSchema.parse(choice));
    const same = this.generations.ofRuns([runId]).find(({ status, model, choice: own }) => {
      return status === 'completed' && hashes.includes(model!.sha256) && JSON.stringify(own) === text;
    });
    return same?.id ?? null;
  }

  /** With the step of the training that is in sight, where there is a choice of them. */
  #dated(figure: FigureDescription | null): FigureDescription | null {
    if (!figure || this.course.length === 0) return figure;
    const { name, title } = figure;
    return { ...figure, name: `${name}-step-${this.step}`, title: `${title}, after ${formatCount(this.step)} steps` };
  }

  #set(lanes: readonly (readonly string[])[], former: readonly string[]): void {
    this.#laneIds = lanes;
    this.#formerIds = former;
    this.curves.keep([...lanes.flat(), ...former]);
  }

  #withRuns(generations: readonly GenerationSummary[]): ShownGeneration[] {
    return generations.map((generation) => ({ generation, run: this.detail(generation.runId ?? '') }));
  }

  #known(ids: readonly string[]): GenerationSummary[] {
    return ids.flatMap((id) => this.generations.get(id) ?? []);
  }
}
