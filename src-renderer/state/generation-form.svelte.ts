import {
  generationChoiceSchema,
  type GenerationChoice,
  type GenerationPrompt,
} from '../../src-main/contract/generations';
import type { GeneratorMethod } from '../../src-main/contract/generator-benchmark';
import { singleSource, type AskedModel, type ModelFacts } from './asked-model';
import { fieldText, parseField } from './field-text';
import { GenerationModels, type GenerationRequest } from './generation-models.svelte';
import {
  defaultOption,
  generationOption,
  IMAGES_IN_ROW,
  optionNames,
  type Option,
  type OptionName,
} from './generation-options';
import type { LikelihoodQuestion } from './likelihoods.svelte';
import { LocalForm } from './local-form.svelte';
import { PromptForm } from './prompt-form.svelte';
import type { ReadPrompt } from './prompt-text';

/** What something can be wrong with. */
type FormPart = OptionName | 'prompt' | 'classes' | 'local';
/** What of a choice stands in fields of its own. */
type Written = 'seed' | 'count' | 'steps' | 'threads';

/** More classes than these are not all generated unless asked for. */
const MOST_DEFAULT_CLASSES = 10;

/** What is to be generated: by which models, and how. All of it has a default that suits the first model. */
export class GenerationForm {
  readonly prompt = new PromptForm();
  readonly local = new LocalForm();
  readonly models: GenerationModels;
  /** What was written, by field. */
  #texts = $state.raw<Readonly<Partial<Record<OptionName, string>>>>({});
  #classes = $state.raw<readonly number[] | null>(null);
  /** Null: as suits the model. */
  #sharesNoise = $state.raw<boolean | null>(null);
  sampler = $state<'greedy' | 'stochastic'>('stochastic');
  method = $state<GeneratorMethod>('simd');

  constructor(known: (key: string) => AskedModel | null) {
    this.models = new GenerationModels(known);
  }

  /** The model that the form is about. */
  get model(): AskedModel | null {
    return this.models.first;
  }

  get facts(): ModelFacts {
    return this.models.facts;
  }

  /** Null: each test series under its own class, or no class at all. */
  readonly classes: readonly number[] | null = $derived.by(() => {
    const count = this.facts.conditionClasses;
    if (count === null) return null;
    if (this.#classes) return this.#classes.filter((own) => own < count);
    if (this.prompt.kind === 'dataset') return null;
    return Array.from({ length: Math.min(count, MOST_DEFAULT_CLASSES) }, (_, index) => index);
  });

  /** The imported series that the model has learnt; null of other data. */
  readonly ownDataset: string | null = $derived.by(() => {
    const data = this.model?.configuration.data;
    return data?.source === 'own' ? data.dataset : null;
  });

  /** Prompts that are continued, each on its own. */
  readonly promptCount: number = $derived.by(() => {
    if ('problem' in this.#prompt) return 1;
    const prompt = this.#prompt.value;
    return prompt.kind === 'none' ? 1 : (prompt.kind === 'dataset' ? prompt.series : prompt.rows).length;
  });
  readonly problems: Readonly<Partial<Record<FormPart, string>>> = $derived.by(() => {
    const problems: Partial<Record<FormPart, string>> = {};
    for (const name of this.#usedOptions) {
      const parsed = this.#parse(name);
      if ('problem' in parsed) problems[name] = parsed.problem;
    }
    const prompt = this.#prompt;
    if ('problem' in prompt) problems.prompt = prompt.problem;
    const local = this.#localValues();
    if ('problem' in local) problems.local = local.problem;
    if (this.classes?.length === 0) problems.classes = 'Choose at least one.';
    return problems;
  });

  /**
   * For each model one, or one for each stored checkpoint, all with common noise; null while something is missing or
   * not possible.
   */
  readonly lanes: readonly (readonly GenerationRequest[])[] | null = $derived.by(() => {
    const prompt = this.#prompt;
    const local = this.#localValues();
    if (!this.model || Object.keys(this.problems).length > 0 || 'problem' in prompt || 'problem' in local) return null;
    const { method, sampler } = this;
    const choice = generationChoiceSchema.parse({
      method,
      sampler:
        sampler === 'greedy'
          ? { kind: 'greedy' }
          : { kind: 'stochastic', ...this.#values('temperature', 'topK', 'topP') },
      ...this.#values('seed', 'count', 'steps', 'threads'),
      prompt: prompt.value,
      classes: this.classes === null ? null : [...this.classes],
      local: local.value,
      ...(this.sharesNoise ? { noise: 'common' } : {}),
    } satisfies Record<Exclude<keyof GenerationChoice, Written | 'noise'>, unknown>);
    return this.models.lanes(choice);
  });

  /** How probable the first model finds the prompt's series, test series whole; null while there is none. */
  readonly question: LikelihoodQuestion | null = $derived.by(() => {
    const prompt = this.#prompt;
    const [source] = this.models.sources;
    if (!this.model || !source || 'problem' in prompt || prompt.value.kind === 'none') return null;
    const { value } = prompt;
    const series = value.kind === 'dataset' ? { kind: value.kind, series: value.series } : value;
    const isTest = series.kind === 'dataset';
    return {
      title: isTest ? (this.facts.areImages ? 'test images' : 'test series') : 'prompts',
      model: this.model,
      source: singleSource(source),
      series,
      classes: this.models.classesFor(source, this.classes && [...this.classes]),
    };
  });

  readonly #prompt: ReadPrompt<GenerationPrompt> = $derived.by(() => {
    const observed = this.#parse('observed');
    const { levels: quantizationLevels, testSeries, leading } = this.facts;
    const samples = leading + ('value' in observed ? (observed.value as number) : 1);
    return this.prompt.read({ quantizationLevels, testSeries }, samples);
  });
  readonly #usedOptions = $derived(
    optionNames.filter((name) => {
      if (name === 'observed') return this.prompt.kind === 'dataset';
      return this.sampler === 'stochastic' || !['temperature', 'topK', 'topP'].includes(name);
    }),
  );

