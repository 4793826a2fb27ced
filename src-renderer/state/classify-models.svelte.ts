import type { BundledModel, ChosenModel, EvaluationSummary } from '../../src-main/contract/evaluations';
import { dataSizes } from '../../src-main/contract/data-sizes';
import type { GenerationModel } from '../../src-main/contract/generations';
import type { RunDetail, RunSummary } from '../../src-main/contract/runs';
import { sourceOf } from './asked-model';
import { isUsable } from './generations.svelte';
import type { ModelsState } from './models.svelte';
import type { RunSettingsState } from './run-settings.svelte';
import type { RunsState } from './runs.svelte';

/** Models of images that know classes, by which images can be told apart: of runs, and those that come along. */
export class ClassifyModels {
  readonly #models: ModelsState;
  readonly #runs: RunsState;
  readonly #settings: RunSettingsState;
  #chosen = $state.raw<ChosenModel | null>(null);

  /** Newest first. */
  readonly runs: readonly RunSummary[] = $derived.by(() => this.#runs.all.filter((run) => this.#canClassify(run)));

  constructor(models: ModelsState, runs: RunsState, settings: RunSettingsState) {
    this.#models = models;
    this.#runs = runs;
    this.#settings = settings;
  }

  /** Those that come along; null until they are known. */
  get bundled(): readonly BundledModel[] | null {
    return this.#models.bundled?.filter((one) => one.source === 'images' && one.conditionClasses !== null) ?? null;
  }

  /** What a person chose; before that the newest run with a best checkpoint, or a model that comes along. */
  get chosen(): ChosenModel | null {
    if (this.#chosen && this.#exists(this.#chosen)) return this.#chosen;
    const run = this.runs.find(({ best }) => best) ?? this.runs[0];
    if (run) return { runId: run.id, checkpoint: run.best ? 'best' : 'last' };
    const [first] = this.bundled ?? [];
    return first ? { model: first.name } : null;
  }

  choose(model: ChosenModel): void {
    this.#chosen = model;
  }

  detail(runId: string | null): RunDetail | null {
    return this.#models.run(runId);
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
    const source = sourceOf(evaluation);
    return 'runId' in source || this.#named(source.model) ? source : null;
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
    await this.#models.load();
    await this.#settings.cover(this.#runs.all);
    await this.#models.readRuns(runIds.filter((runId) => this.#runs.get(runId)));
  }

  #named(name: string): BundledModel | null {
    return this.bundled?.find((model) => model.name === name) ?? null;
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
