import type { RunConfiguration } from '../contract/configuration';
import { runSizes } from '../contract/run-sizes';
import { RandomStream } from '../math/random';

/**
 * Samples of a piece: as many as a recorded evaluation handles within a fraction of a training step's time, which is
 * how long a message may wait.
 */
const pieceSamples = 32_768;

/** Some validation curves, `count` from `first` on, and the origins that are common to them, rising. */
export interface ValidationOrigins {
  first: number;
  count: number;
  origins: number[];
}

/**
 * The rolling origins of a run's validation: the same at every evaluation and in every arm, as they are drawn from the
 * data's seed.
 * @param samples of each curve
 */
export function validationOrigins(configuration: RunConfiguration, samples: number): ValidationOrigins[] {
  const { data, validation } = configuration;
  const { firstOrigin } = runSizes(configuration);
  const places = samples - Math.max(...validation.horizons) - firstOrigin;
  const stream = RandomStream.fromSeed(data.seed).fork('validation origins');
  const rows = Math.max(1, Math.floor(pieceSamples / samples));
  const pieces: ValidationOrigins[] = [];
  for (let first = 0; first < validation.curves; first += rows) {
    const origins = stream.distinct(validation.numOrigins, places).map((place) => place + firstOrigin);
    const count = Math.min(rows, validation.curves - first);
    pieces.push({ first, count, origins: origins.sort((a, b) => a - b) });
  }
  return pieces;
}
