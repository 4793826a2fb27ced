import { UserError } from '../contract/errors';
import type { EvaluateRequest } from '../contract/evaluate-job';
import type {
  EvaluationChoice,
  EvaluationDetail,
  EvaluationEnvironment,
  EvaluationResult,
  EvaluationSummary,
} from '../contract/evaluations';
import type { GenerationModel } from '../contract/generations';
import type { JobHost } from '../contract/jobs';
import type { WritableDatabase } from '../store/database';
import {
  deleteEvaluation,
  getEvaluation,
  getEvaluationResult,
  insertEvaluation,
  listEvaluations,
  type StoredEvaluation,
} from '../store/evaluations';
import type { Clock } from './clock';
import { evaluate, type EvaluateReport } from './evaluate';
import { newIdentifier } from './identifier';
import { findModel, type ModelSource } from './model-source';
import type { Publish } from './publish';

export interface EvaluationsOptions {
  store: WritableDatabase;
  jobs: JobHost;
  clock: Clock;
  publish: Publish;
  dataFolder: string;
  /** Version of the program, recorded with every evaluation. */
  version: string;
}

/** An evaluation that is not stored: it waits, runs, was cancelled or failed. */
interface Live {
  summary: EvaluationSummary;
  model: Omit<GenerationModel, 'sha256'>;
  request: EvaluateRequest & { task: { what: 'evaluation' } };
  environment: EvaluationEnvironment | null;
  cancel: AbortController;
  ended: Promise<EvaluationSummary>;
  settle: (summary: EvaluationSummary) => void;
}

/**
 * What is measured of models on test images: one evaluation at a time, for each takes all cores, in a process of its
 * own; stored when it is complete, and only then.
 */
export class Evaluations {
  readonly #options: EvaluationsOptions;
  readonly #live = new Map<string, Live>();

  constructor(options: EvaluationsOptions) {
    this.#options = options;
  }

