import type { Api } from '../api';
import { exampleChoice, type ExplainedModel, type ModelChoice } from './explain-models';
import { explainSteps, type ExplainStep, type ExplainStepId } from './explain-steps';

/** Where a person is on the path of Explain, and whose model the pictures show. */
export class Explain {
  readonly #api: Api;
  #index = $state(0);
  #explained = $state.raw<ExplainedModel>({ choice: exampleChoice, model: exampleChoice.model, runs: [] });
  #wanted = exampleChoice.id;

  constructor(api: Api) {
    this.#api = api;
  }

  get step(): ExplainStep {
    return explainSteps[this.#index]!;
  }

  /** From 0. */
  get index(): number {
    return this.#index;
  }

  get isFirst(): boolean {
    return this.#index === 0;
  }

  get isLast(): boolean {
    return this.#index === explainSteps.length - 1;
  }

  get explained(): ExplainedModel {
    return this.#explained;
  }

  show(id: ExplainStepId): void {
    this.#index = explainSteps.findIndex((step) => step.id === id);
  }

  next(): void {
    if (!this.isLast) this.#index += 1;
  }

  previous(): void {
    if (!this.isFirst) this.#index -= 1;
  }

  /** Shows another model; a run is asked for its own. Of several wishes the last one counts. */
  async choose(choice: ModelChoice): Promise<void> {
    this.#wanted = choice.id;
    if ('model' in choice) {
      this.#explained = { choice, model: choice.model, runs: [] };
      return;
    }
    const { id, name, seed, configuration, configurationHash } = await this.#api.request('runs:get', {
      runId: choice.runId,
    });
    if (this.#wanted !== choice.id) return;
    this.#explained = { choice, model: configuration.model, runs: [{ id, name, seed, configurationHash }] };
  }
}
