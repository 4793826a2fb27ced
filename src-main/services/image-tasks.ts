import type { EvaluateRequest, EvaluationOutcomes } from '../contract/evaluate-job';
import type {
  CompletionChoice,
  ImageCompletions,
  ImagePosterior,
  ImagePosteriorsRequest,
} from '../contract/evaluations';
import type { JobHost } from '../contract/jobs';
import type { ReadableDatabase } from '../store/database';
import { evaluate, type EvaluateReport } from './evaluate';
import { findModel, type ModelSource } from './model-source';

export interface ImageTasksOptions {
  store: ReadableDatabase;
  jobs: JobHost;
  dataFolder: string;
  /** Version of the program. */
  version: string;
}

export interface ImageTaskOptions {
  onReport?: (report: EvaluateReport) => void;
}

/** What is looked at of single images, computed in a process of its own and not kept. */
export class ImageTasks {
  readonly #options: ImageTasksOptions;
  readonly #running = new Set<AbortController>();

  constructor(options: ImageTasksOptions) {
    this.#options = options;
  }

  /** p(y | first n pixels) of test images for every n. */
  posteriors(
    source: ModelSource,
    request: Omit<ImagePosteriorsRequest, 'source'>,
    options?: ImageTaskOptions,
  ): Promise<ImagePosterior[]> {
    return this.#compute(source, { what: 'posteriors', ...request }, options);
  }

  /** Completes test images from their first pixels. */
  complete(source: ModelSource, choice: CompletionChoice, options?: ImageTaskOptions): Promise<ImageCompletions> {
    return this.#compute(source, { what: 'completions', choice }, options);
  }

  /** Ends all that is being computed; whoever waits for it gets a UserError. */
  cancel(): void {
    for (const cancel of this.#running) cancel.abort();
  }

  async #compute<Task extends EvaluateRequest['task']>(
    source: ModelSource,
    task: Task,
    { onReport }: ImageTaskOptions = {},
  ): Promise<EvaluationOutcomes[Task['what']]> {
    const { jobs, version } = this.#options;
    const { request } = findModel(this.#options, source);
    const cancel = new AbortController();
    this.#running.add(cancel);
    try {
      const { signal } = cancel;
      const whole = { ...request, task, version };
      const { result } = await evaluate<Task['what']>(jobs, { request: whole, signal, ...(onReport && { onReport }) });
      return result;
    } finally {
      this.#running.delete(cancel);
    }
  }
}
