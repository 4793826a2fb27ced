import type * as tfjsNode from '@tensorflow/tfjs-node-gpu';
import type { StoringTrouble } from '../contract/storing';
import { openDataset, type DataFolders } from '../data/dataset';
import type { Generator } from '../generation/generator';
import { queueGenerator } from '../generation/queue';
import type { SamplerConfiguration } from '../model/samplers';
import type { ForecastRequest } from '../training/forecasts';
import type { TrainingResources } from '../training/resources';
import { availableMemory } from './available-memory';
import type { Hold } from './hold';
import { nodeRunFiles } from './node-run-files';
import { patientFiles } from './patient-files';
import { tensorFlowDevice } from './tensorflow-device';

/** Where a training takes place. */
export interface TrainingPlace {
  /** The run's own folder. */
  folder: string;
  dataFolders: DataFolders;
  threads: number;
  hold: Hold;
  /** What keeps the run's files from being written, null once they are. */
  onTrouble: (trouble: StoringTrouble | null) => void;
  /** Folder of the SIMD kernel. */
  kernelFolder: string;
}

/** What a training needs of this process and its machine. */
export async function trainingResources(
  tf: typeof tfjsNode,
  { folder, dataFolders, threads, hold, onTrouble, kernelFolder }: TrainingPlace,
): Promise<TrainingResources> {
  const { device, deviceName, version } = tensorFlowDevice(tf);
  return {
    files: patientFiles(await nodeRunFiles(folder), { folder, hold, onTrouble }),
    openDataset: (configuration) => openDataset(configuration, dataFolders),
    now: () => hold.now(),
    pause: async () => {
      await new Promise((resolve) => setImmediate(resolve));
      await hold.passed();
    },
    stopRequested: () => hold.stopped,
    machine: { device, deviceName, tensorflow: version, threads },
    residentMemory: () => process.memoryUsage.rss(),
    // The memory of a GPU is its own, and TensorFlow says when it does not suffice.
    availableMemory: () => (device === 'gpu' ? Infinity : availableMemory()),
    forecaster: forecastByQueues,
    previewer: (request) => forecastBySimd(request, { kernelFolder, threads }),
  };
}

/** By the generator with rolling buffers. */
export async function* forecastByQueues(request: ForecastRequest): AsyncGenerator<Int32Array> {
  const generator = queueGenerator(request);
  try {
    yield* stepByStep(generator, request);
  } finally {
    generator.dispose();
  }
}

/** By the generator of compiled code: some fifty times faster than by TensorFlow, for what is only looked at. */
async function* forecastBySimd(
  request: ForecastRequest,
  { kernelFolder, threads }: Pick<TrainingPlace, 'kernelFolder' | 'threads'>,
): AsyncGenerator<Int32Array> {
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
