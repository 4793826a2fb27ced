import type { StepSize } from './cost';

/** Samples that two cores handle at a time: the activations of one layer then stay in their caches. */
const CPU_SAMPLES = 16_384;
/**
 * Rows of unrolled forecasts (origins × rows) from which the many kernels of each step are worth starting: the more, the
 * larger the part of the pass that they make up; so many for each step of the horizon, and the most.
 */
const CPU_FORECASTS = { perStep: 32, most: 512 };
/** Samples up to which rows are added for the sake of their forecasts; bounds the memory. */
const CPU_MOST_SAMPLES = 65_536;
/** A GPU wants more at a time; this bounds its memory. */
const GPU_SAMPLES = 131_072;

/** Rows of a batch to process at a time: as many as are fast and fit, in equal parts so that all are the same graph. */
export function chooseMicroBatch({ batch, length, unrolling }: StepSize, device: 'cpu' | 'gpu'): number {
  const forecasts = unrolling ? Math.min(CPU_FORECASTS.perStep * unrolling.horizon, CPU_FORECASTS.most) : 0;
  const forForecasts = unrolling ? Math.min(forecasts / unrolling.origins, CPU_MOST_SAMPLES / length) : 0;
  const fast = device === 'gpu' ? GPU_SAMPLES / length : Math.max(CPU_SAMPLES / length, forForecasts);
  const rows = Math.min(Math.max(1, Math.round(fast)), batch);
  const parts = Math.ceil(batch / rows);
  return Math.ceil(batch / parts);
}
