import type { WaveNetConfiguration } from '../../architecture/configuration';
import type { Execution } from '../../contract/training';

/** One training step that is timed. */
export interface BenchCase {
  name: string;
  /** Rows of the batch. */
  batch: number;
  /** Inputs T of each row. */
  length: number;
  /** Steps of the unrolled loss, or null for the one-step loss alone. */
  unrolling: { horizon: number; origins: number } | null;
  executions: Execution[];
  /** Timed beside PyTorch doing the same: our time ÷ PyTorch's that is wanted; null where PyTorch is left out. */
  wantedRatio: number | null;
  /** The ratio that is wanted of this case's recorded step to the one with the one-step loss alone, or null. */
  wantedOfOneStep: number | null;
  /** Milliseconds from the start of the process to the end of the first recorded step that are wanted, or null. */
  wantedStart: number | null;
  /** Megabytes at most that are wanted of the recorded step, or null. */
  wantedMemory: number | null;
}

/** The network of the published runs: 127 levels, 15 dilated layers of 32 channels, input kernel 7. */
export const benchModel: WaveNetConfiguration = {
  family: 'wavenet',
  quantizationLevels: 127,
  dilations: [1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64],
  kernelSize: 2,
  inputKernelSize: 7,
  residualChannels: 32,
  dilationChannels: 32,
  skipChannels: 32,
  headChannels: 32,
  bias: false,
  conditionClasses: null,
  localConditionChannels: null,
  padding: 'layer',
};

const small = { batch: 16, length: 512 };
const large = { batch: 64, length: 2048 };
const unlimited = { wantedRatio: null, wantedOfOneStep: null, wantedStart: null, wantedMemory: null };

/** Small batch and that of the published runs, with and without unrolling; then longer and denser unrolling. */
export const trainingCases: readonly BenchCase[] = [
  {
    ...unlimited,
    ...small,
    name: 'one-step loss, 16 × 512',
    unrolling: null,
    executions: ['eager', 'graph', 'xla'],
    wantedRatio: 0.65,
  },
  {
    ...unlimited,
    ...small,
    name: 'with 8 steps from 16 origins, 16 × 512',
    unrolling: { horizon: 8, origins: 16 },
    executions: ['eager', 'graph', 'xla'],
    wantedRatio: 0.045,
  },
  {
    ...unlimited,
    ...large,
    name: 'one-step loss, 64 × 2048',
    unrolling: null,
    executions: ['graph'],
    wantedRatio: 0.5,
    wantedStart: 6_000,
    wantedMemory: 2_500,
  },
  {
    ...large,
    name: 'with 8 steps from 16 origins, 64 × 2048',
    unrolling: { horizon: 8, origins: 16 },
    executions: ['graph'],
    wantedRatio: 0.18,
    wantedOfOneStep: 1.15,
    wantedStart: 10_000,
    wantedMemory: 2_500,
  },
  {
    ...unlimited,
    ...large,
    name: 'with 32 steps from 16 origins, 64 × 2048',
    unrolling: { horizon: 32, origins: 16 },
    executions: ['graph'],
    wantedOfOneStep: 1.6,
  },
  {
    ...unlimited,
    ...large,
    name: 'with 8 steps from 64 origins, 64 × 2048',
    unrolling: { horizon: 8, origins: 64 },
    executions: ['graph'],
    wantedOfOneStep: 1.6,
  },
];
