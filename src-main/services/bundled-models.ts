import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelConfiguration } from '../architecture/configuration';
import { parameterCount } from '../architecture/parameters';
import { receptiveField } from '../architecture/receptive-field';
import { dataSchema, modelSchema, parseWith, type DataConfiguration } from '../contract/configuration';
import { UserError } from '../contract/errors';
import type { BundledModel, ChosenModel, EvaluatedImage } from '../contract/evaluations';
import type { Files } from './files';
import type { ModelSource } from './model-source';

const ending = '.safetensors';

/** The models that come along with the program: files of weights that say what they hold and how they were trained. */
export class BundledModels {
  readonly #folder: string;
  readonly #files: Files;

  constructor(folder: string, files: Files) {
    this.#folder = folder;
    this.#files = files;
  }

  list(): BundledModel[] {
    return this.#names().map((name) => this.#describe(name));
  }

  /** Throws a UserError that names the models there are. */
  get(name: string): BundledModel {
    this.source(name);
    return this.#describe(name);
  }

  /** What the page has chosen, as the services take it. Throws a UserError that names the models there are. */
  sourceOf(chosen: ChosenModel): ModelSource {
    return 'model' in chosen ? this.source(chosen.model) : chosen;
  }

  /** Throws a UserError that names the models there are. */
  source(name: string): ModelSource {
    const names = this.#names();
    if (!names.includes(name)) {
      const known = `those that come along are ${names.join(', ')}`;
      throw new UserError(`There is no model "${name}"; ${known}.`, 'Name one of them, or the path of a file.');
    }
    return { path: join(this.#folder, name + ending), configuration: null, name };
  }

  #names(): string[] {
    return this.#files
      .list(this.#folder)
      .filter((file) => file.endsWith(ending))
      .map((file) => file.slice(0, -ending.length));
  }

  #describe(name: string): BundledModel {
    const file = name + ending;
    const metadata = readMetadata(join(this.#folder, file));
    const model: ModelConfiguration = parseWith(modelSchema, JSON.parse(metadata.configuration!), `model in ${file}`);
    const data = parseWith(dataSchema, JSON.parse(metadata.data!), `data in ${file}`);
    const { training, study, arm, ...rest } = JSON.parse(metadata.training!) as Record<string, string>;
    return {
      name,
      title: rest.title ?? name,
      study: study!,
      arm: arm!,
      source: data.source,
      quantizationLevels: model.quantizationLevels,
      conditionClasses: model.family === 'wavenet' ? model.conditionClasses : null,
      image: imageOf(data),
      receptiveField: receptiveField(model),
      parameters: parameterCount(model),
      configuration: { model, data },
      training: { ...rest, training },
    };
  }
}

/** How the images of data are unrolled; null for other data. */
export function imageOf(data: DataConfiguration): EvaluatedImage | null {
  if (data.source !== 'images') return null;
  const { width, height, scanOrder, quantizationLevels } = data;
  return { width, height, scanOrder, quantizationLevels };
}

/** Texts by name in the header of a safetensors file: 8 bytes of its length, little-endian, then JSON. */
function readMetadata(path: string): Record<string, string> {
  const file = openSync(path, 'r');
  try {
    const length = Buffer.alloc(8);
    readSync(file, length, 0, 8, 0);
    const header = Buffer.alloc(Number(length.readBigUInt64LE()));
    readSync(file, header, 0, header.length, 8);
    return (JSON.parse(header.toString('utf8')) as { __metadata__: Record<string, string> }).__metadata__;
  } finally {
    closeSync(file);
  }
}
