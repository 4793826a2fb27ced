import { activationMemory } from '../architecture/cost';
import type { RunConfiguration } from './configuration';
import { runSizes } from './run-sizes';

/** Estimate of the bytes of activations that a training step holds when it processes so many rows at a time. */
export function runMemory(configuration: RunConfiguration, microBatch: number): number {
  const { model, training } = configuration;
  const { unrolling } = training;
  return activationMemory(model, {
    batch: microBatch,
    length: runSizes(configuration).window - 1,
    unrolling: unrolling && {
      origins: Array.isArray(unrolling.origins) ? unrolling.origins.length : unrolling.origins,
      horizon: unrolling.horizon,
    },
  });
}