  /** Throws a UserError when there is no such run or checkpoint. */
  start(source: ModelSource, choice: EvaluationChoice): EvaluationSummary {
    const { clock, version } = this.#options;
    const { model, request } = findModel(this.#options, source);
    const summary: EvaluationSummary = {
      id: newIdentifier(),
      status: 'queued',
      reason: null,
      runId: model.runId,
      checkpoint: 'checkpoint' in source ? source.checkpoint : null,
      choice,
      model: null,
      progress: { done: 0, all: 0, secondsLeft: 0 },
      createdAt: clock.now(),
      duration: 0,
    };
    let settle: Live['settle'] = () => {};
    const ended = new Promise<EvaluationSummary>((resolve) => (settle = resolve));
    this.#live.set(summary.id, {
      summary,
      model,
      request: { ...request, task: { what: 'evaluation', choice }, version },
      environment: null,
      cancel: new AbortController(),
      ended,
      settle,
    });
    this.#tell(summary);
    this.#startNext();
    return structuredClone(summary);
  }

  /** Of a run, or of all; newest first. */
  list({ runId }: { runId: string | null }): EvaluationSummary[] {
    const own = [...this.#live.values()]
      .map(({ summary }) => structuredClone(summary))
      .filter((summary) => runId === null || summary.runId === runId);
    const all = [...own, ...listEvaluations(this.#options.store, runId).map(storedSummary)];
    return all.sort((a, b) => b.createdAt - a.createdAt);
  }

  /** How many run or wait. */
  get unfinished(): number {
    return [...this.#live.values()].filter(isUnfinished).length;
  }

  get(id: string): EvaluationDetail {
    const live = this.#live.get(id);
    if (live) return { ...structuredClone(live.summary), result: null, environment: live.environment };
    const stored = this.#stored(id);
    const { environment } = stored;
    return { ...storedSummary(stored), result: getEvaluationResult(this.#options.store, id), environment };
  }

  /** Resolves with the evaluation once it has ended, whatever way. */
  ended(id: string): Promise<EvaluationSummary> {
    return this.#live.get(id)?.ended ?? Promise.resolve(storedSummary(this.#stored(id)));
  }

  /** Cancels those that wait or run; of them nothing is kept. */
  cancel(ids: readonly string[]): void {
    for (const id of ids) {
      const live = this.#live.get(id);
      if (live?.summary.status === 'running') live.cancel.abort();
      else if (live?.summary.status === 'queued') this.#end(live, { status: 'cancelled' });
    }
  }

  /** Deletes evaluations; those that still run are cancelled. */
  delete(ids: readonly string[]): void {
    this.cancel(ids);
    for (const id of ids) if (!this.#live.delete(id)) deleteEvaluation(this.#options.store, this.#stored(id).id);
    this.#options.publish('evaluations:deleted', { evaluationIds: [...ids] });
  }

  /** Cancels all. */
  close(): void {
    this.cancel([...this.#live.keys()]);
  }

  #startNext(): void {
    const live = [...this.#live.values()];
    if (live.some(({ summary }) => summary.status === 'running')) return;
    const next = live.find(({ summary }) => summary.status === 'queued');
    if (!next) return;
    next.summary.status = 'running';
    void this.#run(next);
  }

  async #run(live: Live): Promise<void> {
    const { request, cancel } = live;
    this.#tell(live.summary);
    try {
      const onReport = (report: EvaluateReport) => this.#report(live, report);
      const { result, duration } = await evaluate(this.#options.jobs, { request, onReport, signal: cancel.signal });
      if (cancel.signal.aborted) this.#end(live, { status: 'cancelled' });
      else this.#store(live, result, duration);
    } catch (error) {
      const { message, advice = null } = error as Error & { advice?: string | null };
      const reason = [message, advice].filter(Boolean).join(' ');
      this.#end(live, cancel.signal.aborted ? { status: 'cancelled' } : { status: 'failed', reason });
    }
    this.#startNext();
  }

  #report(live: Live, report: EvaluateReport): void {
    const { summary, model } = live;
    if (report.type === 'model') {
      summary.model = { ...model, sha256: report.sha256 };
      live.environment = report.environment;
    } else {
      const { done, all, secondsLeft, duration } = report;
      summary.progress = { done, all, secondsLeft };
      summary.duration = duration;
    }
    this.#tell(summary);
  }

  #store(live: Live, result: EvaluationResult, duration: number): void {
    const { id, checkpoint, choice, createdAt, model } = live.summary;
    const environment = live.environment!;
    const stored: StoredEvaluation = { id, checkpoint, model: model!, choice, environment, createdAt, duration };
    insertEvaluation(this.#options.store, { ...stored, result });
    this.#end(live, storedSummary(stored));
    this.#live.delete(id);
  }

  #end({ summary, settle }: Live, end: Partial<EvaluationSummary>): void {
    Object.assign(summary, end);
    this.#tell(summary);
    settle(structuredClone(summary));
  }

  #tell(summary: EvaluationSummary): void {
    // One that was deleted while it still ran is not told of any more.
    if (this.#live.has(summary.id)) this.#options.publish('evaluations:changed', [structuredClone(summary)]);
  }

  #stored(id: string): StoredEvaluation {
    const stored = getEvaluation(this.#options.store, id);
    if (!stored) throw new UserError(`There is no evaluation "${id}".`);
    return stored;
  }
}

function isUnfinished({ summary: { status } }: Live): boolean {
  return status === 'queued' || status === 'running';
}

function storedSummary({ id, checkpoint, model, choice, createdAt, duration }: StoredEvaluation): EvaluationSummary {
  return {
    id,
    status: 'completed',
    reason: null,
    runId: model.runId,
    checkpoint,
    choice,
    model,
    progress: { done: 1, all: 1, secondsLeft: 0 },
    createdAt,
    duration,
  };
}
