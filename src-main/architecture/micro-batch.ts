/** Samples that two cores handle at a time: the activations of one layer then stay in their caches. */
const CPU_SAMPLES = 16_384;
/** With unrolled forecasts: twice as many, so that their many small kernels run half as often. */
const CPU_SAMPLES_UNROLLED = 32_768;
/** A GPU wants more at a time; this bounds its memory. */
const GPU_SAMPLES = 131_072;

/** Rows of a batch to process at a time: as many as are fast and fit, in equal parts so that all are the same graph. */
export function chooseMicroBatch({ batch, length, unrolled, device }: {
  batch: number;
  /** Inputs of each row. */
  length: number;
  unrolled: boolean;
  device: 'cpu' | 'gpu';
}): number {
  const cpuSamples = unrolled ? CPU_SAMPLES_UNROLLED : CPU_SAMPLES;
  const rows = Math.max(1, Math.round((device === 'gpu' ? GPU_SAMPLES : cpuSamples) / length));
  const parts = Math.ceil(batch / Math.min(rows, batch));
  return Math.ceil(batch / parts);
}
