import { estimateSeconds, stepCost } from '../architecture/cost';
import { chooseMicroBatch } from '../architecture/micro-batch';
import { temporalWeights } from '../architecture/receptive-field';
import type { RunConfiguration } from './configuration';
import { dataSizes } from './data-sizes';
import { runMemory } from './run-memory';
import { runSizes, stepSize } from './run-sizes';

/** What a run will need, as far as it can be told before it starts. */
export interface RunPlan {
  parameters: number;
  /** Samples that one prediction sees. */
  receptiveField: number;
  /** Weights along time for one channel. */
  temporalWeights: number;
  steps: number;
  epochs: number;
  /** Rows of the batch processed at a time, where the run is left to choose on a CPU. */
  microBatch: number;
  /** Estimate of the bytes that activations take. */
  activationBytes: number;
  /** Multiply-adds of one optimization step. */
  stepMultiplyAdds: number;
  /** Rough times on so many cores, in seconds: a step, a pass over the training series, all with its evaluations. */
  secondsPerStep: number;
  secondsPerEpoch: number;
  seconds: number;
}

/** Plans a run on a machine with so many cores; a GPU is faster by a factor that is not known beforehand. */
export function planRun(configuration: RunConfiguration, cores: number): RunPlan {
  const { data, model, training, validation } = configuration;
  const { parameters, receptiveField } = runSizes(configuration);
  const { batchSize, maxSteps } = training;
  const size = stepSize(configuration, batchSize);
  const microBatch = Math.min(training.microBatch ?? chooseMicroBatch(size, 'cpu'), batchSize);
  const execution = training.execution === 'auto' ? 'graph' : training.execution;
  const stepMultiplyAdds = stepCost(model, size);
  const secondsPerStep = estimateSeconds(stepMultiplyAdds, cores);
  const series = dataSizes(data).train;
  const evaluations = Math.floor(maxSteps / validation.everySteps);
  return {
    parameters,
    receptiveField,
    temporalWeights: temporalWeights(model),
    steps: maxSteps,
    epochs: (maxSteps * batchSize) / series,
    microBatch,
    activationBytes: runMemory(configuration, { execution, microBatch }),
    stepMultiplyAdds,
    secondsPerStep,
    secondsPerEpoch: (secondsPerStep * series) / batchSize,
    seconds: maxSteps * secondsPerStep + evaluations * estimateSeconds(evaluationCost(configuration), cores),
  };
}

/** A third of a training step of that size: forward passes alone, teacher-forced and from every origin. */
function evaluationCost({ data, model, validation }: RunConfiguration): number {
  const { curves, horizons, numOrigins } = validation;
  const unrolling = { origins: numOrigins, horizon: Math.max(...horizons) };
  return stepCost(model, { batch: curves, length: dataSizes(data).samples - 1, unrolling }) / 3;
}
