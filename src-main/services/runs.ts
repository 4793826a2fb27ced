import { join } from 'node:path';
import { UserError } from '../contract/errors';
import type { JobHost } from '../contract/jobs';
import type { RunDetail, RunSummary } from '../contract/runs';
import { listCheckpoints } from '../store/checkpoints';
import { transaction, type WritableDatabase } from '../store/database';
import { latestForecasts, type Forecasts } from '../store/forecasts';
import { activeRuns, beat, claimNext, own, requestStop, stopRequests } from '../store/ownership';
import { getRunDetail, getRuns, listRuns } from '../store/run-rows';
import { endRun, getRunToStart, queueAgain, runStatus, setArchived, type RunToStart } from '../store/runs';
import { getSettings } from '../store/settings';
import type { Clock } from './clock';
import { runFolder } from './data-folder';
import type { Files } from './files';
import type { Processes } from './processes';
import type { Publish } from './publish';
import type { Recorded } from './record-events';
import { StoreWatch } from './store-watch';
import { TrainingJob } from './training-job';

export interface RunsOptions {
  store: WritableDatabase;
  jobs: JobHost;
  files: Files;
  clock: Clock;
  processes: Processes;
  publish: Publish;
  dataFolder: string;
  /** Trainings at once, in place of the setting. */
  parallelRuns?: number;
  /** Milliseconds between asking a training to stop and ending its process. */
  grace?: number;
}

const heartbeat = 1_000;
/** An evaluation at paper scale, and the checkpoint after it, fit in. */
const defaultGrace = 60_000;

/**
 * The runs of a data folder: queues, starts, stops, resumes and archives them. Several processes may look after runs in
 * the same folder; each touches only its own, and those whose owner is gone.
 */
export class Runs {
  readonly #options: RunsOptions;
  readonly #jobs = new Map<string, TrainingJob>();
  readonly #watch: StoreWatch;
  readonly #stopTicking: () => void;
  #idleListeners: (() => void)[] = [];

  constructor(options: RunsOptions) {
    this.#options = options;
    this.#watch = new StoreWatch(options.store, options.publish);
    this.#markInterrupted();
    this.#stopTicking = options.clock.every(heartbeat, () => this.#tick());
  }

