import type { RunConfiguration } from '../contract/configuration';
import { runSizes } from '../contract/run-sizes';

/** What a run will need, as far as it can be told before it starts. */
export interface RunPlan {
  /** Samples that one prediction sees. */
  receptiveField: number;
  /** Weights and biases. */
  parameters: number;
  steps: number;
  epochs: number;
}

export function planRun(configuration: RunConfiguration): RunPlan {
  const { data, training } = configuration;
  const { receptiveField, parameters } = runSizes(configuration);
  const stepsPerEpoch = Math.max(1, Math.floor(data.trainCurves / training.batchSize));
  return { receptiveField, parameters, steps: training.maxSteps, epochs: training.maxSteps / stepsPerEpoch };
}
