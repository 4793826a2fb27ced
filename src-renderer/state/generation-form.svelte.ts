import type { DataConfiguration } from '../../src-main/contract/configuration';
import { dataSizes, leadingSamples } from '../../src-main/contract/data-sizes';
import {
  generationChoiceSchema,
  type CheckpointChoice,
  type GenerationChoice,
  type GenerationPrompt,
  type StartGeneration,
} from '../../src-main/contract/generations';
import type { GeneratorMethod } from '../../src-main/contract/generator-benchmark';
import type { RunDetail } from '../../src-main/contract/runs';
import { fieldText, parseField } from './field-text';
import { generationOption, optionNames, type Option, type OptionName } from './generation-options';
import type { LikelihoodQuestion } from './likelihoods.svelte';
import { LocalForm } from './local-form.svelte';
import { PromptForm } from './prompt-form.svelte';
import type { ReadPrompt } from './prompt-text';
import { storedSteps } from './training-course';

/** A run's model at a checkpoint, or at every one that is stored. */
export interface GenerationSource {
  runId: string;
  checkpoint: CheckpointChoice | 'every';
}

/** What something can be wrong with. */
type FormPart = OptionName | 'prompt' | 'classes' | 'local';
/** What of a choice stands in fields of its own. */
type Written = 'seed' | 'count' | 'steps' | 'threads';

/** More classes than these are not all generated unless asked for. */
const MOST_DEFAULT_CLASSES = 10;
const LONGEST_DEFAULT = 2048;
/** Few enough that two models find room side by side, and that all of ten classes are seen while they are made. */
const IMAGES_IN_ROW = 5;

/** What is to be generated: by which models, and how. All of it has a default that suits the first model. */
export class GenerationForm {
  readonly prompt = new PromptForm();
  readonly local = new LocalForm();
  readonly #detail: (runId: string) => RunDetail | null;
  #sources = $state.raw<readonly GenerationSource[]>([]);
  /** What was written, by field. */
  #texts = $state.raw<Readonly<Partial<Record<OptionName, string>>>>({});
  #classes = $state.raw<readonly number[] | null>(null);
  /** Null: as suits the model. */
  #sharesNoise = $state.raw<boolean | null>(null);
  sampler = $state<'greedy' | 'stochastic'>('stochastic');
  method = $state<GeneratorMethod>('simd');

  constructor(detail: (runId: string) => RunDetail | null) {
    this.#detail = detail;
  }

  get sources(): readonly GenerationSource[] {
    return this.#sources;
  }

