import { join } from 'node:path';
import type { JobHost } from '../contract/jobs';
import { passingFault } from '../contract/passing-faults';
import type { QueueState } from '../contract/run-queue';
import type { StoringTrouble } from '../contract/storing';
import { impatiently, type WritableDatabase } from '../store/database';
import { beat, claimNext, stopRequests } from '../store/ownership';
import { getRuns } from '../store/run-rows';
import { endRun, getRunToStart, type RunToStart } from '../store/runs';
import { getSettings } from '../store/settings';
import { forgetMissingCheckpoints, resumableCheckpoints } from './checkpoint-files';
import type { Clock } from './clock';
import { fetchedSetsFolder, runFolder } from './data-folder';
import type { Files } from './files';
import { interruptOrphans, runsOf } from './orphans';
import type { Processes } from './processes';
import type { Publish } from './publish';
import type { Recorded } from './record-events';
import { StoreWatch } from './store-watch';
import { StoringTroubles } from './storing-troubles';
import { TrainingJob } from './training-job';

export interface TrainingsOptions {
  store: WritableDatabase;
  jobs: JobHost;
  files: Files;
  clock: Clock;
  processes: Processes;
  publish: Publish;
  dataFolder: string;
  /** Trainings at once, in place of the setting. */
  parallelRuns?: number;
  /** Cores of this machine; trainings that run at once share them. */
  cores: number;
  /** Told what was stored of a training, after it was. */
  onRecorded?: (runId: string, recorded: Recorded) => void;
  /** Milliseconds between asking a training to stop and ending its process. */
  grace?: number;
}

const heartbeat = 1_000;
/** Milliseconds that what is tried again each second waits for another process's write. */
const patience = 100;
/** An evaluation at paper scale, and the checkpoint after it, fit in. */
const defaultGrace = 60_000;

/**
 * The trainings that this process looks after: starts queued runs as slots get free, gives a sign of life each second,
 * and obeys other processes that ask to stop one. Runs whose owner is gone become `interrupted`.
 */
export class Trainings {
  readonly #options: TrainingsOptions;
  readonly #jobs = new Map<string, TrainingJob>();
  readonly #watch: StoreWatch;
  readonly #stopTicking: () => void;
  readonly #troubles: StoringTroubles;
  /** Runs that have ended here, which could not be stored. */
  readonly #unstored = new Set<string>();
  #idleListeners: (() => void)[] = [];
  #paused = false;
  #leaving = false;

  constructor(options: TrainingsOptions) {
    this.#options = options;
    this.#watch = new StoreWatch(options.store, options.publish);
    this.#troubles = new StoringTroubles(() => options.publish('queue:changed', this.queue()));
    this.tellChanged(interruptOrphans(options));
    this.#stopTicking = options.clock.every(heartbeat, () => this.#tick());
  }

