import { passingFault, type PassingFault } from '../contract/passing-faults';
import type { StoringTrouble } from '../contract/storing';
import type { TrainingEvent } from '../contract/training';
import { impatiently, transaction, type WritableDatabase } from '../store/database';
import { requireInPlace } from '../store/presence';
import { endRun, type RunEnd } from '../store/runs';
import type { Clock } from './clock';
import { recordEvents, type Recorded } from './record-events';

export interface RecordingOptions {
  store: WritableDatabase;
  clock: Clock;
  runId: string;
  /** Called after each batch that was stored. */
  onRecorded: (recorded: Recorded) => void;
  /** Called once, when the end of the run is stored. */
  onEnd: () => void;
  /** What keeps from storing for so long that the training has to wait; null when it is over. */
  onTrouble: (trouble: StoringTrouble | null) => void;
  /** What trying again does not mend. */
  onError: (error: unknown) => void;
}

/** Milliseconds between two attempts, and that one waits for another process's write. */
const retryAfter = 1_000;
const patience = 100;
/** Until more than this waits the training goes on: what is over soon is no trouble. Milliseconds, and events. */
const longestWait = 3_000;
const mostEvents = 2_000;

/**
 * Writes what a training reports into the store, in its order. What cannot be stored for a fault of the disk that may
 * pass is kept and tried again each second; nothing is left out.
 */
export class Recording {
  readonly #options: RecordingOptions;
  #waiting: TrainingEvent[] = [];
  #ending: RunEnd | null = null;
  /** When the first of the attempts failed that have failed since the last success; null after a success. */
  #failingSince: number | null = null;
  #inTrouble = false;
  #cancelRetry: () => void = () => {};

  constructor(options: RecordingOptions) {
    this.#options = options;
  }

  add(events: readonly TrainingEvent[]): void {
    for (const event of events) {
      // Of progress only the newest is worth storing.
      if (event.type === 'progress' && this.#waiting.at(-1)?.type === 'progress') this.#waiting.pop();
      this.#waiting.push(event);
    }
    if (this.#failingSince === null) this.#store();
  }

  /** Stores how the run ended, after all that it reported. */
  end(ending: RunEnd): void {
    this.#ending = ending;
    if (this.#failingSince === null) this.#store();
  }

  /** Forgets what waits; the run's end, where there is one to be stored, stays. */
  drop(): void {
    this.#waiting = [];
  }

  /** Tries no more: the run stays as it is stored. */
  close(): void {
    this.#cancelRetry();
  }

  #store(): void {
    const { onRecorded, onEnd, clock } = this.#options;
    const isEnd = this.#ending !== null;
    const events = this.#events(clock.now());
    let recorded: Recorded;
    try {
      recorded = this.#write(events);
    } catch (error) {
      const fault = passingFault(error);
      return fault ? this.#tryAgain(fault) : this.#options.onError(error);
    }
    this.#waiting = [];
    this.#failingSince = null;
    if (this.#inTrouble) this.#options.onTrouble(null);
    this.#inTrouble = false;
    if (events.length > 0) onRecorded(recorded);
    if (isEnd) onEnd();
  }

  /** What waits; after a trouble the run's log says that there was one. */
  #events(now: number): TrainingEvent[] {
    if (!this.#inTrouble) return this.#waiting;
    const seconds = Math.round((now - this.#failingSince!) / 1000);
    const message = `For ${seconds} s nothing could be stored; the training waited meanwhile, and nothing was lost.`;
    return [{ type: 'notice', message }, ...this.#waiting];
  }

  #write(events: readonly TrainingEvent[]): Recorded {
    const { store, clock, runId } = this.#options;
    const now = clock.now();
    return impatiently(store, patience, () => {
      requireInPlace(store);
      return transaction(store, () => {
        const recorded = recordEvents(store, runId, { events, now });
        if (this.#ending) endRun(store, runId, { ...this.#ending, now });
        return recorded;
      });
    });
  }

  #tryAgain({ what, advice }: PassingFault): void {
    const { store, clock, onTrouble } = this.#options;
    this.#failingSince ??= clock.now();
    const lasts = clock.now() - this.#failingSince >= longestWait || this.#waiting.length > mostEvents;
    if (lasts) {
      this.#inTrouble = true;
      onTrouble({ message: `Nothing can be stored in ${store.name}: ${what}. Trainings wait.`, advice });
    }
    this.#cancelRetry = clock.after(retryAfter, () => this.#store());
  }
}
