import type { DeletionSize, RunEdit } from '../../src-main/contract/run-edits';
import type { RunSummary } from '../../src-main/contract/runs';
import type { Api } from '../api';

/** All runs of the data folder, archived ones included, kept in step with the main process. */
export class RunsState {
  readonly #api: Api;
  #byId = $state.raw<ReadonlyMap<string, RunSummary>>(new Map());
  #loaded = $state(false);

  /** Newest first. */
  readonly all: readonly RunSummary[] = $derived([...this.#byId.values()].sort(newestFirst));
  readonly running: readonly RunSummary[] = $derived(this.all.filter((run) => run.status === 'running'));
  readonly queued: readonly RunSummary[] = $derived(this.all.filter((run) => run.status === 'queued'));

  constructor(api: Api) {
    this.#api = api;
  }

  /** False until the first answer; an empty list means nothing before. */
  get loaded(): boolean {
    return this.#loaded;
  }

  get(id: string): RunSummary | null {
    return this.#byId.get(id) ?? null;
  }

  ofStudy(studyId: string): RunSummary[] {
    return this.all.filter((run) => run.studyId === studyId && !run.archived).sort(byArmThenSeed);
  }

  /** Follows the changes until the returned function is called. */
  start(): () => void {
    const stops = [
      this.#api.listen('runs:changed', (runs) => this.#put(runs)),
      this.#api.listen('runs:deleted', ({ runIds }) => this.#drop(runIds)),
    ];
    return () => stops.forEach((stop) => stop());
  }

  async load(): Promise<void> {
    const [present, archived] = await Promise.all([this.#read(false), this.#read(true)]);
    this.#byId = new Map([...present, ...archived].map((run) => [run.id, run]));
    this.#loaded = true;
  }

  /** In parts, so that thousands of runs keep nothing busy for long on their way. */
  async #read(archived: boolean): Promise<RunSummary[]> {
    const runs: RunSummary[] = [];
    for (let first = 0; ; first += partSize) {
      const part = await this.#api.request('runs:list', { archived, part: { first, count: partSize } });
      runs.push(...part);
      if (part.length < partSize) return runs;
    }
  }

  stop(runIds: string[]): Promise<void> {
    return this.#api.request('runs:stop', { runIds });
  }

  resume(runIds: string[]): Promise<void> {
    return this.#api.request('runs:resume', { runIds });
  }

  /** Lets runs that have ended make so many steps more than they were given. */
  continue(runIds: string[], moreSteps: number): Promise<void> {
    return this.#api.request('runs:continue', { runIds, moreSteps });
  }

  archive(runIds: string[], archived: boolean): Promise<void> {
    return this.#api.request('runs:archive', { runIds, archived });
  }

  /** Writes titles, tags and notes; what an edit leaves out stays. */
  edit(edits: RunEdit[]): Promise<void> {
    return this.#api.request('runs:edit', { edits });
  }

  /** What would be gone. */
  deletionSize(runIds: string[]): Promise<DeletionSize> {
    return this.#api.request('runs:deletion-size', { runIds });
  }

  remove(runIds: string[]): Promise<void> {
    return this.#api.request('runs:delete', { runIds });
  }

  #drop(runIds: readonly string[]): void {
    const next = new Map(this.#byId);
    for (const id of runIds) next.delete(id);
    this.#byId = next;
  }

  #put(runs: RunSummary[]): void {
    const next = new Map(this.#byId);
    for (const run of runs) next.set(run.id, run);
    this.#byId = next;
  }
}

const partSize = 200;

export function canStop(run: RunSummary): boolean {
  return run.status === 'running' || run.status === 'queued';
}

/** What a run is called: by the title that a person gave it, or by its own name. */
export function runTitle(run: Pick<RunSummary, 'name' | 'title'>): string {
  return run.title ?? run.name;
}

export function byArmThenSeed(a: RunSummary, b: RunSummary): number {
  return a.colorIndex - b.colorIndex || a.seed - b.seed;
}

/** The colour of an arm is that of its runs; null when none of these is of the arm. */
export function armColor(runs: readonly RunSummary[], arm: string): number | null {
  return runs.find((run) => run.arm === arm)?.colorIndex ?? null;
}

function newestFirst(a: RunSummary, b: RunSummary): number {
  return b.createdAt - a.createdAt || a.colorIndex - b.colorIndex || a.seed - b.seed;
}
