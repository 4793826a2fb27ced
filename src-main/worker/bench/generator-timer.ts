import { receptiveField } from '../../architecture/receptive-field';
import type { GeneratorMethod } from '../../contract/generator-benchmark';
import { defaultGenerator } from '../../generation/default';
import type { GenerationBlock, GenerationRequest, Generator } from '../../generation/generator';
import { queueGenerator } from '../../generation/queue';
import { simdGenerator } from '../../generation/simd/generator';
import type { KernelModule } from '../../generation/simd/kernel-module';
import { RandomStream } from '../../math/random';
import type { untrained } from './generation-models';

export interface GeneratorTimerOptions {
  trained: ReturnType<typeof untrained>;
  method: GeneratorMethod;
  /** Rows of the batch. */
  batch: number;
  /** Steps that are timed at a time; null leaves it to the generator, which makes blocks of some 25 ms. */
  steps: number | null;
  /** Threads of the SIMD generator. */
  threads: number;
  kernel: KernelModule;
}

/** Steps of the whole generation: more than anyone times, so that one generation serves all. */
const ENDLESS = 1e9;

/** Times one generation block by block; what it takes to begin counts to the first block. */
export class GeneratorTimer {
  readonly #generator: Generator;
  readonly #blocks: AsyncGenerator<GenerationBlock, void, void>;

  constructor({ trained, method, batch, steps, threads, kernel }: GeneratorTimerOptions) {
    const { model } = trained;
    this.#generator = {
      default: () => defaultGenerator(trained),
      queue: () => queueGenerator(trained),
      simd: () => simdGenerator(trained, { kernel, threads }),
    }[method]();
    const stream = RandomStream.fromSeed(2);
    // The default generator computes what it has seen: a whole receptive field. To the others it is one.
    const observed = method === 'default' ? receptiveField(model) : 1;
    const request: GenerationRequest = {
      prompt: Array.from({ length: batch }, () =>
        Array.from({ length: observed }, () => stream.integer(model.quantizationLevels)),
      ),
      steps: ENDLESS,
      sampler: { kind: 'stochastic', temperature: 1, topK: null, topP: null },
      seed: 3,
      ...(model.conditionClasses === null
        ? {}
        : { classes: Array.from({ length: batch }, (_, row) => row % model.conditionClasses!) }),
      ...(steps === null ? {} : { blockSteps: steps }),
    };
    this.#blocks = this.#generator.generate(request);
  }

  /** Generates the next block; milliseconds of it, and how many steps it had. */
  async time(): Promise<{ ms: number; steps: number }> {
    const begun = performance.now();
    const { value } = await this.#blocks.next();
    return { ms: performance.now() - begun, steps: value!.steps };
  }

  async end(): Promise<void> {
    await this.#blocks.return();
    this.#generator.dispose();
  }
}
