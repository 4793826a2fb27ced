import type { ErrorData } from '../contract/errors';
import type { FromTrainWorker, Job, JobHost } from '../contract/jobs';
import type { StoringTrouble } from '../contract/storing';
import type { TrainRequest } from '../contract/training';
import type { WritableDatabase } from '../store/database';
import type { RunEnd } from '../store/runs';
import type { Clock } from './clock';
import { failureReason, type ExitStatus } from './failure-reason';
import type { Recorded } from './record-events';
import { Recording } from './recording';

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
  /** What the training waits for because of its store or its files; null when it goes on. */
  onTrouble: (place: 'store' | 'files', trouble: StoringTrouble | null) => void;
  /** Called once, when the process is gone and the run's end is stored or, where `stored` is false, cannot be. */
  onEnd: (end: { stored: boolean }) => void;
}

/** Milliseconds that a training has for ending by itself after it said that it is done. */
const exitGrace = 10_000;

/** One training in a process of its own: its events go into the store, its end becomes the run's end. */
export class TrainingJob {
  readonly #options: TrainingJobOptions;
  readonly #job: Job<'train'>;
  readonly #recording: Recording;
  #stopping = false;
  #killed = false;
  #error: ErrorData | null = null;
  #done = false;
  /** When the first of the attempts to write a file failed, or null. */
  #filesSince: number | null = null;
  /** Its process is gone; and so is all that was to be stored of it. */
  #ended = false;
  #finished = false;
  #cancelKill: () => void = () => {};

  constructor(options: TrainingJobOptions) {
    this.#options = options;
    const listener = {
      message: (message: FromTrainWorker) => this.#receive(message),
      exit: (status: ExitStatus) => this.#exit(status),
    };
    const { threads, store, clock, request } = options;
    this.#recording = new Recording({
      ...{ store, clock, runId: request.runId },
      onRecorded: (recorded) => this.#recorded(recorded),
      onEnd: () => this.#finish(true),
      onTrouble: (trouble) => this.#hold(trouble),
      onError: (error) => this.#refused(error),
    });
    const jobOptions = threads === null ? {} : { environment: { TF_NUM_INTRAOP_THREADS: String(threads) } };
    this.#job = options.jobs.start('train', listener, jobOptions);
    this.#job.send({ type: 'start', request });
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
    if (message.type === 'events') {
      if (!this.#error) this.#recording.add(message.events);
    } else if (message.type === 'trouble') this.#waitForFiles(message.trouble);
    else {
      this.#error = message.error;
      this.#killAfter(exitGrace);
    }
  }

  #recorded(recorded: Recorded): void {
    this.#options.onRecorded(recorded);
    if (!recorded.done) return;
    this.#done = true;
    if (this.#ended) this.#finish(true);
    else this.#killAfter(exitGrace);
  }

  #waitForFiles(trouble: StoringTrouble | null): void {
    const { clock, onTrouble } = this.#options;
    onTrouble('files', trouble);
    if (trouble) this.#filesSince ??= clock.now();
    else if (this.#filesSince !== null) {
      const seconds = Math.round((clock.now() - this.#filesSince) / 1000);
      const message = `For ${seconds} s no checkpoint could be written; the training waited, and nothing was lost.`;
      this.#recording.add([{ type: 'notice', message }]);
      this.#filesSince = null;
    }
  }

  /** The store waits for better times, and so does the training; one that is to stop has no time. */
  #hold(trouble: StoringTrouble | null): void {
    this.#options.onTrouble('store', trouble);
    if (!this.#ended) this.#job.send({ type: trouble ? 'hold' : 'go-on' });
  }

  #refused(error: unknown): void {
    this.#error = storingFailed(error);
    this.#recording.drop();
    this.#job.kill();
    if (this.#ended) this.#finish(false);
  }

  #exit(status: ExitStatus): void {
    this.#cancelKill();
    this.#ended = true;
    if (this.#done) return this.#finish(true);
    this.#recording.end(this.#ending(status));
    if (this.#stopping && !this.#finished) this.#giveUpAfter(this.#killed ? 0 : this.#options.grace);
  }

  #ending(status: ExitStatus): RunEnd {
    if (this.#error || !this.#stopping) return { status: 'failed', reason: failureReason(this.#error, status) };
    const reason = this.#killed
      ? 'Ended at once, without a last checkpoint.'
      : 'It did not stop in time and was ended without a last checkpoint.';
    return { status: 'stopped', reason };
  }

  /** Who leaves the program does not wait for a disk that may never come back. */
  #giveUpAfter(milliseconds: number): void {
    this.#cancelKill = this.#options.clock.after(milliseconds, () => this.#finish(false));
  }

  #finish(stored: boolean): void {
    if (this.#finished) return;
    this.#finished = true;
    this.#cancelKill();
    this.#recording.close();
    this.#options.onTrouble('store', null);
    this.#options.onTrouble('files', null);
    this.#options.onEnd({ stored });
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
