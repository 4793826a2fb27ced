import { join } from 'node:path';
import { parseWith } from '../contract/configuration';
import { UserError } from '../contract/errors';
import type { FigureDescription } from '../contract/figure';
import {
  generatorBenchmarkSchema,
  type GeneratorBenchmark,
  type StartGeneratorBenchmark,
} from '../contract/generator-benchmark';
import type { JobHost } from '../contract/jobs';
import { describeGeneratorBenchmark } from '../figures/describe-generator-benchmark';
import type { Clock } from './clock';
import type { Files } from './files';
import { newIdentifier } from './identifier';
import type { Publish } from './publish';
import { runJob, type Report } from './run-job';

export interface GeneratorBenchmarksOptions {
  dataFolder: string;
  jobs: JobHost;
  files: Files;
  clock: Clock;
  publish: Publish;
  /** Version of the program, recorded with what is measured. */
  version: string;
}

/** Benchmarks of the generators: one runs at a time, each is kept as a file of the data folder. */
export class GeneratorBenchmarks {
  readonly #options: GeneratorBenchmarksOptions;
  #running: { benchmark: GeneratorBenchmark; stop: AbortController; ended: Promise<GeneratorBenchmark> } | null = null;

  constructor(options: GeneratorBenchmarksOptions) {
    this.#options = options;
  }

  /** Begins to measure; points are published one by one. Throws a UserError while another one runs here. */
  start(request: StartGeneratorBenchmark): GeneratorBenchmark {
    if (this.#running) {
      throw new UserError('A benchmark is running already.', 'Wait for it, or stop it first.');
    }
    const { clock, publish } = this.#options;
    const benchmark: GeneratorBenchmark = {
      id: newIdentifier(),
      createdAt: clock.now(),
      status: 'running',
      reason: null,
      request,
      machine: null,
      measuring: null,
      points: [],
    };
    const stop = new AbortController();
    this.#running = { benchmark, stop, ended: this.#run(benchmark, stop.signal) };
    publish('benchmark:changed', structuredClone(benchmark));
    return structuredClone(benchmark);
  }

  get isRunning(): boolean {
    return this.#running !== null;
  }

  /** Resolves with the running benchmark once it has ended, whatever way; null when none is running. */
  async ended(): Promise<GeneratorBenchmark | null> {
    return this.#running?.ended ?? null;
  }

  /** Ends the running benchmark at once; what was measured stays. */
  stop(): void {
    this.#running?.stop.abort();
  }

  /** All that are kept and the running one, newest first; files that cannot be read are left out. */
  list(): GeneratorBenchmark[] {
    const running = this.#running?.benchmark;
    const kept = this.#options.files
      .list(this.#folder())
      .filter((name) => name.endsWith('.json') && name !== `${running?.id}.json`)
      .flatMap((name) => this.#read(name));
    return [...(running ? [structuredClone(running)] : []), ...kept].sort((a, b) => b.createdAt - a.createdAt);
  }

  /** Removes a kept one; throws a UserError for the running one. */
  delete(id: string): void {
    if (this.#running?.benchmark.id === id) throw new UserError('This benchmark is running.', 'Stop it first.');
    if (!this.list().some((benchmark) => benchmark.id === id)) throw new UserError(`There is no benchmark "${id}".`);
    this.#options.files.remove(this.#file(id));
  }

  /** The figure of a benchmark, with the published curves over it where that is wanted. */
  figure(benchmark: GeneratorBenchmark, { published }: { published: boolean }): FigureDescription {
    return describeGeneratorBenchmark({ benchmark, published });
  }

  async #run(benchmark: GeneratorBenchmark, signal: AbortSignal): Promise<GeneratorBenchmark> {
    const { jobs, publish } = this.#options;
    const end: Pick<GeneratorBenchmark, 'status' | 'reason'> = { status: 'completed', reason: null };
    try {
      await runJob(jobs, 'bench', {
        request: { what: 'generators', request: benchmark.request },
        onReport: (report) => this.#report(benchmark, report),
        signal,
      });
    } catch (error) {
      end.status = signal.aborted ? 'stopped' : 'failed';
      end.reason = signal.aborted ? 'Stopped by request.' : (error as Error).message;
    }
    Object.assign(benchmark, end, { measuring: null });
    this.#running = null;
    if (benchmark.points.length > 0) this.#keep(benchmark);
    publish('benchmark:changed', structuredClone(benchmark));
    return benchmark;
  }

  #report(benchmark: GeneratorBenchmark, report: Report<'bench'>): void {
    const { publish, version } = this.#options;
    if (report.type === 'machine') {
      benchmark.machine = { ...report.machine, versions: { wavebench: version, ...report.machine.versions } };
    } else if (report.type === 'measuring') {
      benchmark.measuring = { method: report.method, dilatedLayers: report.dilatedLayers };
      publish('benchmark:changed', structuredClone(benchmark));
    } else if (report.type === 'point') {
      benchmark.points.push(report.point);
      // Should this program end here, what is kept so far is a benchmark that was stopped.
      this.#keep({ ...benchmark, status: 'stopped', reason: 'The program ended.', measuring: null });
      publish('benchmark:row', { benchmarkId: benchmark.id, point: report.point });
    }
  }

  #keep(benchmark: GeneratorBenchmark): void {
    const { files } = this.#options;
    files.makeFolder(this.#folder());
    files.write(this.#file(benchmark.id), `${JSON.stringify(benchmark, null, 1)}\n`);
  }

  #read(name: string): GeneratorBenchmark[] {
    try {
      const text = this.#options.files.readText(join(this.#folder(), name));
      return [parseWith(generatorBenchmarkSchema, JSON.parse(text), name)];
    } catch {
      return [];
    }
  }

  #folder(): string {
    return join(this.#options.dataFolder, 'benchmarks');
  }

  #file(id: string): string {
    return join(this.#folder(), `${id}.json`);
  }
}
