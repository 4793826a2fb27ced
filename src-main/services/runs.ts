import { UserError } from '../contract/errors';
import { passingFault } from '../contract/passing-faults';
import type { ContinueRuns } from '../contract/run-continuation';
import type { DeletionSize, RunEdit } from '../contract/run-edits';
import type { RunFilter } from '../contract/run-list';
import { reorder, type QueueMove, type QueueState } from '../contract/run-queue';
import type { RunSettings } from '../contract/run-settings';
import type { RunDetail, RunSummary } from '../contract/runs';
import type { Forecast, Forecasts } from '../contract/training';
import { transaction } from '../store/database';
import { latestForecasts, previewAt, previewSteps } from '../store/forecasts';
import { own, requestStop } from '../store/ownership';
import { editRun } from '../store/run-edits';
import { orderQueue, queuedRuns } from '../store/run-queue';
import { findRuns, getRunDetail, listRuns } from '../store/run-rows';
import { readRunSettings } from '../store/run-settings';
import { queueAgain, runStatus, setArchived } from '../store/runs';
import { runFolder } from './data-folder';
import { theOne } from './identifier';
import { continueOne } from './run-continuation';
import { deleteRuns, deletionSize } from './run-deletion';
import { Trainings, type TrainingsOptions } from './trainings';

export type RunsOptions = TrainingsOptions;

/**
 * The runs of a data folder: lists, queues, stops, resumes and archives them. Several processes may look after runs in
 * the same folder; each touches only its own, and those whose owner is gone.
 */
export class Runs {
  readonly #options: RunsOptions;
  readonly #trainings: Trainings;

  constructor(options: RunsOptions) {
    this.#options = options;
    this.#trainings = new Trainings(options);
  }

  list(filter: RunFilter): RunSummary[] {
    return listRuns(this.#options.store, filter);
  }

  get(runId: string): RunDetail {
    const detail = getRunDetail(this.#options.store, runId);
    if (!detail) throw new UserError(`There is no run "${runId}".`);
    return { ...detail, folder: runFolder(this.#options.dataFolder, runId) };
  }

  /** The settings of all runs, for filters and columns. */
  settings(): RunSettings {
    return readRunSettings(this.#options.store);
  }

  /** The id that begins so; throws a UserError when none or several do. */
  find(beginning: string): string {
    return theOne('run', beginning, findRuns(this.#options.store, beginning));
  }

  /** The latest free-running forecasts of a run, or null before the first. */
  forecasts(runId: string): Forecasts | null {
    return latestForecasts(this.#options.store, runId);
  }

  /** Steps at which it was kept what a run's model made, rising. */
  previewSteps(runId: string): number[] {
    return previewSteps(this.#options.store, runId);
  }

  /** What a run's model made at a step; null where nothing was kept of it. */
  preview(runId: string, step: number): Forecast[] | null {
    return previewAt(this.#options.store, runId, step);
  }

  /** Takes over the queued runs that `insert` adds in the same transaction, and starts them as slots get free. */
  enqueue(insert: () => string[]): string[] {
    const { store, processes, clock } = this.#options;
    const ids = transaction(store, () => {
      const added = insert();
      own(store, added, processes.self, clock.now());
      return added;
    });
    this.#trainings.tellChanged(ids);
    this.#trainings.startNext();
    return ids;
  }

  /** Queues runs again that have ended; each goes on from its last checkpoint, or begins anew where it has none. */
  resume(ids: readonly string[]): void {
    const { store } = this.#options;
    this.enqueue(() => {
      for (const id of ids) {
        if (queueAgain(store, id)) continue;
        const status = runStatus(store, id);
        if (!status) throw new UserError(`There is no run "${id}".`);
        throw new UserError(`A run that is ${status} cannot be resumed; stopped, interrupted and failed ones can.`);
      }
      return [...ids];
    });
  }

  /** Queues runs that have ended to make more steps than they were given; all or, when one of them cannot, none. */
  continue({ runIds, moreSteps }: ContinueRuns): void {
    const { store, files, clock, dataFolder } = this.#options;
    this.enqueue(() => {
      for (const id of runIds)
        continueOne(id, { store, files, folder: runFolder(dataFolder, id), moreSteps, now: clock.now() });
      return [...runIds];
    });
  }

  /** Stops runs with a last checkpoint; one of another process is stopped by that process within a second or two. */
  stop(ids: readonly string[]): void {
    // Those that train here hear of it also while nothing can be stored.
    this.#trainings.stop(ids);
    requestStop(this.#options.store, ids);
    this.#trainings.tellChanged(ids);
    this.#trainings.obeyStopRequests();
  }

  /**
   * Stops all runs that this process looks after. While nothing can be stored those that train end, and the waiting ones
   * are left: the next start of the program finds them interrupted.
   */
  stopOwn(): void {
    try {
      this.stop(this.own());
    } catch (error) {
      if (!passingFault(error)) throw error;
      this.#trainings.leave();
    }
  }

  /** Stops all runs that this process looks after and resolves when they have ended. */
  async stopAll(): Promise<void> {
    this.stopOwn();
    await this.idle();
  }

  /** Ends this process's trainings at once, without a last checkpoint. */
  killAll(): void {
    this.#trainings.killAll();
  }

  /** Archives runs, or takes them back; all or, when one of them is still queued or running, none. */
  archive(ids: readonly string[], archived: boolean): void {
    const { store } = this.#options;
    transaction(store, () => {
      if (setArchived(store, ids, archived) === ids.length) return;
      throw new UserError('Runs that are queued or running cannot be archived.', 'Stop them first.');
    });
    this.#trainings.tellChanged(ids);
  }

  /** Renames, tags and annotates runs; all or, when one of them is gone, none. */
  edit(edits: readonly RunEdit[]): void {
    const { store } = this.#options;
    transaction(store, () => {
      for (const edit of edits)
        if (!editRun(store, edit)) throw new UserError(`There is no run "${edit.runId}" any more.`);
    });
    this.#trainings.tellChanged(edits.map(({ runId }) => runId));
  }

  /** What would be gone if these runs were deleted. */
  deletionSize(ids: readonly string[]): Promise<DeletionSize> {
    return deletionSize(this.#options, ids);
  }

  /** Deletes runs with their files for good; all or, when one of them is still queued or running, none. */
  delete(ids: readonly string[]): Promise<void> {
    return deleteRuns(this.#options, ids);
  }

  /** Moves waiting runs in the queue. */
  moveInQueue(ids: readonly string[], to: QueueMove): void {
    const { store } = this.#options;
    const order = transaction(store, () => {
      const next = reorder(queuedRuns(store), new Set(ids), to);
      orderQueue(store, next);
      return next;
    });
    this.#trainings.tellChanged(order);
  }

  queue(): QueueState {
    return this.#trainings.queue();
  }

  /** Lets no waiting run of this process begin, or goes on. */
  pauseQueue(paused: boolean): void {
    this.#trainings.pauseQueue(paused);
  }

  /** Starts queued runs where there are free slots; to be called when more may train at once than before. */
  startQueued(): void {
    this.#trainings.startNext();
  }

  /** Queued and running runs that this process looks after. */
  own(): string[] {
    return this.#trainings.own();
  }

  /** Resolves when this process has no run left to look after. */
  idle(): Promise<void> {
    return this.#trainings.idle();
  }

  /** Ends the looking after; whoever closes has stopped the runs before. */
  close(): void {
    this.#trainings.close();
  }
}
