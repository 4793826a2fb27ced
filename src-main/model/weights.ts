import type { ModelConfiguration } from '../architecture/configuration';
import { modelSchema, parseWith } from '../contract/configuration';
import type { TrainedModel } from './network';
import { fromPyTorch, toPyTorch } from './parameters';
import { readSafetensors, writeSafetensors } from './safetensors';

export interface WeightsFile extends TrainedModel {
  /** Whatever else was noted in the file. */
  metadata: Record<string, string>;
}

/** Key of the configuration among the metadata. */
const CONFIGURATION = 'configuration';

/** A model as safetensors: PyTorch names and layouts, its configuration as JSON in the metadata. */
export function writeWeights({ model, parameters, metadata }: WeightsFile): Uint8Array {
  return writeSafetensors({
    tensors: toPyTorch(model, parameters),
    metadata: { format: 'pt', ...metadata, [CONFIGURATION]: JSON.stringify(model) },
  });
}

/**
 * Reads a model from safetensors. Without a configuration in the file, as in one written by PyTorch, `model` must be
 * given. Throws an Error naming `source` and the tensor or field when the file does not hold such a model.
 */
export function readWeights(file: Uint8Array, source: string, model?: ModelConfiguration): WeightsFile {
  const { tensors, metadata } = readSafetensors(file, source);
  const { [CONFIGURATION]: text, ...rest } = metadata;
  const configuration = model ?? parseConfiguration(text, source);
  try {
    const parameters = fromPyTorch(configuration, tensors);
    const damaged = parameters.findIndex((value) => !Number.isFinite(value));
    if (damaged >= 0)
      throw new Error(
        `Parameter ${damaged} of ${parameters.length} is ${parameters[damaged]}; weights must be finite.`,
      );
    return { model: configuration, parameters, metadata: rest };
  } catch (error) {
    throw new Error(`${source} does not hold this model: ${(error as Error).message}`);
  }
}

function parseConfiguration(text: string | undefined, source: string): ModelConfiguration {
  if (text === undefined) {
    throw new Error(
      `${source} does not say which model it holds (no "${CONFIGURATION}" in its metadata); give the configuration.`,
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`The configuration in ${source} is not JSON: ${(error as Error).message}`);
  }
  return parseWith(modelSchema, value, `configuration in ${source}`);
}
