import { chooseMicroBatch } from '../../architecture/micro-batch';
import type { RunConfiguration } from '../../contract/configuration';
import { stepSize } from '../../contract/run-sizes';
import type { Execution, TrainingEnvironment } from '../../contract/training';

export interface ExecutionChoice {
  execution: Execution;
  /** Rows of the batch processed at a time. */
  microBatch: number;
}

/** Steps from which a GPU's faster step repays the 3 to 20 s that XLA compiles. */
const XLA_STEPS = 1_000;

/**
 * How to execute a run's steps where its configuration leaves that open (`auto`, null). On a CPU the recorded graph: it
 * starts within 2 s and XLA's fusions gain nothing over its kernels there. On a GPU XLA, when the run is long enough.
 */
export function chooseExecution(configuration: RunConfiguration, device: 'cpu' | 'gpu'): ExecutionChoice {
  const { batchSize, execution, maxSteps, microBatch } = configuration.training;
  const automatic: Execution = device === 'gpu' && maxSteps >= XLA_STEPS ? 'xla' : 'graph';
  const size = stepSize(configuration, batchSize);
  return {
    execution: execution === 'auto' ? automatic : execution,
    microBatch: Math.min(microBatch ?? chooseMicroBatch(size, device), batchSize),
  };
}

/** Parts beyond which a graph grows more than its step gains. */
const MAX_PARTS = 4;

/**
 * Parts of a micro-batch that a recorded step computes side by side (`TrainingStepOptions.parallelParts`). Threads that
 * each work on rows of their own wait for each other once in a step; threads that share every kernel, in each of them.
 * A GPU shares out each kernel itself, and the larger the better.
 */
export function parallelParts({ execution, threads, device }: Workers): number {
  return execution === 'graph' && device === 'cpu' ? Math.min(threads, MAX_PARTS) : 1;
}

type Workers = Pick<TrainingEnvironment, 'execution' | 'threads' | 'device'>;

/** Environment variables that TensorFlow reads once, when its library is loaded: set them before. */
export function tensorFlowVariables(execution: Execution, threads: number): Record<string, string> {
  // With a GPU as well: what is left to the CPU there takes hardly any time.
  const parts = parallelParts({ execution, threads, device: 'cpu' });
  return {
    TF_CPP_MIN_LOG_LEVEL: '2',
    TF_NUM_INTRAOP_THREADS: String(Math.max(1, Math.floor(threads / parts))),
    TF_NUM_INTEROP_THREADS: String(threads),
    ...(execution === 'xla' && { TF_XLA_FLAGS: '--tf_xla_auto_jit=2 --tf_xla_cpu_global_jit' }),
  };
}