  /** Starts queued runs of this process as long as there are slots. */
  startNext(): void {
    const { store, clock, processes } = this.#options;
    while (!this.#paused && !this.#leaving) {
      const id = claimNext(store, processes.self, this.#parallelRuns(), clock.now());
      if (id === null) return;
      this.tellChanged([id]);
      this.#start(getRunToStart(store, id)!);
    }
  }

  queue(): QueueState {
    return { paused: this.#paused, trouble: this.#troubles.first };
  }

  /** Waiting runs stay where they are, or begin again; those that train go on. */
  pauseQueue(paused: boolean): void {
    this.#paused = paused;
    this.#options.publish('queue:changed', this.queue());
    this.startNext();
  }

  /** Stops those of the runs that train here, whether or not that can be stored. */
  stop(ids: readonly string[]): void {
    for (const id of ids) this.#jobs.get(id)?.stop();
  }

  /** Begins no more runs, and is idle when those that train here have ended, whatever else waits. */
  leave(): void {
    this.#leaving = true;
    this.#checkIdle();
  }

  /** Stops the runs of this process that are marked to be stopped. */
  obeyStopRequests(): void {
    const { store, processes, clock } = this.#options;
    const waiting: string[] = [];
    for (const id of stopRequests(store, processes.self)) {
      const job = this.#jobs.get(id);
      if (job) job.stop();
      else if (!this.#unstored.has(id)) waiting.push(id);
    }
    for (const id of waiting)
      endRun(store, id, { status: 'stopped', reason: 'Stopped before it began.', now: clock.now() });
    this.tellChanged(waiting);
    this.#checkIdle();
  }

  killAll(): void {
    for (const job of this.#jobs.values()) job.kill();
  }

  /** Queued and running runs of this process. */
  own(): string[] {
    return runsOf(this.#options.store, this.#options.processes.self);
  }

  /** Resolves when this process has no run left to look after. */
  idle(): Promise<void> {
    if (this.#isIdle()) return Promise.resolve();
    return new Promise((resolve) => this.#idleListeners.push(resolve));
  }

  close(): void {
    this.#stopTicking();
  }

  tellChanged(ids: readonly string[]): void {
    if (ids.length > 0) this.#options.publish('runs:changed', getRuns(this.#options.store, ids));
  }

  /** Holds nothing up where another process writes for long, or the disk is full: the next tick tries again. */
  #tick(): void {
    const { store, clock, processes } = this.#options;
    unlessPassing(() =>
      impatiently(store, patience, () => {
        if (this.own().length > 0) beat(store, processes.self, clock.now());
        this.tellChanged(interruptOrphans(this.#options));
        this.obeyStopRequests();
        this.#watch.poll();
        this.startNext();
      }),
    );
  }

  #start({ id, seed, configuration, environment }: RunToStart): void {
    const { store, jobs, clock, files, dataFolder, cores, grace = defaultGrace } = this.#options;
    const atOnce = this.#parallelRuns();
    const threads = atOnce > 1 ? Math.max(1, Math.floor(cores / atOnce)) : null;
    const folder = runFolder(dataFolder, id);
    try {
      files.makeFolder(folder);
      const request = {
        runId: id,
        configuration,
        seed,
        folder,
        fetchedSets: fetchedSetsFolder(dataFolder),
        resumeFrom: resumableCheckpoints(store, id, { folder, files }),
        environment,
      };
      const onRecorded = (recorded: Recorded) => this.#tell(id, recorded);
      const onTrouble = (place: string, trouble: StoringTrouble | null) =>
        this.#troubles.set(`${id}/${place}`, trouble);
      const onEnd = ({ stored }: { stored: boolean }) => {
        if (!stored) this.#unstored.add(id);
        this.#ended(id);
      };
      this.#unstored.delete(id);
      const options = { store, jobs, clock, grace, threads, request, onRecorded, onTrouble, onEnd };
      this.#jobs.set(id, new TrainingJob(options));
    } catch (error) {
      const reason = `The training could not be started: ${(error as Error).message}`;
      endRun(store, id, { status: 'failed', reason, now: clock.now() });
      this.#ended(id);
    }
  }

  #parallelRuns(): number {
    return this.#options.parallelRuns ?? getSettings(this.#options.store).parallelRuns;
  }

  #tell(id: string, recorded: Recorded): void {
    const { store, publish, files, dataFolder } = this.#options;
    const { points, cutAfter, replacedFiles, previews, started } = recorded;
    const folder = runFolder(dataFolder, id);
    unlessPassing(() => {
      for (const file of replacedFiles) files.remove(join(folder, file));
      if (started) forgetMissingCheckpoints(store, id, { folder, files });
    });
    if (cutAfter !== null) publish('runs:cut', { runId: id, step: cutAfter });
    if (points.length > 0) publish('runs:points', { runId: id, points });
    if (previews.length > 0) publish('runs:preview', { runId: id, step: previews.at(-1)! });
    this.#watch.saw(id, recorded);
    this.#options.onRecorded?.(id, recorded);
    this.tellChanged([id]);
  }

  #ended(id: string): void {
    this.#jobs.delete(id);
    this.tellChanged([id]);
    unlessPassing(() => impatiently(this.#options.store, patience, () => this.startNext()));
    this.#checkIdle();
  }

  #isIdle(): boolean {
    return this.#jobs.size === 0 && (this.#leaving || this.own().every((id) => this.#unstored.has(id)));
  }

  #checkIdle(): void {
    if (this.#idleListeners.length === 0 || !this.#isIdle()) return;
    const listeners = this.#idleListeners;
    this.#idleListeners = [];
    for (const listener of listeners) listener();
  }
}

/** Leaves undone what a fault of the disk prevents that may pass. */
function unlessPassing(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!passingFault(error)) throw error;
  }
}