  list(filter: { archived: boolean }): RunSummary[] {
    return listRuns(this.#options.store, filter);
  }

  get(runId: string): RunDetail {
    const detail = getRunDetail(this.#options.store, runId);
    if (!detail) throw new UserError(`There is no run "${runId}".`);
    return { ...detail, folder: runFolder(this.#options.dataFolder, runId) };
  }

  forecasts(runId: string): Forecasts | null {
    return latestForecasts(this.#options.store, runId);
  }

  /** Takes over runs that `insert` adds in the same transaction, and starts them as slots get free. */
  enqueue(insert: () => string[]): string[] {
    const { store, processes, clock } = this.#options;
    const ids = transaction(store, () => {
      const added = insert();
      own(store, added, processes.self, clock.now());
      return added;
    });
    this.#changed(ids);
    this.#startNext();
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

  /** Stops runs with a last checkpoint; one of another process is stopped by that process within a second or two. */
  stop(ids: readonly string[]): void {
    const { store } = this.#options;
    requestStop(store, ids);
    this.#changed(ids);
    this.#obeyStopRequests();
  }

  /** Stops all runs that this process looks after and resolves when they have ended. */
  async stopAll(): Promise<void> {
    this.stop(this.own());
    await this.idle();
  }

  /** Ends this process's trainings at once. */
  killAll(): void {
    for (const job of this.#jobs.values()) job.kill();
  }

  archive(ids: readonly string[], archived: boolean): void {
    const { store } = this.#options;
    if (setArchived(store, ids, archived) < ids.length) {
      throw new UserError('Runs that are queued or running cannot be archived.', 'Stop them first.');
    }
    this.#changed(ids);
  }

  /** Queued and running runs that this process looks after. */
  own(): string[] {
    const { store, processes } = this.#options;
    const { host, pid, start } = processes.self;
    return activeRuns(store)
      .filter(({ owner }) => owner?.host === host && owner.pid === pid && owner.start === start)
      .map(({ id }) => id);
  }

  /** Resolves when this process has no run left to look after. */
  idle(): Promise<void> {
    if (this.#isIdle()) return Promise.resolve();
    return new Promise((resolve) => this.#idleListeners.push(resolve));
  }

  /** Ends the looking after; whoever closes has stopped the runs before. */
  close(): void {
    this.#stopTicking();
  }

  #tick(): void {
    const { store, clock, processes } = this.#options;
    try {
      if (this.own().length > 0) beat(store, processes.self, clock.now());
      this.#markInterrupted();
      this.#obeyStopRequests();
      this.#watch.poll();
      this.#startNext();
    } catch (error) {
      // Another process holds the write lock for long, or the disk is full: the next tick tries again.
      if (!isSqliteError(error)) throw error;
    }
  }

  #startNext(): void {
    const { store, clock, processes } = this.#options;
    const parallelRuns = this.#options.parallelRuns ?? getSettings(store).parallelRuns;
    for (;;) {
      const id = claimNext(store, processes.self, parallelRuns, clock.now());
      if (id === null) return;
      this.#changed([id]);
      this.#start(getRunToStart(store, id)!);
    }
  }

  #start({ id, seed, configuration, environment }: RunToStart): void {
    const { store, jobs, clock, files, dataFolder, grace = defaultGrace } = this.#options;
    const folder = runFolder(dataFolder, id);
    try {
      files.makeFolder(folder);
      const resumeFrom = this.#lastCheckpoint(id, folder);
      const request = { runId: id, configuration, seed, folder, resumeFrom, environment };
      const job = new TrainingJob({
        store,
        jobs,
        clock,
        grace,
        request,
        onRecorded: (recorded) => this.#tell(id, recorded),
        onEnd: () => this.#ended(id),
      });
      this.#jobs.set(id, job);
    } catch (error) {
      const reason = `The training could not be started: ${(error as Error).message}`;
      endRun(store, id, { status: 'failed', reason, now: clock.now() });
      this.#ended(id);
    }
  }

  #lastCheckpoint(id: string, folder: string): string | null {
    const { store, files } = this.#options;
    const present = listCheckpoints(store, id).filter(({ file }) => files.exists(join(folder, file)));
    return present.at(-1)?.file ?? null;
  }

  #tell(id: string, { points, cutAfter, staleFiles }: Recorded): void {
    const { publish, files, dataFolder } = this.#options;
    for (const file of staleFiles) files.remove(join(runFolder(dataFolder, id), file));
    if (cutAfter !== null) publish('runs:cut', { runId: id, step: cutAfter });
    if (points.length > 0) publish('runs:points', { runId: id, points });
    this.#watch.saw(id, { points, cutAfter });
    this.#changed([id]);
  }

  #ended(id: string): void {
    this.#jobs.delete(id);
    this.#changed([id]);
    this.#startNext();
    this.#checkIdle();
  }

  #obeyStopRequests(): void {
    const { store, processes, clock } = this.#options;
    const waiting: string[] = [];
    for (const id of stopRequests(store, processes.self)) {
      const job = this.#jobs.get(id);
      if (job) job.stop();
      else waiting.push(id);
    }
    if (waiting.length === 0) return;
    for (const id of waiting) endRun(store, id, { status: 'stopped', reason: 'Stopped before it began.', now: clock.now() });
    this.#changed(waiting);
    this.#checkIdle();
  }

  /** Marks the runs whose owner is gone; those of living ones, here or elsewhere, are left alone. */
  #markInterrupted(): void {
    const { store, processes, clock } = this.#options;
    const now = clock.now();
    const orphans = activeRuns(store).filter(
      ({ owner, heartbeatAt }) => !owner || !processes.isAlive(owner, now - (heartbeatAt ?? 0)),
    );
    if (orphans.length === 0) return;
    for (const { id, status } of orphans) {
      const what = status === 'running' ? 'trained it' : 'had queued it';
      endRun(store, id, { status: 'interrupted', reason: `The program that ${what} ended unexpectedly.`, now });
    }
    this.#changed(orphans.map(({ id }) => id));
  }

  #changed(ids: readonly string[]): void {
    if (ids.length > 0) this.#options.publish('runs:changed', getRuns(this.#options.store, ids));
  }

  #isIdle(): boolean {
    return this.#jobs.size === 0 && this.own().length === 0;
  }

  #checkIdle(): void {
    if (!this.#isIdle()) return;
    const listeners = this.#idleListeners;
    this.#idleListeners = [];
    for (const listener of listeners) listener();
  }
}

function isSqliteError(error: unknown): boolean {
  return error instanceof Error && error.name === 'SqliteError';
}
