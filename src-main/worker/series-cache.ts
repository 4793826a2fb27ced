import type { MetricSeries } from '../contract/metrics';
import type { ReadableDatabase } from '../store/database';
import { readSeries, seriesOfRuns } from '../store/metrics';

/** Points that are kept; at 24 bytes each about 100 MB. */
const mostPoints = 4_000_000;

/**
 * Whole series as they are stored, kept while they do not change: who zooms or smooths anew waits for no reading. The
 * least recently asked for go first.
 */
export class SeriesCache {
  readonly #db: ReadableDatabase;
  readonly #kept = new Map<string, { state: string; series: MetricSeries }>();
  #points = 0;

  constructor(db: ReadableDatabase) {
    this.#db = db;
  }

  /** One metric of runs; those that have not logged it are left out. */
  read(runIds: readonly string[], key: string): MetricSeries[] {
    const summaries = seriesOfRuns(this.#db, runIds);
    return runIds.flatMap((runId) => {
      const summary = summaries.get(runId)!.find((one) => one.key === key);
      return summary ? [this.#one(runId, key, JSON.stringify(summary))] : [];
    });
  }

  #one(runId: string, key: string, state: string): MetricSeries {
    const id = `${runId} ${key}`;
    const known = this.#kept.get(id);
    if (known) this.#drop(id);
    const series = known?.state === state ? known.series : readSeries(this.#db, runId, key, Infinity)!;
    this.#kept.set(id, { state, series });
    this.#points += series.total;
    for (const oldest of this.#kept.keys()) {
      if (this.#points <= mostPoints || oldest === id) break;
      this.#drop(oldest);
    }
    return series;
  }

  #drop(id: string): void {
    this.#points -= this.#kept.get(id)!.series.total;
    this.#kept.delete(id);
  }
}
