import type { DataExample } from '../../src-main/contract/dataset-examples';
import type { BundledModel } from '../../src-main/contract/evaluations';
import type { FigureDescription, Provenance } from '../../src-main/contract/figure';
import type { GenerationSummary } from '../../src-main/contract/generations';
import type { RequestArgument } from '../../src-main/contract/ipc';
import { describeGallery } from '../../src-main/figures/describe-gallery';
import { describeGeneration, type GeneratedGroup } from '../../src-main/figures/describe-generation';
import { mean } from '../../src-main/math/statistics';
import type { Api } from '../api';
import { formatCount, formatNumber } from '../format';
import { generatingKey } from './asked-model';
import { GeneratedCurves } from './generated-curves.svelte';
import { generationProvenance } from './generation-provenance';
import { isUnderWay, type GenerationsState } from './generations.svelte';
import type { ModelsState } from './models.svelte';

const digitsModel = 'mnist-binary';
/** In the order of the panels: the same model trained without unrolled steps, and with them. */
const curveModels = ['fourier-one-step', 'fourier-unrolled-8'] as const;
const curveStudy = { preset: 'fourier-unrolling', scale: 'quick', arm: 'one-step' } as const;
/** Test curves that are continued, and for how many samples: as far as their study looks. */
const CURVES = 2;
const FORECAST = 394;
/** Samples of each class, and of each curve. */
const DIGITS = 16;
const CONTINUATIONS = 4;
const sampler = { kind: 'stochastic', temperature: 1, topK: null, topP: null } as const;
const SEED = 1;

/** What a model that comes along has been asked for. */
interface Asked {
  model: BundledModel;
  id: string;
}

/** First pictures, by models that come along: digits, and curves that go on. Nothing has to be trained for them. */
export class FirstPictures {
  readonly #api: Api;
  readonly #generations: GenerationsState;
  readonly #models: ModelsState;
  readonly #curves: GeneratedCurves;
  #digits = $state.raw<Asked | null>(null);
  #continued = $state.raw<readonly Asked[]>([]);
  #examples = $state.raw<{ all: readonly DataExample[]; sampleInterval: number }>({ all: [], sampleInterval: 1 });

