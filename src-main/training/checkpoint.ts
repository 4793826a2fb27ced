import { z } from 'zod';
import { parseWith, runConfigurationSchema, type RunConfiguration } from '../contract/configuration';
import { UserError } from '../contract/errors';
import type { TrainingEnvironment } from '../contract/training';
import { fromPyTorch, toPyTorch } from '../model/parameters';
import { readSafetensors, writeSafetensors, type StoredTensor } from '../model/safetensors';
import type { StepState } from '../model/step';
import { trainingStateSchema, type TrainingState } from './state';

/** All that is needed to go on with a run as if it had never stopped, and to know what it is. */
export interface Checkpoint {
  configuration: RunConfiguration;
  seed: number;
  dataHash: string;
  environment: TrainingEnvironment;
  state: TrainingState;
  /** Weights and Adam's moments. */
  step: StepState;
}

const format = 'wavebench-checkpoint';
const version = 1;
/** Prefixes of Adam's moments; weights have their plain PyTorch names. */
const firstMoment = 'adam.first_moment.';
const secondMoment = 'adam.second_moment.';

/**
 * A checkpoint as one safetensors file: weights and moments under PyTorch names and layouts, everything else as JSON in
 * the metadata.
 */
export function encodeCheckpoint({ step, ...description }: Checkpoint): Uint8Array {
  const { model } = description.configuration;
  const tensors = new Map<string, StoredTensor>();
  for (const [prefix, flat] of [
    ['', step.parameters],
    [firstMoment, step.firstMoment],
    [secondMoment, step.secondMoment],
  ] as const) {
    for (const [name, tensor] of toPyTorch(model, flat)) tensors.set(prefix + name, tensor);
  }
  const checkpoint = JSON.stringify({ ...description, adamSteps: step.steps });
  return writeSafetensors({ tensors, metadata: { format, version: String(version), checkpoint } });
}

/** Whether the metadata of a safetensors file are those of a checkpoint, not of plain weights. */
export function isCheckpoint(metadata: Readonly<Record<string, string>>): boolean {
  return metadata.format === format;
}

/** Reads a checkpoint; throws a UserError saying what is wrong with a damaged or foreign file. */
export function decodeCheckpoint(bytes: Uint8Array, file: string): Checkpoint {
  try {
    const { tensors, metadata } = readSafetensors(bytes, file);
    if (!isCheckpoint(metadata)) throw new Error(`${file} is no checkpoint of a training, but some other weights.`);
    if (metadata.version !== String(version)) {
      throw new Error(`${file} has the checkpoint version ${metadata.version}; this build reads version ${version}.`);
    }
    const about = parseJson(metadata.checkpoint, file);
    const { adamSteps, ...description } = parseWith(descriptionSchema, about, `checkpoint ${file}`);
    const flat = (prefix: string) => fromPyTorch(description.configuration.model, withPrefix(tensors, prefix));
    const step = {
      parameters: flat(''),
      firstMoment: flat(firstMoment),
      secondMoment: flat(secondMoment),
      steps: adamSteps,
    };
    return { ...description, step };
  } catch (error) {
    throw new UserError(
      `The checkpoint cannot be used: ${(error as Error).message}`,
      'Resume from another checkpoint of this run, or start the run anew.',
    );
  }
}

/**
 * Throws a UserError naming what differs when a checkpoint belongs to another run. A run may have been given more steps
 * since.
 */
export function requireSameRun(
  checkpoint: Checkpoint,
  run: Pick<Checkpoint, 'configuration' | 'seed' | 'dataHash'>,
  file: string,
): void {
  const differing = (['seed', 'dataHash'] as const).find((field) => checkpoint[field] !== run[field]);
  const path = differing ?? differingPath(asLongAs(checkpoint.configuration, run.configuration), run.configuration);
  if (path === null) return;
  const what = path === 'dataHash' ? 'The data made from the configuration' : path;
  throw new UserError(
    `${file} belongs to another run: ${what} is not the same.`,
    'Resume a run only from its own checkpoints, with the configuration and the build it was started with.',
  );
}

/** Whether a run was given more steps since the checkpoint was made. */
export function isContinued(checkpoint: Pick<Checkpoint, 'configuration'>, { training }: RunConfiguration): boolean {
  return checkpoint.configuration.training.maxSteps < training.maxSteps;
}

function asLongAs(earlier: RunConfiguration, later: RunConfiguration): RunConfiguration {
  const maxSteps = Math.max(earlier.training.maxSteps, later.training.maxSteps);
  return { ...earlier, training: { ...earlier.training, maxSteps } };
}

const environmentSchema = z.object({
  device: z.enum(['cpu', 'gpu']),
  deviceName: z.string(),
  tensorflow: z.string(),
  threads: z.number(),
  execution: z.enum(['eager', 'graph', 'xla']),
  microBatch: z.int().min(1),
}) satisfies z.ZodType<TrainingEnvironment>;

const descriptionSchema = z.object({
  configuration: runConfigurationSchema,
  seed: z.int(),
  dataHash: z.string(),
  environment: environmentSchema,
  state: trainingStateSchema,
  adamSteps: z.int().min(0),
});

function withPrefix(tensors: Map<string, StoredTensor>, prefix: string): Map<string, StoredTensor> {
  const entries = [...tensors].filter(([name]) => (prefix ? name.startsWith(prefix) : !name.startsWith('adam.')));
  return new Map(entries.map(([name, tensor]) => [name.slice(prefix.length), tensor]));
}

function parseJson(text: string | undefined, file: string): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    throw new Error(`${file} has metadata that is not JSON.`);
  }
}

/** Dotted path of the first value that differs, or null. */
function differingPath(a: unknown, b: unknown, path = 'configuration'): string | null {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b) ? null : path;
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const inner = differingPath((a as never)[key], (b as never)[key], `${path}.${key}`);
    if (inner) return inner;
  }
  return null;
}
