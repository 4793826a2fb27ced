import { activationMemory } from '../architecture/cost';
import type { RunConfiguration } from './configuration';
import { stepSize } from './run-sizes';
import type { Execution } from './training';

/** An eager step keeps temporaries that a recorded one frees at once: measured. */
const EAGER_FACTOR = 3;

/** Estimate of the bytes of activations that a training step holds when it processes so many rows at a time. */
export function runMemory(
  configuration: RunConfiguration,
  { execution, microBatch }: { execution: Execution; microBatch: number },
): number {
  const recorded = activationMemory(configuration.model, stepSize(configuration, microBatch));
  return execution === 'eager' ? EAGER_FACTOR * recorded : recorded;
}