  /** The run whose data, levels and classes the form is about. */
  readonly run: RunDetail | null = $derived.by(() => {
    const [first] = this.#sources;
    return first ? this.#detail(first.runId) : null;
  });
  readonly levels: number = $derived(this.run?.configuration.model.quantizationLevels ?? 2);
  readonly #sizes = $derived(this.run && dataSizes(this.run.configuration.data));
  readonly testSeries: number = $derived(this.#sizes?.test ?? 0);
  readonly areImages: boolean = $derived(this.run?.configuration.data.source === 'images');
  /** Samples before an image, which are always observed and not counted in the fields. */
  readonly #leading: number = $derived(this.areImages ? leadingSamples : 0);

  /** Classes that the model can be asked for; null for a model without a condition. */
  readonly conditionClasses: number | null = $derived.by(() => {
    const model = this.run?.configuration.model;
    return model?.family === 'wavenet' ? model.conditionClasses : null;
  });
  /** Channels of the local condition; null for a model without one. */
  readonly localChannels: number | null = $derived.by(() => {
    const model = this.run?.configuration.model;
    return model?.family === 'wavenet' ? model.localConditionChannels : null;
  });
  /** Null: each test series under its own class, or no class at all. */
  readonly classes: readonly number[] | null = $derived.by(() => {
    const count = this.conditionClasses;
    if (count === null) return null;
    if (this.#classes) return this.#classes;
    if (this.prompt.kind === 'dataset') return null;
    return Array.from({ length: Math.min(count, MOST_DEFAULT_CLASSES) }, (_, index) => index);
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
  readonly lanes: readonly (readonly StartGeneration[])[] | null = $derived.by(() => {
    const prompt = this.#prompt;
    const local = this.#localValues();
    if (!this.run || Object.keys(this.problems).length > 0 || 'problem' in prompt || 'problem' in local) return null;
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
    return this.#sources.map((source) => {
      const request = { ...choice, runId: source.runId, classes: this.#classesFor(source, choice.classes) };
      return this.#checkpointsOf(source).map((checkpoint) => ({ ...request, checkpoint }));
    });
  });

  /** How probable the first model finds the prompt's series, test series whole; null while there is none. */
  readonly question: LikelihoodQuestion | null = $derived.by(() => {
    const prompt = this.#prompt;
    const [source] = this.#sources;
    if (!this.run || !source || 'problem' in prompt || prompt.value.kind === 'none') return null;
    const { value } = prompt;
    const series = value.kind === 'dataset' ? { kind: value.kind, series: value.series } : value;
    const isTest = series.kind === 'dataset';
    return {
      title: isTest ? (this.areImages ? 'test images' : 'test series') : 'prompts',
      run: this.run,
      checkpoint: source.checkpoint === 'every' ? 'best' : source.checkpoint,
      series,
      classes: this.#classesFor(source, this.classes && [...this.classes]),
    };
  });

  readonly #prompt: ReadPrompt<GenerationPrompt> = $derived.by(() => {
    const observed = this.#parse('observed');
    const limits = { quantizationLevels: this.levels, testSeries: this.testSeries };
    return this.prompt.read(limits, this.#leading + ('value' in observed ? (observed.value as number) : 1));
  });
  readonly #usedOptions = $derived(
    optionNames.filter((name) => {
      if (name === 'observed') return this.prompt.kind === 'dataset';
      return this.sampler === 'stochastic' || !['temperature', 'topK', 'topP'].includes(name);
    }),
  );

  option(name: OptionName): Option {
    const samples = this.#sizes?.samples ?? 1;
    return generationOption(name, { quantizationLevels: this.levels, samples, leading: this.#leading });
  }

  text(name: OptionName): string {
    return this.#texts[name] ?? fieldText(this.#defaultOf(name));
  }

  write(name: OptionName, text: string): void {
    this.#texts = { ...this.#texts, [name]: text };
  }

  setSource(index: number, source: GenerationSource): void {
    this.#sources = this.#sources.map((old, at) => (at === index ? source : old));
  }

  addSource(source: GenerationSource): void {
    this.#sources = [...this.#sources, source];
  }

  removeSource(index: number): void {
    this.#sources = this.#sources.filter((_, at) => at !== index);
  }

  /** Begins with this model alone. */
  begin(source: GenerationSource): void {
    this.#sources = [source];
  }

  /** Whether some model has several checkpoints. */
  get hasCourse(): boolean {
    return this.#sources.some(({ runId }) => storedSteps(this.#detail(runId)?.checkpoints ?? []).length > 1);
  }

  /** Takes every model at each of its checkpoints, to see how its samples have come about. */
  chooseWholeTraining(): void {
    this.#sources = this.#sources.map(({ runId }) => ({ runId, checkpoint: 'every' }));
  }

  /** Whether the n-th sample of every class and prompt is to have the same noise; so for images where nobody said. */
  get sharesNoise(): boolean {
    return this.#sharesNoise ?? this.areImages;
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
    this.prompt.seriesText = `1-${Math.min(IMAGES_IN_ROW, this.testSeries)}`;
  }

  /** Takes over how something was generated. */
  take({ sampler, seed, noise, count, steps, prompt, classes, method, threads }: GenerationChoice): void {
    const numbers = { seed, count, steps, threads, ...(sampler.kind === 'stochastic' ? sampler : {}) };
    const observed = prompt.kind === 'dataset' ? { observed: prompt.observed - this.#leading } : {};
    const values = Object.entries({ ...numbers, ...observed }).filter(([name]) => name !== 'kind');
    this.#texts = Object.fromEntries(values.map(([name, value]) => [name, fieldText(value)]));
    this.#classes = classes;
    this.#sharesNoise = noise === 'common';
    this.sampler = sampler.kind;
    this.method = method;
    this.prompt.take(prompt);
  }

  #localValues(): ReadPrompt<number[][] | null> {
    return this.localChannels === null ? { value: null } : this.local.read(this.localChannels);
  }

  #checkpointsOf({ runId, checkpoint }: GenerationSource): CheckpointChoice[] {
    if (checkpoint !== 'every') return [checkpoint];
    const steps = storedSteps(this.#detail(runId)?.checkpoints ?? []);
    return steps.length > 0 ? steps.map((step) => ({ step })) : ['last'];
  }

  /** A model beside the first one may have no condition. */
  #classesFor({ runId }: GenerationSource, classes: number[] | null): number[] | null {
    const model = this.#detail(runId)?.configuration.model;
    return model?.family === 'wavenet' && model.conditionClasses !== null ? classes : null;
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

  /** Pixels that are not observed. */
  #restOfImage(): number {
    const prompt = this.#prompt;
    const { samples } = this.#sizes!;
    if ('problem' in prompt || prompt.value.kind === 'none') return samples - leadingSamples;
    const { value } = prompt;
    return Math.max(1, samples - (value.kind === 'dataset' ? value.observed : value.rows[0]!.length));
  }

  #defaultOf(name: OptionName): number | null {
    switch (name) {
      case 'temperature':
      case 'seed':
        return 1;
      case 'count':
        if (this.areImages) return IMAGES_IN_ROW;
        return this.conditionClasses === null ? 4 : 1;
      case 'steps':
        return this.areImages ? this.#restOfImage() : defaultSteps(this.run?.configuration.data ?? null);
      case 'observed':
        if (this.areImages) return Math.floor((this.#sizes!.samples - leadingSamples) / 2);
        return Math.max(1, Math.min(this.run?.receptiveField ?? 1, Math.floor((this.#sizes?.samples ?? 2) / 2)));
      default:
        return null;
    }
  }
}

/** As long as the series that the model has learnt. */
function defaultSteps(data: DataConfiguration | null): number {
  return data ? Math.min(LONGEST_DEFAULT, dataSizes(data).samples) : 100;
}