  option(name: OptionName): Option {
    return generationOption(name, this.facts);
  }

  text(name: OptionName): string {
    return this.#texts[name] ?? fieldText(defaultOption(name, this.facts, () => this.#observedSamples()));
  }

  write(name: OptionName, text: string): void {
    this.#texts = { ...this.#texts, [name]: text };
    this.models.keep();
  }

  /** Whether the n-th sample of every class and prompt is to have the same noise; so for images where nobody said. */
  get sharesNoise(): boolean {
    return this.#sharesNoise ?? this.facts.areImages;
  }

  shareNoise(shared: boolean): void {
    this.#sharesNoise = shared;
  }

  isChosen(index: number): boolean {
    return this.classes?.includes(index) ?? false;
  }

  toggleClass(index: number): void {
    const chosen = new Set(this.classes ?? []);
    if (!chosen.delete(index)) chosen.add(index);
    this.#classes = [...chosen].sort((a, b) => a - b);
  }

  /** As in the talk: four samples of what the model knows without any beginning, as long as what it has learnt. */
  choosePriorSamples(): void {
    this.#texts = { seed: this.text('seed'), threads: this.text('threads'), count: '4' };
    this.#classes = null;
    this.sampler = 'stochastic';
    this.prompt.kind = 'none';
  }

  /** As in the talk: test images of which the upper half was observed, each completed under its own class. */
  chooseCompletions(): void {
    this.#texts = { seed: this.text('seed'), threads: this.text('threads') };
    this.#classes = null;
    this.sampler = 'stochastic';
    this.prompt.kind = 'dataset';
    this.prompt.seriesText = `0-${Math.min(IMAGES_IN_ROW, this.facts.testSeries) - 1}`;
  }

  /** Takes over how something was generated. */
  take({ sampler, seed, noise, count, steps, prompt, classes, method, threads }: GenerationChoice): void {
    const numbers = { seed, count, steps, threads, ...(sampler.kind === 'stochastic' ? sampler : {}) };
    const observed = prompt.kind === 'dataset' ? { observed: prompt.observed - this.facts.leading } : {};
    const values = Object.entries({ ...numbers, ...observed }).filter(([name]) => name !== 'kind');
    this.#texts = Object.fromEntries(values.map(([name, value]) => [name, fieldText(value)]));
    this.#classes = classes;
    this.#sharesNoise = noise === 'common';
    this.sampler = sampler.kind;
    this.method = method;
    this.prompt.take(prompt);
  }

  /** Samples that stand before what is generated; null for none, and while that is not clear. */
  #observedSamples(): number | null {
    const prompt = this.#prompt;
    if ('problem' in prompt || prompt.value.kind === 'none') return null;
    const { value } = prompt;
    return value.kind === 'dataset' ? value.observed : value.rows[0]!.length;
  }

  #localValues(): ReadPrompt<number[][] | null> {
    const { localChannels } = this.facts;
    return localChannels === null ? { value: null } : this.local.read(localChannels);
  }

  #parse(name: OptionName) {
    return parseField(this.text(name), this.option(name).rule);
  }

  #values(...names: OptionName[]): Partial<Record<OptionName, unknown>> {
    return Object.fromEntries(
      names.map((name) => {
        const parsed = this.#parse(name);
        return [name, 'value' in parsed ? parsed.value : null];
      }),
    );
  }
}
