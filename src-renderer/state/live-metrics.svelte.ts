import type { MetricPoint } from '../../src-main/contract/metrics';
import type { Api } from '../api';
import { appendPoint, curveOf, cutCurve, emptyCurve, type Curve } from './curve';

/** Curves of more points than this are thinned where they are stored. */
const MAX_POINTS = 20_000;
/** Charts follow at most four times a second. */
const FLUSH_INTERVAL = 250;

type Change = { type: 'points'; runId: string; points: MetricPoint[] } | { type: 'cut'; runId: string; step: number };

/**
 * The curves of some runs: what is stored, then what comes. Kept apart from the runs, because points come far oftener
 * than anything else changes; `versions` tells which curves did, so that no chart is redrawn for another's sake.
 */
export class LiveMetrics {
  readonly #api: Api;
  readonly #schedule: (flush: () => void) => () => void;
  #runIds: ReadonlySet<string> = new Set();
  #keys: readonly string[] = [];
  #curves = new Map<string, Curve>();
  /** Changes since the reading of the store began; null when nothing is being read. */
  #meanwhile: Change[] | null = null;
  #reading = 0;
  #waiting: Change[] = [];
  #cancelFlush: (() => void) | null = null;
  #versions = $state.raw<Readonly<Record<string, number>>>({});
  #loaded = $state(false);

  constructor(api: Api, schedule: (flush: () => void) => () => void = onAnimationFrame) {
    this.#api = api;
    this.#schedule = schedule;
  }

  /** False until what is stored has been read. */
  get loaded(): boolean {
    return this.#loaded;
  }

  /** Grows whenever a curve of this metric changed. */
  version(key: string): number {
    return this.#versions[key] ?? 0;
  }

  curve(runId: string, key: string): Curve | null {
    return this.#curves.get(curveId(runId, key)) ?? null;
  }

  /** Listens until the returned function is called. */
  start(): () => void {
    const unlisten = [
      this.#api.listen('runs:points', ({ runId, points }) => this.#receive({ type: 'points', runId, points })),
      this.#api.listen('runs:cut', ({ runId, step }) => this.#receive({ type: 'cut', runId, step })),
    ];
    return () => {
      for (const stop of unlisten) stop();
      this.#cancelFlush?.();
      this.#cancelFlush = null;
    };
  }

  /** Shows these metrics of these runs; reads what is stored of them. */
  async show(runIds: readonly string[], keys: readonly string[]): Promise<void> {
    const reading = (this.#reading += 1);
    this.#runIds = new Set(runIds);
    this.#keys = keys;
    this.#meanwhile = [];
    this.#waiting = [];
    this.#loaded = false;
    const stored =
      runIds.length > 0 && keys.length > 0
        ? await this.#api.request('metrics:series', { runIds: [...runIds], keys: [...keys], maxPoints: MAX_POINTS })
        : [];
    // Another set was asked for in the meantime.
    if (reading !== this.#reading) return;
    this.#curves = new Map(stored.map((series) => [curveId(series.runId, series.key), curveOf(series)]));
    for (const change of this.#meanwhile ?? []) this.#apply(change);
    this.#meanwhile = null;
    this.#loaded = true;
    this.#announce(new Set(this.#keys));
  }

  #receive(change: Change): void {
    if (!this.#runIds.has(change.runId)) return;
    if (this.#meanwhile) {
      this.#meanwhile.push(change);
      return;
    }
    this.#waiting.push(change);
    this.#cancelFlush ??= this.#schedule(() => this.#flush());
  }

  #flush(): void {
    this.#cancelFlush = null;
    const changed = new Set<string>();
    for (const change of this.#waiting) for (const key of this.#apply(change)) changed.add(key);
    this.#waiting = [];
    if (changed.size > 0) this.#announce(changed);
  }

  /** Returns the keys whose curves changed. */
  #apply(change: Change): Set<string> {
    const changed = new Set<string>();
    if (change.type === 'cut') {
      for (const key of this.#keys) {
        const curve = this.curve(change.runId, key);
        if (curve && cutCurve(curve, change.step)) changed.add(key);
      }
      return changed;
    }
    for (const point of change.points) {
      if (!this.#keys.includes(point.key)) continue;
      const id = curveId(change.runId, point.key);
      const curve = this.#curves.get(id) ?? emptyCurve();
      this.#curves.set(id, curve);
      if (appendPoint(curve, point)) changed.add(point.key);
    }
    return changed;
  }

  #announce(keys: ReadonlySet<string>): void {
    const next = { ...this.#versions };
    for (const key of keys) next[key] = (next[key] ?? 0) + 1;
    this.#versions = next;
  }
}

function curveId(runId: string, key: string): string {
  return `${runId} ${key}`;
}

/** With the next frame, but not before the interval is over; returns what takes it back. */
function onAnimationFrame(flush: () => void): () => void {
  let frame = 0;
  const timer = setTimeout(() => (frame = requestAnimationFrame(flush)), FLUSH_INTERVAL);
  return () => {
    clearTimeout(timer);
    cancelAnimationFrame(frame);
  };
}
