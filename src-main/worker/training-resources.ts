import type * as tfjsNode from '@tensorflow/tfjs-node-gpu';
import { openDataset, type DataFolders } from '../data/dataset';
import { queueGenerator } from '../generation/queue';
import type { ForecastRequest } from '../training/forecasts';
import type { TrainingResources } from '../training/resources';
import { availableMemory } from './available-memory';
import { nodeRunFiles } from './node-run-files';
import { tensorFlowDevice } from './tensorflow-device';

/** Where a training takes place. */
export interface TrainingPlace {
  /** The run's own folder. */
  folder: string;
  dataFolders: DataFolders;
  threads: number;
  stopRequested: () => boolean;
}

/** What a training needs of this process and its machine. */
export async function trainingResources(
  tf: typeof tfjsNode,
  { folder, dataFolders, threads, stopRequested }: TrainingPlace,
): Promise<TrainingResources> {
  const { device, deviceName, version } = tensorFlowDevice(tf);
  return {
    files: await nodeRunFiles(folder),
    openDataset: (configuration) => openDataset(configuration, dataFolders),
    now: () => performance.now(),
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    stopRequested,
    machine: { device, deviceName, tensorflow: version, threads },
    residentMemory: () => process.memoryUsage.rss(),
    // The memory of a GPU is its own, and TensorFlow says when it does not suffice.
    availableMemory: () => (device === 'gpu' ? Infinity : availableMemory()),
    forecaster: forecastByQueues,
  };
}

/** Greedy forecasts by the generator with rolling buffers. */
export async function* forecastByQueues(request: ForecastRequest): AsyncGenerator<Int32Array> {
  const { model, parameters, prompt, batch, steps, classes, local } = request;
  const length = prompt.length / batch;
  const rows = Array.from({ length: batch }, (_, row) => prompt.subarray(row * length, (row + 1) * length));
  const generator = queueGenerator({ model, parameters });
  try {
    const blocks = generator.generate({ prompt: rows, steps, sampler: { kind: 'greedy' }, seed: 0, classes, local });
    for await (const { tokens } of blocks) yield tokens;
  } finally {
    generator.dispose();
  }
}
