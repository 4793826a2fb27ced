import { activationMemory } from '../architecture/cost';
import type { RunConfiguration } from './configuration';
import { stepSize } from './run-sizes';

/** Estimate of the bytes of activations that a training step holds when it processes so many rows at a time. */
export function runMemory(configuration: RunConfiguration, microBatch: number): number {
  return activationMemory(configuration.model, stepSize(configuration, microBatch));
}
