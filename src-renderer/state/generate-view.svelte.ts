import type { DataConfiguration } from '../../src-main/contract/configuration';
import { generationChoiceSchema, promptStretch, type GenerationSummary } from '../../src-main/contract/generations';
import { dataSizes } from '../../src-main/contract/data-sizes';
import type { CurveScale } from '../../src-main/figures/curve-scale';
import type { OwnStretch } from '../../src-main/contract/own-units';
import type { FigureDescription } from '../../src-main/contract/figure';
import type { RunSummary } from '../../src-main/contract/runs';
import type { TrajectoryBand } from '../../src-main/figures/trajectory-band';
import type { Api } from '../api';
import { formatCount } from '../format';
import { generatingKey, singleSource } from './asked-model';
import { CompletionView } from './completion-view.svelte';
import { GeneratedCurves, type Stretch } from './generated-curves.svelte';
import {
  drawnGroups,
  generationFigure,
  groupLabel,
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
import type { GenerationRequest } from './generation-models.svelte';
import { OwnScales } from './own-scales.svelte';
import { generatedSounds, type HeardGroup } from './sounds';
import type { Sound } from './sound-player.svelte';
import { GenerationsState } from './generations.svelte';
import type { ModelsState } from './models.svelte';
import { ShownGenerations } from './shown-generations.svelte';

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

/** Groups that are offered to be listened to. */
const HEARD_GROUPS = 6;

/** The number of the test series that a group continues, or how its prompt becomes values again; null of neither. */
function stretchOf({ choice, groups }: GenerationSummary, group: number): number | OwnStretch | null {
  return groups[group]!.series ?? promptStretch(choice.prompt, group, groups.length);
}

/** The Generate screen: the form, what is shown of what was generated, and what was shown before it. */
export class GenerateView {
  readonly #api: Api;
  readonly generations: GenerationsState;
  readonly curves: GeneratedCurves;
  readonly #scales: OwnScales;
  readonly form: GenerationForm;
  readonly completion: CompletionView;
  readonly result: ShownGenerations;
  readonly #models: ModelsState;
  #reading: Promise<void> | null = null;
  #readsAgain = false;
  /** Samples of any kind, or completions of test images by hand. */
  task = $state<'samples' | 'completion'>('samples');
  look = $state.raw<GenerationLook>({
    as: 'pictures',
    zoom: null,
    view: 'samples',
    former: true,
    part: 'all',
  });

  readonly #steps: number = $derived.by(() => Math.max(0, ...this.result.shown.map(({ choice }) => choice.steps)));
  /** Whether there are so many steps that parts of them are worth a look. */
  readonly hasParts: boolean = $derived.by(() => {
    return this.#steps > 4 * PART_STEPS && this.result.shown.every(({ status }) => status === 'completed');
  });
  readonly #stretch: Stretch | null = $derived.by(() => {
    if (this.look.part === 'all' || !this.hasParts || this.arePictures) return null;
    const rest = this.#steps - PART_STEPS;
    return { from: { first: 0, middle: Math.floor(rest / 2), last: rest }[this.look.part], steps: PART_STEPS };
  });
  readonly #shownWithModels: readonly ShownGeneration[] = $derived.by(() => this.#withModels(this.result.shown));
  readonly hasPictures: boolean = $derived.by(() => arePictures(this.#shownWithModels));
  /** Whether what is shown is drawn as pictures. */
  readonly arePictures: boolean = $derived(this.look.as === 'pictures' && this.hasPictures);
  readonly #drawn: { groups: number; samples: number } = $derived(
    this.arePictures ? picturedGroups(this.#shownWithModels) : drawnGroups(this.#shownWithModels),
  );
  /** What has to be read when it changes: which generations are there, done or not, and how they are looked at. */
  readonly occasion: string = $derived.by(() => {
    const all = [...this.result.all, ...this.result.former];
    const known = all.map(({ id, status, groups }) => `${id} ${status} ${groups.length}`);
    return [...known, this.look.as, this.look.view, this.look.part, this.hasPictures].join();
  });
  readonly figure: FigureDescription | null = $derived.by(() => {
    void this.curves.version;
    const former = this.look.former ? this.result.former : [];
    if (this.arePictures) return this.#dated(galleryFigure(this.#gallery(), this.curves));
    const shown = this.#shownWithModels;
    const { view } = this.look;
    return this.#dated(
      generationFigure({ shown, former, view, stretch: this.#stretch, scaleOf: this.scaleOf }, this.curves),
    );
  });
  /** What stands in each place of the gallery's panels. */
  readonly pictured: readonly (readonly (PicturedSample | null)[])[] = $derived.by(() => {
    void this.curves.version;
    return this.arePictures && this.result.underWay.length === 0 ? picturedSamples(this.#gallery(), this.curves) : [];
  });
  readonly periods: readonly PeriodRow[] = $derived.by(() => {
    void this.curves.version;
    return periodRows(this.#shownWithModels, this.curves);
  });
  /** Groups for which there is no panel. */
  readonly leftOut: number = $derived.by(() => {
    const { groups } = this.#drawn;
    return Math.max(0, ...this.result.shown.map((one) => one.groups.length - groups));
  });

  constructor(api: Api, models: ModelsState) {
    this.#api = api;
    this.#models = models;
    this.generations = new GenerationsState(api);
    this.result = new ShownGenerations(this.generations);
    this.curves = new GeneratedCurves(api);
    this.#scales = new OwnScales(api);
    this.form = new GenerationForm((key) => models.get(key));
    this.completion = new CompletionView(api, () => {
      const { sources, first } = this.form.models;
      return first && sources[0] ? { model: first, source: singleSource(sources[0]) } : null;
    });
  }

  /** Follows what is generated until the returned function is called. */
  start(): () => void {
    const stops = [this.generations.start(), this.curves.start()];
    return () => stops.forEach((stop) => stop());
  }

  /** Whether the model has learnt images, as far as that is known. */
  areImages(generation: GenerationSummary): boolean {
    return this.#dataOf(generation)?.source === 'images';
  }

  /** Begins the form with the model of this run, at the checkpoint of a step or its best where it has one. */
  choose(run: RunSummary, step: number | null = null): void {
    this.form.models.begin({ runId: run.id, checkpoint: step !== null ? { step } : run.best ? 'best' : 'last' });
  }

  /** Proposes one of the models that come along: one of images, which say most at a glance. */
  suggestBundled(): void {
    const all = this.#models.bundled ?? [];
    const model = all.find(({ source }) => source === 'images') ?? all[0];
    if (model) this.form.models.begin({ model: model.name }, { suggested: true });
  }

  /**
   * Generates by every model of the form; what was shown becomes the former result. Over a training it begins with the
   * last checkpoint, and what was generated in the same way before is shown again.
   */
  async generate(lanes: readonly (readonly GenerationRequest[])[]): Promise<void> {
    const isCourse = lanes.some((lane) => lane.length > 1);
    const former = isCourse ? [] : this.result.nextFormer;
    this.form.models.keep();
    const ids: (string | null)[][] = lanes.map((lane) => lane.map(() => null));
    const longest = Math.max(...lanes.map((lane) => lane.length));
    for (let back = 1; back <= longest; back++) {
      for (const [index, lane] of lanes.entries()) {
        const at = lane.length - back;
        if (at < 0) continue;
        ids[index]![at] = (lane.length > 1 ? this.#same(lane[at]!) : null) ?? (await this.#start(lane[at]!));
        this.#set(
          ids.map((own) => own.filter((id) => id !== null)),
          former,
        );
      }
    }
  }

  /** Shows what was generated before. */
  show(ids: readonly string[]): void {
    this.#set(
      ids.map((id) => [id]),
      [],
    );
  }

  async cancel(): Promise<void> {
    const generationIds = this.result.underWay.map(({ id }) => id);
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
    const runIds = new Set([...this.result.shown, ...this.result.former].flatMap(({ runId }) => runId ?? []));
    await this.#models.readRuns([...runIds].filter((runId) => !this.#models.run(runId)));
    for (const { generation, by } of this.#shownWithModels) {
      const series = generation.groups.flatMap((group) => group.series ?? []);
      await this.#scales.read(by?.configuration.data ?? null, series);
    }
    const { groups, samples } = this.#drawn;
    this.curves.lookAt({ stretch: this.#stretch, everyStep: this.arePictures });
    const done = new Set<string>();
    for (;;) {
      // What is in sight now comes first; the other steps follow, so that they are there when the slider moves.
      const generation = [...this.result.shown, ...this.result.all].find(
        ({ id, groups: own }) => own.length > 0 && !done.has(id),
      );
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
    for (const generation of this.result.former) {
      // Pictures begin with what was observed.
      if (this.arePictures) await this.curves.readDetail(generation);
      const numbers = generation.groups.slice(0, groups).map((_, group) => group);
      await this.curves.readSamples(generation, numbers, samples);
      if (this.arePictures && this.look.view !== 'samples') await this.curves.readStatistics(generation, numbers);
    }
  }

  /** A function, not a derived of its own: between two others such a one went on with the former generations. */
  #gallery(): GalleryScene {
    const former = this.#withModels(this.look.former ? this.result.former : []);
    return { shown: this.#shownWithModels, former, statistics: this.look.view !== 'samples' };
  }

  /** How a group of samples is shown: imported series in their own unit; null as levels. */
  readonly scaleOf = ({ generation, by }: ShownGeneration, group: number): CurveScale | null =>
    this.#scales.of(by?.configuration.data ?? null, stretchOf(generation, group));

  /** What of the samples can be listened to, the original beside each. */
  readonly sounds: readonly Sound[] = $derived.by(() => {
    void this.curves.version;
    const groups = this.#shownWithModels.flatMap((one) => this.#heardGroups(one));
    return generatedSounds(this.#api, groups.slice(0, HEARD_GROUPS));
  });

  #heardGroups({ generation, by }: ShownGeneration): HeardGroup[] {
    if (generation.status !== 'completed') return [];
    return generation.groups.flatMap(({ observed }, group): HeardGroup[] => {
      const hearing = this.#scales.hearing(by?.configuration.data ?? null, stretchOf(generation, group));
      if (!hearing) return [];
      const { prompt = [], truth = [] } = this.curves.observed(generation.id, group) ?? {};
      const label = groupLabel({ generation, by }, group);
      return [
        { ...hearing, generation, group, label, original: [...prompt, ...truth], from: observed - prompt.length },
      ];
    });
  }

  #hasPeriods(generation: GenerationSummary): boolean {
    const data = this.#dataOf(generation);
    return data !== null && dataSizes(data).sampleInterval !== null;
  }

  #dataOf(generation: GenerationSummary): DataConfiguration | null {
    return this.#models.get(generatingKey(generation))?.configuration.data ?? null;
  }

  async #start(request: GenerationRequest): Promise<string> {
    const generation =
      'model' in request
        ? await this.#api.request('models:generate', request)
        : await this.#api.request('generations:start', request);
    this.curves.follow(generation);
    this.generations.put([generation]);
    return generation.id;
  }

  /** The id of what the same weights generated in the same way, or null. */
  #same(request: GenerationRequest): string | null {
    if ('model' in request) return null;
    const { runId, checkpoint, ...choice } = request;
    const files = this.#models.run(runId)?.checkpoints ?? [];
    const step = typeof checkpoint === 'object' ? checkpoint.step : null;
    const hashes = files.filter((file) => file.step === step).map(({ sha256 }) => sha256);
    const text = JSON.stringify(generationChoiceSchema.parse(choice));
    const same = this.generations.ofModels([runId]).find(({ status, model, choice: own }) => {
      return status === 'completed' && hashes.includes(model!.sha256) && JSON.stringify(own) === text;
    });
    return same?.id ?? null;
  }

  /** With the step of the training that is in sight, where there is a choice of them. */
  #dated(figure: FigureDescription | null): FigureDescription | null {
    if (!figure || this.result.course.length === 0) return figure;
    const { name, title } = figure;
    return {
      ...figure,
      name: `${name}-step-${this.result.step}`,
      title: `${title}, after ${formatCount(this.result.step)} steps`,
    };
  }

  #set(lanes: readonly (readonly string[])[], former: readonly string[]): void {
    this.result.set(lanes, former);
    this.curves.keep([...lanes.flat(), ...former]);
  }

  #withModels(generations: readonly GenerationSummary[]): ShownGeneration[] {
    return generations.map((generation) => ({ generation, by: this.#models.get(generatingKey(generation)) }));
  }
}
