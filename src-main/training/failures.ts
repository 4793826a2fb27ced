import type { RunConfiguration } from '../contract/configuration';
import { UserError } from '../contract/errors';
import { runSizes } from '../contract/run-sizes';

/** Throws a UserError naming step, metric and last good checkpoint when one of the values is NaN or infinite. */
export function requireFinite(values: Record<string, number>, step: number, lastCheckpoint: string | null): void {
  for (const [metric, value] of Object.entries(values)) {
    if (Number.isFinite(value)) continue;
    const kept = lastCheckpoint === null ? 'There is no checkpoint yet.' : `Last good checkpoint: ${lastCheckpoint}.`;
    throw new UserError(
      `Training diverged: ${metric} is ${value} at step ${step}. ${kept}`,
      'Lower training.optimizer.learningRate, set training.optimizer.clipNorm (1 is common) or lengthen the warm-up, ' +
        'then start a new run.',
    );
  }
}

/** Turns an allocation failure of TensorFlow or JavaScript into a UserError; other errors stay as they are. */
export function explainFailure(error: unknown, configuration: RunConfiguration, microBatch: number): unknown {
  const message = error instanceof Error ? error.message : String(error);
  const shape = /OOM when allocating tensor with shape\s*\[([\d, ]+)\](?: and type (\w+))?/i.exec(message);
  if (shape) {
    const dimensions = shape[1]!.split(',').map(Number);
    const bytes = dimensions.reduce((product, size) => product * size, 1) * bytesOf(shape[2]);
    return outOfMemory(`a tensor of [${dimensions.join(', ')}] (${formatBytes(bytes)})`, configuration, microBatch);
  }
  const allocation = /(?:allocate|alloc(?:ating)?)\D{0,20}(\d{6,}) bytes/i.exec(message);
  if (allocation) return outOfMemory(formatBytes(Number(allocation[1])), configuration, microBatch);
  if (/\bOOM\b|bad_alloc|out of memory|array buffer allocation failed|resource exhausted/i.test(message)) {
    return outOfMemory(`a micro-batch of ${microBatch} windows`, configuration, microBatch);
  }
  return error;
}

/** The estimate may be too high by a third. */
const CERTAIN = 2 / 3;

/** Throws a UserError when the activations of one micro-batch, an estimate, cannot fit the memory that is free. */
export function requireMemory(
  needed: number,
  available: number,
  configuration: RunConfiguration,
  microBatch: number,
): void {
  if (needed * CERTAIN <= available) return;
  throw outOfMemory(
    `about ${formatBytes(needed)} of activations (${formatBytes(available)} are free)`,
    configuration,
    microBatch,
  );
}

export function formatBytes(bytes: number): string {
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

function outOfMemory(what: string, configuration: RunConfiguration, microBatch: number): UserError {
  const { training } = configuration;
  const { window } = runSizes(configuration);
  const lower = [`training.microBatch (now ${microBatch})`, `training.windowLength (now ${window})`];
  if (training.unrolling) {
    const { origins, horizon } = training.unrolling;
    const count = Array.isArray(origins) ? origins.length : origins;
    lower.push(`training.unrolling.origins (now ${count}) or horizon (now ${horizon})`);
  }
  lower.push('the channels of the model');
  return new UserError(
    `Out of memory: ${what} did not fit.`,
    `Lower one of these: ${lower.join(', ')}. A smaller micro-batch changes no result, only speed.`,
  );
}

function bytesOf(type: string | undefined): number {
  return type === 'double' || type === 'int64' ? 8 : type === 'half' || type === 'bfloat16' ? 2 : 4;
}