  /** Null before it was asked for, and until the model has been read. */
  readonly digits: FigureDescription | null = $derived.by(() => {
    void this.#curves.version;
    const generation = this.#digits && this.#generations.get(this.#digits.id);
    return generation && generation.groups.length > 0 ? this.#digitsFigure(this.#digits!, generation) : null;
  });
  readonly continued: FigureDescription | null = $derived.by(() => {
    void this.#curves.version;
    const all = this.#continued.flatMap((asked) => {
      const generation = this.#generations.get(asked.id);
      return generation && generation.groups.length > 0 ? [{ asked, generation }] : [];
    });
    return all.length === curveModels.length ? this.#continuedFigure(all) : null;
  });

  constructor(api: Api, generations: GenerationsState, models: ModelsState) {
    this.#api = api;
    this.#generations = generations;
    this.#models = models;
    this.#curves = new GeneratedCurves(api);
    this.#curves.lookAt({ stretch: null, everyStep: true });
  }

  /** Follows what is generated until the returned function is called. */
  start(): () => void {
    return this.#curves.start();
  }

  /** 0 … 1 while something is generated; null otherwise. */
  get progress(): number | null {
    const all = this.#asked.flatMap(({ id }) => this.#generations.get(id) ?? []);
    const running = all.filter(isUnderWay);
    if (running.length === 0) return null;
    return mean(running.map(({ progress }) => progress.step / Math.max(1, progress.steps)));
  }

  /** Another text whenever there is something to read. */
  get occasion(): string {
    return this.#asked.map(({ id }) => `${id} ${this.#generations.get(id)?.status}`).join();
  }

  /** Reads what the streams did not bring, of what is done. */
  async read(): Promise<void> {
    for (const { id } of this.#asked) {
      const generation = this.#generations.get(id);
      if (generation?.status === 'failed') throw new Error(generation.reason ?? 'The first picture failed.');
      if (generation?.status !== 'completed') continue;
      await this.#curves.readDetail(generation);
      await this.#curves.readSamples(generation, [...generation.groups.keys()], generation.choice.count);
    }
  }

  /** Samples of every class by the model of handwritten digits. */
  async drawDigits(): Promise<void> {
    const [model] = await this.#named([digitsModel]);
    const { width, height } = model!.image!;
    const classes = Array.from({ length: model!.conditionClasses! }, (_, index) => index);
    const prompt = { kind: 'none' } as const;
    const choice = { sampler, seed: SEED, count: DIGITS, steps: width * height, prompt, classes };
    this.#digits = await this.#start(model!, choice);
  }

  /** Test curves of the study of unrolled training, continued by a model of each of its arms. */
  async continueCurves(): Promise<void> {
    const models = await this.#named(curveModels);
    const request = { source: curveStudy, split: 'test', class: null, skip: 0, each: CURVES } as const;
    const { examples, configuration } = await this.#api.request('data:examples', request);
    const sampleInterval = configuration.source === 'fourier' ? configuration.sampleInterval : 1;
    this.#examples = { all: examples, sampleInterval };
    const rows = examples.map(({ tokens }) => tokens.slice(0, -FORECAST));
    const prompt = { kind: 'tokens', rows } as const;
    const choice = { sampler, seed: SEED, count: CONTINUATIONS, steps: FORECAST, prompt };
    const continued: Asked[] = [];
    for (const model of models) continued.push(await this.#start(model, choice));
    this.#continued = continued;
  }

  get #asked(): Asked[] {
    return [...(this.#digits ? [this.#digits] : []), ...this.#continued];
  }

  async #named(names: readonly string[]): Promise<BundledModel[]> {
    const all = await this.#models.load();
    return names.map((name) => {
      const model = all.find((one) => one.name === name);
      if (!model) throw new Error(`The model ${name}, which belongs to the program, is gone; install it anew.`);
      return model;
    });
  }

  async #start(model: BundledModel, choice: Omit<RequestArgument<'models:generate'>, 'model'>): Promise<Asked> {
    const generation = await this.#api.request('models:generate', { model: model.name, ...choice });
    this.#curves.follow(generation);
    this.#generations.put([generation]);
    return { model, id: generation.id };
  }

  #digitsFigure({ model }: Asked, generation: GenerationSummary): FigureDescription {
    return describeGallery({
      name: 'first-digits',
      title: 'Handwritten digits that nobody wrote',
      models: [
        {
          title: '',
          image: model.image!,
          groups: generation.groups.map((group, number) => ({
            label: `Class ${group.class}`,
            observed: group.observed,
            prompt: [],
            truth: [],
            samples: this.#curves.samples(generation, number, DIGITS).map(({ token }) => token),
            statistics: null,
          })),
          samples: DIGITS,
        },
      ],
      columns: 1,
      provenance: this.#provenance([{ model, generation }], DIGITS),
    });
  }

  #continuedFigure(all: readonly { asked: Asked; generation: GenerationSummary }[]): FigureDescription {
    const groups = this.#examples.all.flatMap(({ tokens }, number) =>
      all.map(({ asked: { model }, generation }, arm): GeneratedGroup => ({
        label: number === 0 ? model.title : '',
        runId: null,
        colorIndex: arm,
        observed: tokens.length - FORECAST,
        prompt: tokens.slice(0, -FORECAST),
        truth: tokens.slice(-FORECAST),
        samples: this.#curves.samples(generation, number, CONTINUATIONS),
        former: [],
        statistics: null,
        period: null,
      })),
    );
    const models = all.map(({ asked: { model }, generation }) => ({ model, generation }));
    return describeGeneration({
      name: 'first-forecasts',
      title: 'The same curves, continued by two models',
      groups,
      columns: all.length,
      from: 0,
      steps: FORECAST,
      quantizationLevels: models[0]!.model.quantizationLevels,
      sampleInterval: this.#examples.sampleInterval,
      view: 'samples',
      provenance: this.#provenance(
        models,
        CONTINUATIONS,
        models.flatMap(({ model }) => errorRemark(model)),
      ),
    });
  }

  #provenance(
    shown: readonly { model: BundledModel; generation: GenerationSummary }[],
    drawn: number,
    looks: readonly string[] = [],
  ): Provenance {
    const generations = shown.map(({ generation }) => ({
      generation,
      by: this.#models.get(generatingKey(generation)),
    }));
    return generationProvenance(generations, { curves: this.#curves, drawn, looks });
  }
}

/** How far the forecasts of all test curves are off, as the model's file says: a few curves show too little. */
function errorRemark({ arm, training }: BundledModel): string[] {
  const { freeRunningError: error, freeRunningSteps: steps } = training;
  if (typeof error !== 'number' || typeof steps !== 'number') return [];
  return [
    `Mean error of all test curves over ${formatCount(steps)} steps, greedy, ${arm}: ${formatNumber(error)} levels.`,
  ];
}
