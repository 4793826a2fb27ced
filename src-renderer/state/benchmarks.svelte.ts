import type { GeneratorBenchmark, GeneratorPoint } from '../../src-main/contract/generator-benchmark';
import type { Api } from '../api';
import type { Messages } from './messages.svelte';
import { Selection } from './selection.svelte';

/** How a benchmark is looked at. */
export interface BenchmarkView {
  /** The published curves are laid over. */
  published: boolean;
  /** Of the times. */
  scale: 'log' | 'linear';
}

/** The benchmarks of the generators, the running one among them, kept in step with the main process. */
export class BenchmarksState {
  readonly #api: Api;
  readonly #messages: Pick<Messages, 'note' | 'error'>;
  #all = $state.raw<readonly GeneratorBenchmark[]>([]);
  #loaded = $state(false);
  view = $state.raw<BenchmarkView>({ published: true, scale: 'log' });
  /** The one that is shown is the current one. */
  readonly selection = new Selection();

  readonly running: GeneratorBenchmark | null = $derived(this.#all.find(isRunning) ?? null);
  readonly shown: GeneratorBenchmark | null = $derived(
    this.#all.find(({ id }) => id === this.selection.current) ?? null,
  );

  constructor(api: Api, messages: Pick<Messages, 'note' | 'error'>) {
    this.#api = api;
    this.#messages = messages;
  }

  /** Newest first. */
  get all(): readonly GeneratorBenchmark[] {
    return this.#all;
  }

  /** False until the first answer; an empty list means nothing before. */
  get loaded(): boolean {
    return this.#loaded;
  }

  /** Follows the changes until the returned function is called. */
  start(): () => void {
    const stops = [
      this.#api.listen('benchmark:changed', (benchmark) => this.#change(benchmark)),
      this.#api.listen('benchmark:row', ({ benchmarkId, point }) => this.#addPoint(benchmarkId, point)),
    ];
    return () => stops.forEach((stop) => stop());
  }

  async load(): Promise<void> {
    this.#all = await this.#api.request('benchmark:list');
    this.#loaded = true;
    this.#showSomething();
  }

  show(id: string): void {
    this.selection.select(id, this.#order());
  }

  /** Begins to measure all three generators; what comes is shown. */
  async measure(): Promise<void> {
    this.#put(await this.#api.request('benchmark:start', {}));
  }

  /** Ends the running one; what was measured is kept. */
  stop(): Promise<void> {
    return this.#api.request('benchmark:stop');
  }

  /** Removes kept ones for good. */
  async delete(ids: readonly string[]): Promise<void> {
    for (const benchmarkId of ids) {
      await this.#api.request('benchmark:delete', { benchmarkId });
      this.#remove(benchmarkId);
    }
  }

  #change(benchmark: GeneratorBenchmark): void {
    const before = this.#all.find(({ id }) => id === benchmark.id);
    this.#put(benchmark);
    if (isRunning(benchmark) || (before && !isRunning(before))) return;
    const { status, reason } = benchmark;
    if (status === 'failed') this.#messages.error(new Error(`The benchmark failed. ${reason}`));
    else this.#messages.note(status === 'completed' ? 'Measured the generators.' : 'Cancelled the measurement.');
    // Without a point there is nothing to keep, and main has not kept it.
    if (benchmark.points.length === 0) this.#remove(benchmark.id);
  }

  /** Puts it in its place; one that is new is shown, because somebody has just begun it. */
  #put(benchmark: GeneratorBenchmark): void {
    const known = this.#all.some(({ id }) => id === benchmark.id);
    this.#all = known
      ? this.#all.map((one) => (one.id === benchmark.id ? benchmark : one))
      : [benchmark, ...this.#all].sort((a, b) => b.createdAt - a.createdAt);
    if (!known) this.show(benchmark.id);
  }

  #addPoint(benchmarkId: string, point: GeneratorPoint): void {
    const same = ({ method, dilatedLayers }: GeneratorPoint) =>
      method === point.method && dilatedLayers === point.dilatedLayers;
    this.#all = this.#all.map((one) =>
      one.id === benchmarkId && !one.points.some(same) ? { ...one, points: [...one.points, point] } : one,
    );
  }

  #remove(benchmarkId: string): void {
    this.#all = this.#all.filter(({ id }) => id !== benchmarkId);
    this.#showSomething();
  }

  /** The newest, where what was shown is not there any more. */
  #showSomething(): void {
    const newest = this.#all[0];
    if (this.shown) return;
    if (newest) this.show(newest.id);
    else this.selection.clear();
  }

  #order(): string[] {
    return this.#all.map(({ id }) => id);
  }
}

function isRunning({ status }: GeneratorBenchmark): boolean {
  return status === 'running';
}
