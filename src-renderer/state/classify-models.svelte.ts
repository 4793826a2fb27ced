import type { BundledModel, ChosenModel, EvaluationSummary } from '../../src-main/contract/evaluations';
import { dataSizes } from '../../src-main/contract/data-sizes';
import type { GenerationModel } from '../../src-main/contract/generations';
import type { RunDetail, RunSummary } from '../../src-main/contract/runs';
import type { Api } from '../api';
import { isUsable } from './generations.svelte';
import type { RunSettingsState } from './run-settings.svelte';
import type { RunsState } from './runs.svelte';

/** Models of images that know classes, by which images can be told apart: of runs, and those that come along. */
export class ClassifyModels {
  readonly #api: Api;
  readonly #runs: RunsState;
  readonly #settings: RunSettingsState;
  #bundled = $state.raw<readonly BundledModel[] | null>(null);
  #details = $state.raw<ReadonlyMap<string, RunDetail>>(new Map());
  #chosen = $state.raw<ChosenModel | null>(null);

  /** Newest first. */
  readonly runs: readonly RunSummary[] = $derived.by(() => this.#runs.all.filter((run) => this.#canClassify(run)));

  constructor(api: Api, runs: RunsState, settings: RunSettingsState) {
    this.#api = api;
    this.#runs = runs;
    this.#settings = settings;
  }

  /** Those that come along; null until they are known. */
  get bundled(): readonly BundledModel[] | null {
    return this.#bundled;
  }

  /** What a person chose; before that the newest run with a best checkpoint, or a model that comes along. */
  get chosen(): ChosenModel | null {
    if (this.#chosen && this.#exists(this.#chosen)) return this.#chosen;
    const run = this.runs.find(({ best }) => best) ?? this.runs[0];
    if (run) return { runId: run.id, checkpoint: run.best ? 'best' : 'last' };
    const [first] = this.#bundled ?? [];
    return first ? { model: first.name } : null;
  }

  choose(model: ChosenModel): void {
    this.#chosen = model;
  }

  detail(runId: string | null): RunDetail | null {
    return (runId !== null && this.#details.get(runId)) || null;
  }

  /** Test images of the model's data; null until that is known. */
  get testImages(): number | null {
    const model = this.chosen;
    if (!model) return null;
    const configuration =
      'model' in model ? this.#named(model.model)?.configuration : this.detail(model.runId)?.configuration;
    return configuration ? dataSizes(configuration.data).test : null;
  }

  /** The model of an evaluation, to be asked again; null where it lies in a file of a person's own. */
  sourceOf(evaluation: Pick<EvaluationSummary, 'runId' | 'checkpoint' | 'model'>): ChosenModel | null {
    const { runId, checkpoint, model } = evaluation;
    const step = model?.step ?? null;
    if (runId !== null) return { runId, checkpoint: step === null ? (checkpoint ?? 'last') : { step } };
    const named = model && this.#named(model.file);
    return named ? { model: named.name } : null;
  }

  /** What figures say of the chosen model. */
  get file(): Pick<GenerationModel, 'file'> {
    const model = this.chosen;
    if (!model) return { file: '' };
    if ('model' in model) return { file: model.model };
    const { checkpoint = 'best' } = model;
    return { file: typeof checkpoint === 'string' ? checkpoint : `step ${checkpoint.step}` };
  }

  /** Reads what is needed of the models that may be chosen, and of these runs. */
  async read(runIds: readonly string[]): Promise<void> {
    this.#bundled ??= (await this.#api.request('models:list')).filter(
      ({ source, conditionClasses }) => source === 'images' && conditionClasses !== null,
    );
    await this.#settings.cover(this.#runs.all);
    for (const runId of runIds) {
      if (!this.#runs.get(runId)) continue;
      const detail = await this.#api.request('runs:get', { runId });
      this.#details = new Map(this.#details).set(runId, detail);
    }
  }

  #named(name: string): BundledModel | null {
    return this.#bundled?.find((model) => model.name === name) ?? null;
  }

  #exists(model: ChosenModel): boolean {
    return 'model' in model ? this.#named(model.model) !== null : this.runs.some(({ id }) => id === model.runId);
  }

  #canClassify(run: RunSummary): boolean {
    if (!isUsable(run)) return false;
    const { setting } = this.#settings.reader.row(run);
    return setting('data.source') === 'images' && typeof setting('model.conditionClasses') === 'number';
  }
}
