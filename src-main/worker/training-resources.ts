import type * as tfjsNode from '@tensorflow/tfjs-node-gpu';
import type { StoringTrouble } from '../contract/storing';
import { openDataset, type DataFolders } from '../data/dataset';
import type { TrainingResources } from '../training/resources';
import { availableMemory } from './available-memory';
import { forecastByQueues, forecastFast } from './forecasters';
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
    previewer: (request) => forecastFast(request, { kernelFolder, threads }),
  };
}
