import type { MetricPoint } from '../contract/metrics';
import type { WritableDatabase } from '../store/database';
import { findGenerations, getGeneration } from '../store/generations';
import { pointsSince, seriesOfRuns } from '../store/metrics';
import { getRuns, runRevisions, type RunRevision } from '../store/run-rows';
import { getSettings } from '../store/settings';
import { listStudies } from '../store/studies';
import { storedSummary } from './generation-summary';
import type { Publish } from './publish';

/**
 * Sees what other processes write into the same store and tells it on: the app shows live what a command line trains.
 * What this process itself wrote is told by whoever wrote it.
 */
export class StoreWatch {
  readonly #store: WritableDatabase;
  readonly #publish: Publish;
  #version: number;
  #revisions: Map<string, RunRevision>;
  /** Last step that was told, by run and key. */
  readonly #lastSteps: Map<string, Map<string, number>>;
  #studies: Set<string>;
  #generations: Set<string>;
  #settings: string;

  constructor(store: WritableDatabase, publish: Publish) {
    this.#store = store;
    this.#publish = publish;
    this.#version = dataVersion(store);
    this.#revisions = runRevisions(store);
    this.#lastSteps = lastSteps(store, [...this.#revisions.keys()]);
    this.#studies = studyIds(store);
    this.#generations = new Set(findGenerations(store, ''));
    this.#settings = JSON.stringify(getSettings(store));
  }

  /** Takes note of what this process has stored of a run, and told itself. */
  saw(runId: string, { points, cutAfter }: { points: readonly MetricPoint[]; cutAfter: number | null }): void {
    if (cutAfter !== null) {
      this.#revisions.set(runId, runRevisions(this.#store).get(runId)!);
      this.#lastSteps.set(runId, lastSteps(this.#store, [runId]).get(runId)!);
      return;
    }
    const told = this.#toldSteps(runId);
    for (const { key, step } of points) told.set(key, Math.max(step, told.get(key) ?? step));
  }

  /** Tells what others have written since the last call; costs next to nothing when that is nothing. */
  poll(): void {
    const version = dataVersion(this.#store);
    if (version === this.#version) return;
    this.#version = version;
    this.#tellStudies();
    this.#tellRuns();
    this.#tellGenerations();
    this.#tellSettings();
  }

  #tellStudies(): void {
    const known = this.#studies;
    this.#studies = studyIds(this.#store);
    for (const studyId of this.#studies) if (!known.has(studyId)) this.#publish('studies:changed', { studyId });
  }

  #tellRuns(): void {
    const known = this.#revisions;
    this.#revisions = runRevisions(this.#store);
    const deleted = [...known.keys()].filter((id) => !this.#revisions.has(id));
    if (deleted.length > 0) this.#publish('runs:deleted', { runIds: deleted });
    const changed = [...this.#revisions].filter(([id, { revision }]) => known.get(id)?.revision !== revision);
    for (const [id, { cuts }] of changed) this.#tellPoints(id, cuts !== (known.get(id)?.cuts ?? 0));
    if (changed.length > 0)
      this.#publish(
        'runs:changed',
        getRuns(
          this.#store,
          changed.map(([id]) => id),
        ),
      );
  }

  /** After a cut all points are told anew: where it was is not known, and several may have been made. */
  #tellPoints(runId: string, isCut: boolean): void {
    if (isCut) {
      this.#lastSteps.delete(runId);
      this.#publish('runs:cut', { runId, step: -1 });
    }
    const points = pointsSince(this.#store, runId, this.#toldSteps(runId));
    if (points.length === 0) return;
    this.#publish('runs:points', { runId, points });
    this.saw(runId, { points, cutAfter: null });
  }

  #tellGenerations(): void {
    const known = this.#generations;
    this.#generations = new Set(findGenerations(this.#store, ''));
    const added = [...this.#generations].filter((id) => !known.has(id));
    const deleted = [...known].filter((id) => !this.#generations.has(id));
    const summaries = added.map((id) => storedSummary(getGeneration(this.#store, id)!));
    if (added.length > 0) this.#publish('generations:changed', summaries);
    if (deleted.length > 0) this.#publish('generations:deleted', { generationIds: deleted });
  }

  #tellSettings(): void {
    const settings = getSettings(this.#store);
    const text = JSON.stringify(settings);
    if (text === this.#settings) return;
    this.#settings = text;
    this.#publish('settings:changed', settings);
  }

  #toldSteps(runId: string): Map<string, number> {
    let told = this.#lastSteps.get(runId);
    if (!told) this.#lastSteps.set(runId, (told = new Map()));
    return told;
  }
}

/** Changes whenever another connection has committed something. */
function dataVersion(store: WritableDatabase): number {
  return store.pragma('data_version', { simple: true }) as number;
}

function studyIds(store: WritableDatabase): Set<string> {
  return new Set(listStudies(store).map(({ id }) => id));
}

/** Last stored step of every series, by run and key. */
function lastSteps(store: WritableDatabase, runIds: readonly string[]): Map<string, Map<string, number>> {
  const steps = new Map<string, Map<string, number>>();
  for (const [id, series] of seriesOfRuns(store, runIds)) {
    steps.set(id, new Map(series.map(({ key, lastStep }) => [key, lastStep])));
  }
  return steps;
}
