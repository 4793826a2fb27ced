import { receptiveField } from '../../architecture/receptive-field';
import {
  generatorBenchmarkSize,
  type GeneratorMethod,
  type GeneratorPoint,
  type StartGeneratorBenchmark,
} from '../../contract/generator-benchmark';
import type { KernelModule } from '../../generation/simd/kernel-module';
import { median } from '../../math/statistics';
import { doublingDilations, generationModel, untrained } from './generation-models';
import { GeneratorTimer } from './generator-timer';

export interface TimeGeneratorsOptions {
  kernel: KernelModule;
  threads: number;
  measuring(method: GeneratorMethod, dilatedLayers: number): void;
  point(point: GeneratorPoint): void;
}

/** Measurements of each point: five, or as many more as a moment allows. */
const REPEATS = { least: 5, most: 25, moment: 300 };
/** Share of a point's time that goes into warming up (compilers and caches settle), and milliseconds at most. */
const WARM_UP = { share: 0.1, most: 500 };

/** Times all generators at each number of layers, so that their curves grow together. */
export async function timeGenerators(request: StartGeneratorBenchmark, options: TimeGeneratorsOptions): Promise<void> {
  for (const dilatedLayers of request.layers) {
    for (const method of request.methods) {
      options.measuring(method, dilatedLayers);
      options.point(await timePoint(method, dilatedLayers, { ...options, limit: 1000 * request.secondsPerPoint }));
    }
  }
}

/**
 * Seconds for 100 samples. Where five times 100 steps do not fit into `limit` milliseconds fewer are made, down to the
 * one step that shows what a step takes; their time is scaled to 100.
 */
async function timePoint(
  method: GeneratorMethod,
  dilatedLayers: number,
  { kernel, threads, limit }: { kernel: KernelModule; threads: number; limit: number },
): Promise<GeneratorPoint> {
  const { batch, samples } = generatorBenchmarkSize;
  const trained = untrained(generationModel(doublingDilations(dilatedLayers)));
  const begun = performance.now();
  const elapsed = () => performance.now() - begun;
  // The SIMD generator makes all 100 steps in one call; the others make each by itself anyway.
  const blockSteps = method === 'simd' ? samples : 1;
  const timer = new GeneratorTimer({ trained, method, batch, steps: blockSteps, threads, kernel });
  try {
    let perStep = 0;
    const settled = Math.min(WARM_UP.share * limit, WARM_UP.most);
    // The first block also makes the queues, so what a step takes is told by a second one, where there is time.
    for (let blocks = 0; blocks === 0 || elapsed() < settled || (blocks === 1 && elapsed() < limit / 4); blocks++) {
      const { ms, steps } = await timer.time();
      perStep = ms / steps;
    }

    const affordable = Math.floor((limit - elapsed()) / perStep);
    const steps = Math.max(blockSteps, Math.min(samples, Math.floor(affordable / REPEATS.least)));
    const times: number[] = [];
    const enough = Math.max(REPEATS.least, Math.min(REPEATS.most, REPEATS.moment / (perStep * steps)));
    while (times.length < enough && elapsed() + perStep * steps < limit) {
      let sum = 0;
      for (let made = 0; made < steps; made += blockSteps) sum += (await timer.time()).ms;
      times.push(sum / steps);
    }
    // Not even a second step fits: the first one is all that is known.
    if (times.length === 0) times.push(perStep);
    const seconds = (ms: number) => (ms * samples) / 1000;
    return {
      method,
      dilatedLayers,
      receptiveField: receptiveField(trained.model),
      median: seconds(median(times)),
      min: seconds(Math.min(...times)),
      max: seconds(Math.max(...times)),
      repeats: times.length,
      steps,
    };
  } finally {
    await timer.end();
  }
}
