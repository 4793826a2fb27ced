import type { CheckpointChoice, GenerationChoice, StartGeneration } from '../../src-main/contract/generations';
import { factsOf, modelKey, type AskedModel, type GenerationSource, type ModelFacts } from './asked-model';
import { storedSteps } from './training-course';

/** One generation that the main process can be asked for. */
export type GenerationRequest = StartGeneration | (GenerationChoice & { model: string });

/** The models that a generation is asked of, in the order in which they stand side by side. */
export class GenerationModels {
  readonly #known: (key: string) => AskedModel | null;
  #sources = $state.raw<readonly GenerationSource[]>([]);
  #isSuggested = $state.raw(false);

  /** The one whose data, levels and classes the form is about. */
  readonly first: AskedModel | null = $derived.by(() => {
    const [source] = this.#sources;
    return source ? this.of(source) : null;
  });
  readonly facts: ModelFacts = $derived(factsOf(this.first));

  constructor(known: (key: string) => AskedModel | null) {
    this.#known = known;
  }

  get sources(): readonly GenerationSource[] {
    return this.#sources;
  }

  get keys(): string[] {
    return this.#sources.map(modelKey);
  }

  /** Whether the model was proposed, and nobody has done anything with it yet. */
  get isSuggested(): boolean {
    return this.#isSuggested;
  }

  of(source: GenerationSource): AskedModel | null {
    return this.#known(modelKey(source));
  }

  /** Begins with this model alone. */
  begin(source: GenerationSource, { suggested = false } = {}): void {
    this.#sources = [source];
    this.#isSuggested = suggested;
  }

  /** From now on the model is a choice of the person. */
  keep(): void {
    this.#isSuggested = false;
  }

  set(index: number, source: GenerationSource): void {
    this.#sources = this.#sources.map((old, at) => (at === index ? source : old));
    this.keep();
  }

  add(source: GenerationSource): void {
    this.#sources = [...this.#sources, source];
    this.keep();
  }

  remove(index: number): void {
    this.#sources = this.#sources.filter((_, at) => at !== index);
  }

  /** Whether some model has several checkpoints. */
  get hasCourse(): boolean {
    return this.#sources.some((source) => this.#stepsOf(source).length > 1);
  }

  /** Takes every model at each of its checkpoints, to see how its samples have come about. */
  chooseWholeTraining(): void {
    this.#sources = this.#sources.map((source) => {
      return 'model' in source ? source : { runId: source.runId, checkpoint: 'every' };
    });
  }

  /** For each model one request, or one for each of its stored checkpoints. */
  lanes(choice: GenerationChoice): GenerationRequest[][] {
    return this.#sources.map((source) => {
      const own = { ...choice, classes: this.classesFor(source, choice.classes) };
      if ('model' in source) return [{ ...own, model: source.model }];
      const { runId } = source;
      return this.#checkpointsOf(source).map((checkpoint) => ({ ...own, runId, checkpoint }));
    });
  }

  /** A model beside the first one may have no condition. */
  classesFor(source: GenerationSource, classes: number[] | null): number[] | null {
    return factsOf(this.of(source)).conditionClasses === null ? null : classes;
  }

  #checkpointsOf(source: Extract<GenerationSource, { runId: string }>): CheckpointChoice[] {
    if (source.checkpoint !== 'every') return [source.checkpoint];
    const steps = this.#stepsOf(source);
    return steps.length > 0 ? steps.map((step) => ({ step })) : ['last'];
  }

  #stepsOf(source: GenerationSource): number[] {
    return storedSteps(this.of(source)?.checkpoints ?? []);
  }
}
