import type { TrainingEvent } from '../contract/training';

/** Milliseconds between two messages: at most four a second. */
const INTERVAL = 250;

/**
 * Collects a training's events and posts them together, so that messages cost next to nothing however fast the steps
 * are. Nothing waits longer than the interval; of progress only the newest is worth posting.
 */
export class EventBatcher {
  readonly #post: (events: TrainingEvent[]) => void;
  readonly #now: () => number;
  #events: TrainingEvent[] = [];
  #progress: TrainingEvent | null = null;
  #lastPost = -Infinity;
  #timer: NodeJS.Timeout | null = null;

  constructor(post: (events: TrainingEvent[]) => void, now: () => number) {
    this.#post = post;
    this.#now = now;
  }

  add(event: TrainingEvent): void {
    if (event.type === 'progress') this.#progress = event;
    else {
      if (event.type === 'done') this.#takeProgress();
      const previous = this.#events.at(-1);
      if (event.type === 'points' && previous?.type === 'points') previous.points.push(...event.points);
      else this.#events.push(event.type === 'points' ? { ...event, points: [...event.points] } : event);
    }
    const wait = this.#lastPost + INTERVAL - this.#now();
    if (wait <= 0) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), wait);
  }

  /** Posts what has been collected, at once. */
  flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#takeProgress();
    if (this.#events.length === 0) return;
    this.#lastPost = this.#now();
    const events = this.#events;
    this.#events = [];
    this.#post(events);
  }

  #takeProgress(): void {
    if (this.#progress) this.#events.push(this.#progress);
    this.#progress = null;
  }
}
