import { completionChoiceSchema, type ChosenModel, type ImageCompletions } from '../../src-main/contract/evaluations';
import type { Api } from '../api';
import { factsOf, type AskedModel } from './asked-model';
import type { FieldRule } from './field-rule';
import { parseField } from './field-text';
import { parseSeries } from './prompt-text';

export const completionOptions = ['observed', 'count', 'temperature', 'seed'] as const;
export type CompletionOption = (typeof completionOptions)[number];

/** Whether a completion knows the class of its image. */
export const completionClasses = ['given', 'none'] as const;
export type CompletionClass = (typeof completionClasses)[number];

/** Milliseconds without another change after which images are completed anew. */
const SETTLED = 400;

/** What completes, or null while it is not known. */
type CompletingModel = () => { model: AskedModel; source: ChosenModel } | null;

/** Test images, the pixels of them that are observed, and what a model makes of the rest, knowing the class or not. */
export class CompletionView {
  readonly #api: Api;
  readonly #chosen: CompletingModel;
  #texts = $state.raw<Readonly<Record<'images' | CompletionOption, string>>>({
    images: '0-4',
    observed: '',
    count: '32',
    temperature: '1',
    seed: '1',
  });
  results = $state.raw<Readonly<Record<CompletionClass, ImageCompletions | null>>>({ given: null, none: null });
  /** The model that made them. */
  model = $state.raw<AskedModel | null>(null);
  /** How many of the tasks are under way. */
  busy = $state(0);
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(api: Api, chosen: CompletingModel) {
    this.#api = api;
    this.#chosen = chosen;
  }

  /** Pixels of an image. */
  get pixels(): number {
    const { sizes, leading } = this.#facts;
    return sizes ? sizes.samples - leading : 1;
  }

  /** Test images that there are. */
  get available(): number {
    return this.#facts.testSeries;
  }

  get knowsClasses(): boolean {
    return this.#facts.conditionClasses !== null;
  }

  /** Pixels in scan order that are observed: at first half of them. */
  get observed(): number {
    const value = Number(this.text('observed'));
    return Math.min(this.pixels - 1, Math.max(1, Number.isInteger(value) ? value : 1));
  }

  text(name: 'images' | CompletionOption): string {
    return name === 'observed' && this.#texts.observed === '' ? String(Math.floor(this.pixels / 2)) : this.#texts[name];
  }

  write(name: 'images' | CompletionOption, text: string): void {
    this.#texts = { ...this.#texts, [name]: text };
  }

  rule(name: CompletionOption): Extract<FieldRule, { kind: 'number' }> {
    const whole = { kind: 'number', integer: true, nullable: false, aboveMin: false, belowMax: false } as const;
    switch (name) {
      case 'observed':
        return { ...whole, min: 1, max: this.pixels - 1 };
      case 'count':
        return { ...whole, min: 1, max: 4096 };
      case 'temperature':
        return { ...whole, integer: false, min: 0, aboveMin: true, max: 1000 };
      case 'seed':
        return { ...whole, min: 0, max: null };
    }
  }

  /** Why nothing can be completed with what is written, by field. */
  readonly problems: Readonly<Partial<Record<'images' | CompletionOption, string>>> = $derived.by(() => {
    const problems: Partial<Record<'images' | CompletionOption, string>> = {};
    const images = parseSeries(this.#texts.images, this.available);
    if ('problem' in images) problems.images = images.problem;
    for (const name of completionOptions) {
      const parsed = parseField(this.text(name), this.rule(name));
      if ('problem' in parsed) problems[name] = parsed.problem;
    }
    return problems;
  });

  /** Moves the border; `settle` completes the images anew once it rests. */
  observe(pixels: number, { settle }: { settle: (() => void) | null }): void {
    this.write('observed', String(Math.min(this.pixels - 1, Math.max(1, Math.round(pixels)))));
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = settle && setTimeout(settle, SETTLED);
  }

  /** Completes the images, with the class given and without; what was still under way is left. */
  async complete(): Promise<void> {
    const chosen = this.#chosen();
    const images = parseSeries(this.#texts.images, this.available);
    if (!chosen || 'problem' in images || Object.keys(this.problems).length > 0) return;
    const turn = await this.cancel();
    const { model, source } = chosen;
    const number = (name: CompletionOption) => Number(this.text(name));
    const sampling = { count: number('count'), temperature: number('temperature'), seed: number('seed') };
    const numbers = { ...sampling, images: images.value, observed: this.observed };
    const wanted = completionClasses.filter((one) => one === 'given' || this.knowsClasses);
    this.busy = wanted.length;
    await Promise.all(
      wanted.map(async (own) => {
        const choice = completionChoiceSchema.parse({ ...numbers, class: own });
        try {
          const result = await this.#api.request('images:complete', { source, choice });
          if (turn !== this.#turn) return;
          if (this.model?.id !== model.id) this.results = { given: null, none: null };
          this.model = model;
          this.results = { ...this.results, [own]: result };
        } catch (error) {
          // What was ended for a newer wish is of no interest.
          if (turn === this.#turn) throw error;
        } finally {
          if (turn === this.#turn) this.busy -= 1;
        }
      }),
    );
  }

  /** Ends what is under way; gives the number of the next turn. */
  async cancel(): Promise<number> {
    const turn = (this.#turn += 1);
    if (this.busy > 0) await this.#api.request('images:cancel');
    this.busy = 0;
    return turn;
  }

  get #facts() {
    return factsOf(this.#chosen()?.model ?? null);
  }
}
