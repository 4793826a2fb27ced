import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ModelConfiguration } from '../../architecture/configuration';
import { dataSchema, parseWith, type DataConfiguration } from '../../contract/configuration';
import { UserError } from '../../contract/errors';
import type { GenerateRequest } from '../../contract/generate-job';
import type { TrainedModel } from '../../model/network';
import { readSafetensors } from '../../model/safetensors';
import { readWeights, writeWeights } from '../../model/weights';
import { decodeCheckpoint, isCheckpoint } from '../../training/checkpoint';

export interface LoadedModel {
  trained: TrainedModel;
  /** Of the file. */
  sha256: string;
  /** What it was trained on, where the file says so. */
  data: DataConfiguration | null;
}

/** Key of the data's configuration among the metadata of weights. */
const dataKey = 'data';

/**
 * Reads a checkpoint or a file of weights. Throws a UserError when it cannot be read, is not the file that was meant,
 * holds another model than the one wanted, or a weight is not a finite number.
 */
export async function loadModel({
  path,
  sha256: wanted,
  configuration,
}: GenerateRequest['model']): Promise<LoadedModel> {
  const file = basename(path);
  const advice = wanted === null ? otherFile : otherCheckpoint;
  const bytes = await readFile(path).catch((error: Error) => {
    throw new UserError(`The model ${path} cannot be read: ${error.message}.`, advice);
  });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (wanted !== null && sha256 !== wanted) {
    throw new UserError(`${file} is no longer the file that was recorded; its content has changed.`, advice);
  }
  try {
    return { ...decode(bytes, file, configuration), sha256 };
  } catch (error) {
    throw new UserError((error as Error).message, advice);
  }
}

/** The weights as a file of their own, with the configurations that belong to them. */
export function encodeModel({ trained, data }: Pick<LoadedModel, 'trained' | 'data'>): Uint8Array {
  return writeWeights({ ...trained, metadata: data ? { [dataKey]: JSON.stringify(data) } : {} });
}

const otherFile = 'Choose another file; where the weights do not say which model they hold, give its configuration.';
const otherCheckpoint = 'Choose another checkpoint; one of a training that goes on may just have been replaced.';

function decode(bytes: Uint8Array, file: string, wanted: ModelConfiguration | null): Omit<LoadedModel, 'sha256'> {
  const { metadata } = readSafetensors(bytes, file);
  if (!isCheckpoint(metadata)) {
    const { model, parameters, metadata } = readWeights(bytes, file, wanted ?? undefined);
    const data = metadata[dataKey];
    return {
      trained: { model, parameters },
      data: data === undefined ? null : parseWith(dataSchema, JSON.parse(data), `data in ${file}`),
    };
  }
  const { configuration, step } = decodeCheckpoint(bytes, file);
  const { model, data } = configuration;
  const field = wanted && differingField(model, wanted);
  if (field) {
    const [given, needed] = [model, wanted].map((value) => JSON.stringify(value[field as keyof ModelConfiguration]));
    throw new Error(`${file} holds another model: its ${field} is ${given}, that of the run ${needed}.`);
  }
  requireFinite(step.parameters, file);
  return { trained: { model, parameters: step.parameters }, data };
}

function differingField(a: ModelConfiguration, b: ModelConfiguration): string | null {
  const fields = [...new Set([...Object.keys(a), ...Object.keys(b)])] as (keyof ModelConfiguration)[];
  return fields.find((field) => JSON.stringify(a[field]) !== JSON.stringify(b[field])) ?? null;
}

function requireFinite(parameters: Float32Array, file: string): void {
  const damaged = parameters.findIndex((value) => !Number.isFinite(value));
  if (damaged < 0) return;
  throw new Error(`${file} is damaged: parameter ${damaged} of ${parameters.length} is ${parameters[damaged]}.`);
}
