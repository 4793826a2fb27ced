import type { ErrorData } from '../contract/errors';
import type { FromTrainWorker, Job, JobHost } from '../contract/jobs';
import type { TrainRequest, TrainingEvent } from '../contract/training';
import type { WritableDatabase } from '../store/database';
import { endRun, type RunEnd } from '../store/runs';
import type { Clock } from './clock';
import { failureReason, type ExitStatus } from './failure-reason';
import { recordEvents, type Recorded } from './record-events';

export interface TrainingJobOptions {
  store: WritableDatabase;
  jobs: JobHost;
  clock: Clock;
  request: TrainRequest;
  /** Threads of a first start, null for the training's own choice; one that goes on keeps those that it began with. */
  threads: number | null;
  /** Milliseconds between asking to stop and ending the process. */
  grace: number;
  /** Called after each batch that was stored. */
  onRecorded: (recorded: Recorded) => void;
  /** Called once, when the process is gone and the run's end is stored. */
  onEnd: () => void;
}

/** Milliseconds that a training has for ending by itself after it said that it is done. */
const exitGrace = 10_000;
const retryAfter = 1_000;

/** One training in a process of its own: its events go into the store, its end becomes the run's end. */
export class TrainingJob {
  readonly #options: TrainingJobOptions;
  readonly #job: Job<'train'>;
  #stopping = false;
  #killed = false;
  #error: ErrorData | null = null;
  #done = false;
  #cancelKill: () => void = () => {};

  constructor(options: TrainingJobOptions) {
    this.#options = options;
    const listener = {
      message: (message: FromTrainWorker) => this.#receive(message),
      exit: (status: ExitStatus) => this.#exit(status),
    };
    const { threads } = options;
    const jobOptions = threads === null ? {} : { environment: { TF_NUM_INTRAOP_THREADS: String(threads) } };
    this.#job = options.jobs.start('train', listener, jobOptions);
    this.#job.send({ type: 'start', request: options.request });
  }

  /** Asks the training to write a checkpoint and end; ends its process when it does not within the grace. */
  stop(): void {
    if (this.#stopping) return;
    this.#stopping = true;
    this.#job.send({ type: 'stop' });
    this.#killAfter(this.#options.grace);
  }

  /** Ends the process at once; what is stored stays, and the run can be resumed from its last checkpoint. */
  kill(): void {
    this.#stopping = true;
    this.#killed = true;
    this.#job.kill();
  }

  #receive(message: FromTrainWorker): void {
    if (message.type === 'events') return this.#record(message.events);
    this.#error = message.error;
    this.#killAfter(exitGrace);
  }

  #record(events: TrainingEvent[]): void {
    const { store, request, clock, onRecorded } = this.#options;
    if (this.#error) return;
    let recorded: Recorded;
    try {
      recorded = recordEvents(store, request.runId, { events, now: clock.now() });
    } catch (error) {
      this.#error = storingFailed(error);
      this.#job.kill();
      return;
    }
    onRecorded(recorded);
    if (!recorded.done) return;
    this.#done = true;
    this.#killAfter(exitGrace);
  }

  #exit(status: ExitStatus): void {
    this.#cancelKill();
    if (this.#done) return this.#options.onEnd();
    this.#end(this.#ending(status));
  }

  #ending(status: ExitStatus): RunEnd {
    if (this.#error || !this.#stopping) return { status: 'failed', reason: failureReason(this.#error, status) };
    const reason = this.#killed
      ? 'Ended at once, without a last checkpoint.'
      : 'It did not stop in time and was ended without a last checkpoint.';
    return { status: 'stopped', reason };
  }

  /** Stores the end, again and again while the store cannot be written to (a full disk, a long write elsewhere). */
  #end(ending: RunEnd): void {
    const { store, request, clock, onEnd } = this.#options;
    try {
      endRun(store, request.runId, { ...ending, now: clock.now() });
    } catch {
      clock.after(retryAfter, () => this.#end(ending));
      return;
    }
    onEnd();
  }

  #killAfter(milliseconds: number): void {
    this.#cancelKill();
    this.#cancelKill = this.#options.clock.after(milliseconds, () => this.#job.kill());
  }
}

function storingFailed(error: unknown): ErrorData {
  const cause = error instanceof Error ? error.message : String(error);
  const message = `What the training reported could not be stored: ${cause}.`;
  const advice = 'Check that the disk is not full, then resume the run.';
  return { name: 'UserError', message, advice, stack: null };
}
