import { join } from 'node:path';
import type { MetricPoint } from '../contract/metrics';
import {
  hyperparametersOf,
  runMarkdown,
  tensorboardFile,
  tensorboardFolder,
  tensorboardTime,
  type LoggedRun,
} from '../contract/tensorboard-run';
import { endEvent, openingEvents, restartEvent, scalarEvent } from '../formats/tensorboard';
import type { ReadableDatabase } from '../store/database';
import { pointsOfRun } from '../store/metrics';
import { getRunDetail } from '../store/run-rows';
import type { Clock } from './clock';
import { EventFile } from './event-file';
import type { Files } from './files';
import type { Recorded } from './record-events';

export interface TensorboardLogOptions {
  store: ReadableDatabase;
  files: Files;
  clock: Clock;
  /** Folder of all logs, or null while none is wished. */
  folder: () => string | null;
  /** Told once for each run that cannot be logged. */
  onProblem: (message: string) => void;
}

/** What a log takes of what was recorded. */
export type LoggedEvents = Pick<Recorded, 'points' | 'cutAfter' | 'done'>;

/**
 * Writes what trainings have recorded into event files for TensorBoard, one for each run, while they train. It comes
 * after the store and beside it: no training waits for such a file, and none fails because one cannot be written.
 */
export class TensorboardLog {
  readonly #options: TensorboardLogOptions;
  readonly #files = new Map<string, EventFile>();
  readonly #failed = new Set<string>();
  #written: Promise<unknown> = Promise.resolve();

  constructor(options: TensorboardLogOptions) {
    this.#options = options;
  }

  /** Adds what was recorded of a run, after it was stored. */
  record(runId: string, recorded: LoggedEvents): void {
    const folder = this.#options.folder();
    const run = folder === null ? null : getRunDetail(this.#options.store, runId);
    if (folder === null || run === null) return;
    const path = join(folder, ...tensorboardFolder(run), tensorboardFile(run));
    if (this.#failed.has(path)) return;
    let file = this.#files.get(path);
    const begins = file === undefined && !this.#options.files.exists(path);
    if (!file) this.#files.set(path, (file = new EventFile(path)));
    const { cutAfter, points, done } = recorded;
    const events = begins
      ? [...opening(run), ...scalars(run, pointsOfRun(this.#options.store, runId))]
      : [...restart(run, cutAfter), ...scalars(run, points)];
    if (done) events.push(endEvent(this.#options.clock.now() / 1000, 'success'));
    if (events.length > 0) this.#append(path, file, events);
    if (done) this.#files.delete(path);
  }

  /** Resolves when all is written that was recorded so far. */
  async written(): Promise<void> {
    await this.#written;
  }

  #append(path: string, file: EventFile, events: readonly Uint8Array[]): void {
    const appended = file.append(events).catch((error: Error) => {
      if (this.#failed.has(path)) return;
      this.#failed.add(path);
      this.#options.onProblem(`${path} cannot be written for TensorBoard: ${error.message}.`);
    });
    this.#written = Promise.all([this.#written, appended]);
  }
}

function opening(run: LoggedRun): Uint8Array[] {
  const hyperparameters = hyperparametersOf(run);
  return openingEvents(tensorboardTime(run), { group: run.arm, hyperparameters, markdown: runMarkdown(run) });
}

function restart(run: LoggedRun, cutAfter: number | null): Uint8Array[] {
  return cutAfter === null ? [] : [restartEvent({ time: tensorboardTime(run), step: cutAfter + 1 })];
}

function* scalars(run: LoggedRun, points: Iterable<MetricPoint>): Generator<Uint8Array> {
  for (const { key, step, wallTime, value } of points) {
    yield scalarEvent({ time: tensorboardTime(run, wallTime), step }, key, value);
  }
}
