import {
  evaluationChoiceSchema,
  type ChosenModel,
  type ClassificationChoice,
  type DensitySet,
  type EvaluationChoice,
  type EvaluationDetail,
  type EvaluationSummary,
} from '../../src-main/contract/evaluations';
import type { Api } from '../api';
import { ClassifyModels } from './classify-models.svelte';
import { densitySets, sameSet } from './density-sets';
import { EvaluationsState } from './evaluations.svelte';
import type { FieldRule } from './field-rule';
import { parseField } from './field-text';
import type { ModelsState } from './models.svelte';
import { ProgressiveView } from './progressive-view.svelte';
import type { RunSettingsState } from './run-settings.svelte';
import type { RunsState } from './runs.svelte';

export type ClassifyTask = 'classification' | 'progressive' | 'density';
export type EvaluationKind = EvaluationChoice['kind'];
export type ClassifyField = 'count' | 'seed';

/** Evaluations that stand beside each other at most. */
export const MOST_ABREAST = 2;

/** What the screen chooses its model from. */
export interface ClassifySources {
  models: ModelsState;
  runs: RunsState;
  settings: RunSettingsState;
}

/** The Classify screen: which model, what is measured of it, and which measurements are shown. */
export class ClassifyView {
  readonly #api: Api;
  readonly evaluations: EvaluationsState;
  readonly models: ClassifyModels;
  readonly progressive: ProgressiveView;
  task = $state<ClassifyTask>('classification');
  prior = $state<ClassificationChoice['prior']>('uniform');
  sets = $state.raw<readonly DensitySet[]>(densitySets.map(({ set }) => set));
  #texts = $state.raw<Readonly<Record<ClassifyField, string>>>({ count: '200', seed: '1' });
  #shownIds = $state.raw<Readonly<Record<EvaluationKind, readonly string[]>>>({ classification: [], density: [] });
  #details = $state.raw<ReadonlyMap<string, EvaluationDetail>>(new Map());

  /** What the screen measures and lists now; the progress of one image stands beside the classifications. */
  readonly kind: EvaluationKind = $derived(this.task === 'density' ? 'density' : 'classification');
  /** Newest first. */
  readonly listed: readonly EvaluationSummary[] = $derived.by(() =>
    this.evaluations.all.filter(({ choice }) => choice.kind === this.kind),
  );
  /** What was chosen, else the newest that is complete. */
  readonly shown: readonly EvaluationSummary[] = $derived.by(() => {
    const chosen = this.#shownIds[this.kind].flatMap((id) => this.evaluations.get(id) ?? []);
    return chosen.length > 0 ? chosen : this.listed.filter(({ status }) => status === 'completed').slice(0, 1);
  });
  readonly problems: Readonly<Partial<Record<ClassifyField | 'sets', string>>> = $derived.by(() => {
    const problems: Partial<Record<ClassifyField | 'sets', string>> = {};
    for (const name of ['count', 'seed'] as const) {
      const parsed = parseField(this.text(name), this.rule(name));
      if ('problem' in parsed) problems[name] = parsed.problem;
    }
    if (this.kind === 'density' && this.sets.length === 0) problems.sets = 'Choose at least one kind of images.';
    return problems;
  });

  constructor(api: Api, { models, runs, settings }: ClassifySources) {
    this.#api = api;
    this.evaluations = new EvaluationsState(api);
    this.models = new ClassifyModels(models, runs, settings);
    this.progressive = new ProgressiveView(api);
  }

  text(name: ClassifyField): string {
    return this.#texts[name];
  }

  write(name: ClassifyField, text: string): void {
    this.#texts = { ...this.#texts, [name]: text };
  }

  /** An empty count takes all images. */
  rule(name: ClassifyField): Extract<FieldRule, { kind: 'number' }> {
    const whole = { kind: 'number', integer: true, aboveMin: false, belowMax: false } as const;
    if (name === 'seed') return { ...whole, nullable: false, min: 0, max: null };
    return { ...whole, nullable: true, min: 1, max: this.models.testImages };
  }

  toggleSet(set: DensitySet): void {
    const others = this.sets.filter((one) => !sameSet(one, set));
    this.sets = others.length < this.sets.length ? others : [...this.sets, set];
  }

  /** Lets a person choose a folder of images whose density is taken too. */
  async addFolder(): Promise<void> {
    const opened = await this.#api.request('evaluations:open-set');
    const set = opened && ({ kind: 'other', folder: opened.folder } as const);
    if (set && !this.sets.some((one) => sameSet(one, set))) this.sets = [...this.sets, set];
  }

  /** Measures what is asked for, of the chosen model; does nothing while something is not possible. */
  async measure(): Promise<void> {
    const source = this.models.chosen;
    if (!source || Object.keys(this.problems).length > 0) return;
    await this.#start(source, this.#choice());
  }

  /** Measures the same once more, and shows both. */
  async measureAgain(evaluation: EvaluationSummary): Promise<void> {
    const source = this.models.sourceOf(evaluation);
    if (!source) throw new Error('The model of this evaluation is a file, which only the command line can open.');
    const id = await this.#start(source, evaluation.choice);
    this.show([evaluation.id, id]);
  }

  /** Shows these, as many as have room beside each other. */
  show(ids: readonly string[]): void {
    this.#shownIds = { ...this.#shownIds, [this.kind]: ids.slice(0, MOST_ABREAST) };
  }

  detail(id: string): EvaluationDetail | null {
    return this.#details.get(id) ?? null;
  }

  /** Reads what the shown ones have measured, and their runs. */
  async read(): Promise<void> {
    const wanted = this.shown.filter(({ id, status }) => status === 'completed' && !this.#details.has(id));
    for (const { id } of wanted) {
      const detail = await this.#api.request('evaluations:get', { evaluationId: id });
      await this.models.read(detail.runId === null ? [] : [detail.runId]);
      this.#details = new Map(this.#details).set(id, detail);
    }
  }

  async cancel(): Promise<void> {
    const evaluationIds = this.evaluations.underWay.map(({ id }) => id);
    if (evaluationIds.length > 0) await this.#api.request('evaluations:cancel', { evaluationIds });
  }

  async #start(source: ChosenModel, choice: EvaluationChoice): Promise<string> {
    const evaluation = await this.#api.request('evaluations:start', { source, choice });
    this.evaluations.put([evaluation]);
    this.show([evaluation.id]);
    return evaluation.id;
  }

  #choice(): EvaluationChoice {
    const count = this.text('count').trim() === '' ? null : Number(this.text('count'));
    const drawn = { count, seed: Number(this.text('seed')) };
    return evaluationChoiceSchema.parse(
      this.kind === 'density'
        ? { kind: 'density', ...drawn, sets: [...this.sets] }
        : { kind: 'classification', ...drawn, prior: this.prior },
    );
  }
}
