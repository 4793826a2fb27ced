import { join } from 'node:path';
import type { GeneratedFiles, GenerateRequest, GenerationStart } from '../contract/generate-job';
import type { GenerationModel, GenerationSummary } from '../contract/generations';
import type { JobHost } from '../contract/jobs';
import type { WritableDatabase } from '../store/database';
import { insertGeneration, type StoredGeneration } from '../store/generations';
import type { Clock } from './clock';
import type { Files } from './files';
import { noteStart, storedSummary, trajectoryGroups } from './generation-summary';
import type { Publish } from './publish';
import { runGeneration, type GenerationReport } from './run-generation';

export interface LiveGenerationsOptions {
  store: WritableDatabase;
  jobs: JobHost;
  files: Files;
  clock: Clock;
  publish: Publish;
}

/** A generation that is not stored: it waits, runs, was cancelled or failed. */
export interface LiveGeneration {
  readonly summary: GenerationSummary;
  /** Null until the model has been read. */
  readonly start: GenerationStart | null;
}

export interface GenerationToRun {
  summary: GenerationSummary;
  model: Omit<GenerationModel, 'sha256'>;
  request: GenerateRequest & { target: { kind: 'write' } };
}

interface Live extends GenerationToRun {
  start: GenerationStart | null;
  cancel: AbortController;
  ended: Promise<GenerationSummary>;
  settle: (summary: GenerationSummary) => void;
}

/** Generations that run at once; the others wait. A comparison side by side fits in. */
const atOnce = 4;

/** Runs generations, a process for each, and stores those that complete; the others are known only here. */
export class LiveGenerations {
  readonly #options: LiveGenerationsOptions;
  readonly #live = new Map<string, Live>();

  constructor(options: LiveGenerationsOptions) {
    this.#options = options;
  }

  add(generation: GenerationToRun): void {
    const { summary } = generation;
    let settle: Live['settle'] = () => {};
    const ended = new Promise<GenerationSummary>((resolve) => (settle = resolve));
    this.#live.set(summary.id, { ...generation, cancel: new AbortController(), start: null, ended, settle });
    this.#tell(summary);
    this.#startNext();
  }

  get(id: string): LiveGeneration | null {
    return this.#live.get(id) ?? null;
  }

  /** How many run or wait. */
  get unfinished(): number {
    return [...this.#live.values()].filter(({ summary: { status } }) => status === 'queued' || status === 'running')
      .length;
  }

  list(): GenerationSummary[] {
    return [...this.#live.values()].map(({ summary }) => structuredClone(summary));
  }

  /** Resolves with the generation once it has ended, whatever way; null for one that is not known here. */
  ended(id: string): Promise<GenerationSummary> | null {
    return this.#live.get(id)?.ended ?? null;
  }

  cancel(id: string): void {
    const live = this.#live.get(id);
    if (live?.summary.status === 'running') live.cancel.abort();
    else if (live?.summary.status === 'queued') this.#end(live, { status: 'cancelled', reason: null });
  }

  /** Cancels all; their half-written files go at once, for this program may end before their processes do. */
  close(): void {
    for (const live of this.#live.values()) {
      this.cancel(live.summary.id);
      if (live.summary.status === 'running') this.#removeFiles(live);
    }
  }

  /** Cancels one and forgets it; false when it is not known here. */
  remove(id: string): boolean {
    this.cancel(id);
    return this.#live.delete(id);
  }

  #startNext(): void {
    const live = [...this.#live.values()];
    const running = live.filter(({ summary }) => summary.status === 'running').length;
    const waiting = live.filter(({ summary }) => summary.status === 'queued');
    for (const one of waiting.slice(0, Math.max(0, atOnce - running))) {
      one.summary.status = 'running';
      void this.#run(one);
    }
  }

  async #run(live: Live): Promise<void> {
    const { request, cancel } = live;
    try {
      const ended = await runGeneration(this.#options, {
        message: { type: 'start', request },
        onReport: (report) => this.#report(live, report),
        signal: cancel.signal,
      });
      if (ended?.type === 'written') this.#store(live, ended.files, ended.duration);
      else this.#end(live, { status: 'cancelled', reason: null });
    } catch (error) {
      const { message, advice = null } = error as Error & { advice?: string | null };
      this.#end(live, { status: 'failed', reason: [message, advice].filter(Boolean).join(' ') });
    }
    if (live.summary.status !== 'completed') this.#removeFiles(live);
    this.#startNext();
  }

  /** What is left of a process that was ended in the middle of writing, or of tokens that could not be listed. */
  #removeFiles({ request: { target } }: Live): void {
    for (const ending of ['.npy', '.npy.part']) this.#options.files.remove(join(target.folder, target.name + ending));
  }

  #report(live: Live, report: GenerationReport): void {
    const { summary, model } = live;
    if (report.type === 'block') {
      const { type: _, ...stream } = report;
      return this.#options.publish('generations:block', { generationId: summary.id, ...stream });
    }
    if (report.type === 'started') {
      live.start = report.start;
      noteStart(summary, report.start, model);
    } else if (report.type === 'progress') {
      const { step, samplesPerSecond, secondsLeft, duration } = report;
      summary.duration = duration;
      summary.progress = { step, steps: summary.choice.steps, samplesPerSecond, secondsLeft };
    }
    this.#tell(summary);
  }

  #store(live: Live, files: GeneratedFiles, duration: number): void {
    const { summary, model, start } = live;
    const { id, checkpoint, choice, createdAt } = summary;
    const { sha256, configuration, receptiveField, prompts, environment } = start!;
    const stored: StoredGeneration = {
      id,
      checkpoint,
      model: { ...model, sha256 },
      quantizationLevels: configuration.quantizationLevels,
      receptiveField,
      choice,
      groups: trajectoryGroups(prompts, choice.count),
      environment,
      files,
      createdAt,
      duration,
    };
    insertGeneration(this.#options.store, { ...stored, prompts });
    this.#end(live, storedSummary(stored));
    this.#live.delete(id);
  }

  #end(live: Live, end: Partial<GenerationSummary>): void {
    Object.assign(live.summary, end);
    this.#tell(live.summary);
    live.settle(structuredClone(live.summary));
  }

  #tell(summary: GenerationSummary): void {
    // One that was removed while it still ran is not told of any more.
    if (this.#live.has(summary.id)) this.#options.publish('generations:changed', [structuredClone(summary)]);
  }
}
