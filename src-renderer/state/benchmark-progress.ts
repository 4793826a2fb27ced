import type { GeneratorBenchmark, GeneratorMethod, GeneratorPoint } from '../../src-main/contract/generator-benchmark';

export interface BenchmarkProgress {
  /** Points that are measured, and all that were asked for. */
  done: number;
  total: number;
  secondsLeft: number;
  /** `secondsLeft` is the most that it can be, because not every generator has been timed yet. */
  atMost: boolean;
}

/** Beside the repeats of a point: the model is built, and compilers and caches settle. */
const SECONDS_AROUND = 0.8;
/** A point is measured at least so often, and that takes at least so long. */
const REPEATS = 5;
const LEAST_SECONDS = 0.3;

/**
 * How far a benchmark is. The time that is left follows from the last point of each generator: the default one computes
 * a whole receptive field for a sample, so it takes twice as long for each layer more; the others grow with the layers.
 */
export function benchmarkProgress({
  request,
  points,
}: Pick<GeneratorBenchmark, 'request' | 'points'>): BenchmarkProgress {
  const { layers, methods, secondsPerPoint } = request;
  const total = layers.length * methods.length;
  const last = new Map(points.map((point) => [point.method, point]));
  let secondsLeft = 0;
  for (const method of methods) {
    const measured = new Set(points.filter((point) => point.method === method).map((point) => point.dilatedLayers));
    for (const dilatedLayers of layers) {
      if (measured.has(dilatedLayers)) continue;
      const known = last.get(method);
      secondsLeft += known ? Math.min(secondsPerPoint, secondsOfPoint(known, dilatedLayers)) : secondsPerPoint;
    }
  }
  return { done: points.length, total, secondsLeft, atMost: methods.some((method) => !last.has(method)) };
}

/** How many times as long a sample takes with another number of layers. */
function growth(method: GeneratorMethod, from: number, to: number): number {
  return method === 'default' ? (to / from) * 2 ** (to - from) : to / from;
}

/** Seconds that it takes to measure a point as the known one was measured. */
function secondsOfPoint({ method, dilatedLayers, median }: GeneratorPoint, to: number): number {
  return SECONDS_AROUND + Math.max(LEAST_SECONDS, REPEATS * median * growth(method, dilatedLayers, to));
}
