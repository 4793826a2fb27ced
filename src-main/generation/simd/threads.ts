import { Worker } from 'node:worker_threads';
import type { KernelExports, KernelModule } from './kernel-module';

/** One call of the kernel on a slice. */
export interface KernelCall {
  slice: number;
  name: Exclude<keyof KernelExports, 'openSlice'>;
  argument: number[];
}

/**
 * A thread with its own instance of the kernel on the shared memory. Its program is a few lines that need no bundler:
 * it runs the calls that it is sent and says when they are done.
 */
export class KernelThread {
  readonly #worker: Worker;
  #settle: { resolve: () => void; reject: (error: Error) => void } | null = null;

  constructor(kernel: KernelModule, memory: WebAssembly.Memory) {
    this.#worker = new Worker(PROGRAM, { eval: true, workerData: { module: kernel.module, memory } });
    this.#worker.unref();
    this.#worker.on('message', () => this.#finish(null));
    this.#worker.on('error', (error) => this.#finish(error));
    this.#worker.on('exit', (code) => this.#finish(new Error(`A generator thread ended with code ${code}.`)));
  }

  /** Runs the calls one after the other; one `run` at a time. */
  run(calls: KernelCall[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#worker.postMessage(calls);
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #finish(error: Error | null): void {
    const settle = this.#settle;
    this.#settle = null;
    if (!settle) return;
    if (error) settle.reject(error);
    else settle.resolve();
  }
}

/** How long a waiting thread of the pipeline sleeps before it looks again. */
const NAP_MILLISECONDS = 0.05;

const PROGRAM = `
const { parentPort, workerData } = require('node:worker_threads');
const words = new Int32Array(workerData.memory.buffer);
const kernel = new WebAssembly.Instance(workerData.module, {
  env: {
    memory: workerData.memory,
    abort() { throw new Error('The generator kernel stopped.'); },
    nap(address, seen) { Atomics.wait(words, address >> 2, seen, ${NAP_MILLISECONDS}); },
  },
}).exports;
parentPort.on('message', (calls) => {
  for (const { slice, name, argument } of calls) {
    kernel.openSlice(slice);
    kernel[name](...argument);
  }
  parentPort.postMessage(null);
});
`;
