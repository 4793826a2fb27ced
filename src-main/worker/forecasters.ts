import { methodFor } from '../contract/generator-benchmark';
import type { Generator } from '../generation/generator';
import { queueGenerator } from '../generation/queue';
import type { SamplerConfiguration } from '../model/samplers';
import type { ForecastRequest } from '../training/forecasts';

/** By the generator with rolling buffers. */
export async function* forecastByQueues(request: ForecastRequest): AsyncGenerator<Int32Array> {
  const generator = queueGenerator(request);
  try {
    yield* stepByStep(generator, request);
  } finally {
    generator.dispose();
  }
}

/** By the generator of compiled code, some fifty times faster than by TensorFlow; it knows WaveNets only. */
export async function* forecastFast(
  request: ForecastRequest,
  { kernelFolder, threads }: { kernelFolder: string; threads: number },
): AsyncGenerator<Int32Array> {
  if (methodFor(request.model.family, 'simd') === 'queue') return yield* forecastByQueues(request);
  const { simdGenerator } = await import('../generation/simd/generator');
  const { loadKernel } = await import('../generation/simd/kernel-module');
  const generator = simdGenerator(request, { kernel: loadKernel(kernelFolder), threads });
  try {
    yield* stepByStep(generator, request);
  } finally {
    generator.dispose();
  }
}

async function* stepByStep(
  generator: Generator,
  { prompt, batch, steps, classes, local, seed }: ForecastRequest,
): AsyncGenerator<Int32Array> {
  const length = prompt.length / batch;
  const rows = Array.from({ length: batch }, (_, row) => prompt.subarray(row * length, (row + 1) * length));
  const sampler: SamplerConfiguration =
    seed === undefined ? { kind: 'greedy' } : { kind: 'stochastic', temperature: 1, topK: null, topP: null };
  const blocks = generator.generate({ prompt: rows, steps, sampler, seed: seed ?? 0, classes, local });
  for await (const block of blocks)
    for (let step = 0; step < block.steps; step++)
      yield Int32Array.from(rows, (_, row) => block.tokens[row * block.steps + step]!);
}
