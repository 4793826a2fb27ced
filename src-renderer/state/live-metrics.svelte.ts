import type { MetricColumns } from '../../src-main/contract/metric-columns';
import type { MetricPoint } from '../../src-main/contract/metrics';
import type { Api } from '../api';
import { appendPoint, curveOf, cutCurve, emptyCurve, thinCurve, type Curve } from './curve';

/** Curves of more points than this are thinned where they are stored; here once they have grown to twice as many. */
export const MAX_POINTS = 20_000;
/** Charts follow at most four times a second. */
const FLUSH_INTERVAL = 250;

/** When what has come is shown; each returns what takes it back. */
export interface Schedule {
  /** Soon, so that many messages are shown at once. */
  soon(task: () => void): () => void;
  /** With the next frame. */
  frame(task: () => void): () => void;
}

type Change = { type: 'points'; runId: string; points: MetricPoint[] } | { type: 'cut'; runId: string; step: number };

/**
 * The curves of some runs: what is stored, then what comes. Kept apart from the runs, because points come far oftener
 * than anything else changes; `versions` tells which curves did, so that no chart is redrawn for another's sake.
 */
export class LiveMetrics {
  readonly #api: Api;
  readonly #schedule: Schedule;
  #runIds: ReadonlySet<string> = new Set();
  #keys: readonly string[] = [];
  #curves = new Map<string, Curve>();
  /** Changes since the reading of the store began; null when nothing is being read. */
  #meanwhile: Change[] | null = null;
  #reading = 0;
  /** Metrics that changed since the charts began to be told. */
  #changed = new Set<string>();
  /** Metrics whose charts are still to be told. */
  #untold = new Set<string>();
  #cancelFlush: (() => void) | null = null;
  #versions = $state.raw<Readonly<Record<string, number>>>({});
  #loaded = $state(false);

  constructor(api: Api, schedule: Schedule = browserSchedule) {
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
    this.#changed.clear();
    this.#untold.clear();
    this.#loaded = false;
    const stored = runIds.length === 0 ? [] : (await Promise.all(keys.map((key) => this.#read(runIds, key)))).flat();
    // Another set was asked for in the meantime.
    if (reading !== this.#reading) return;
    this.#curves = new Map(stored.map((series) => [curveId(series.runId, series.key), curveOf(series)]));
    for (const change of this.#meanwhile ?? []) this.#apply(change);
    this.#meanwhile = null;
    this.#loaded = true;
    this.#announce(this.#keys);
  }

  /** One metric at a time, so that many runs keep nothing busy for long on their way. */
  #read(runIds: readonly string[], key: string): Promise<MetricColumns[]> {
    return this.#api.request('metrics:series', { runIds: [...runIds], keys: [key], maxPoints: MAX_POINTS });
  }

  /** Takes what comes at once: a hidden window draws no frame, for hours, and what waited for one would pile up. */
  #receive(change: Change): void {
    if (!this.#runIds.has(change.runId)) return;
    if (this.#meanwhile) {
      this.#meanwhile.push(change);
      return;
    }
    for (const key of this.#apply(change)) this.#changed.add(key);
    if (this.#changed.size > 0) this.#cancelFlush ??= this.#schedule.soon(() => this.#flush());
  }

  #flush(): void {
    this.#untold = this.#changed;
    this.#changed = new Set();
    this.#tellNext();
  }

  /** One metric with each frame: drawing all charts in one would make the page stutter. */
  #tellNext(): void {
    this.#cancelFlush = null;
    const [key] = this.#untold;
    if (key === undefined) return;
    this.#untold.delete(key);
    this.#announce([key]);
    if (this.#untold.size > 0) this.#cancelFlush = this.#schedule.frame(() => this.#tellNext());
    else if (this.#changed.size > 0) this.#cancelFlush = this.#schedule.soon(() => this.#flush());
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
      if (!appendPoint(curve, point)) continue;
      changed.add(point.key);
      if (curve.step.length >= 2 * MAX_POINTS) thinCurve(curve, MAX_POINTS);
    }
    return changed;
  }

  #announce(keys: readonly string[]): void {
    const next = { ...this.#versions };
    for (const key of keys) next[key] = (next[key] ?? 0) + 1;
    this.#versions = next;
  }
}

function curveId(runId: string, key: string): string {
  return `${runId} ${key}`;
}

const browserSchedule: Schedule = {
  soon(task) {
    let frame = 0;
    const timer = setTimeout(() => (frame = requestAnimationFrame(task)), FLUSH_INTERVAL);
    return () => {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
    };
  },
  frame(task) {
    const frame = requestAnimationFrame(task);
    return () => cancelAnimationFrame(frame);
  },
};
