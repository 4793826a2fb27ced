import { join } from 'node:path';
import { z } from 'zod';
import { parseWith, type DataConfiguration } from '../contract/configuration';
import { datasetIdSchema, datasetNameSchema, importChoiceSchema } from '../contract/own-data';
import type { Files } from './files';
import type { OwnDatasets } from './own-datasets';

const fileName = z.string().regex(/^[\w.-]+$/);

/** The file beside data that come along: what they are called and how they are imported. */
const bundledDatasetSchema = importChoiceSchema.omit({ paths: true }).extend({
  /** Identity that the import gives. */
  id: datasetIdSchema,
  name: datasetNameSchema,
  files: z.array(fileName).min(1),
});

const choiceName = 'import.json';

export interface BundledDatasetsOptions {
  /** Has a folder for each dataset. */
  folder: string;
  files: Pick<Files, 'list' | 'exists' | 'readText'>;
  datasets: Pick<OwnDatasets, 'list' | 'import'>;
}

/** Data that come along as examples of one's own: files, imported as any others when a study first asks for them. */
export class BundledDatasets {
  readonly #options: BundledDatasetsOptions;

  constructor(options: BundledDatasetsOptions) {
    this.#options = options;
  }

  /** Imports what a configuration refers to, where it comes along and was not imported yet; everything else is left. */
  async bring(data: DataConfiguration): Promise<void> {
    const id = datasetOf(data);
    const { datasets, folder } = this.#options;
    const there = datasets.list();
    if (id === null || there.some((dataset) => dataset.id === id)) return;
    const found = this.#all().find(({ choice }) => choice.id === id);
    if (!found) return;
    const { name, files, reading, preparation, meaning } = found.choice;
    const paths = files.map((file) => join(folder, found.name, file));
    await datasets.import({ paths, reading, preparation, meaning }, freeName(name, there));
  }

  #all(): { name: string; choice: z.infer<typeof bundledDatasetSchema> }[] {
    const { folder, files } = this.#options;
    return files.list(folder).flatMap((name) => {
      const path = join(folder, name, choiceName);
      if (!files.exists(path)) return [];
      return [{ name, choice: parseWith(bundledDatasetSchema, JSON.parse(files.readText(path)), path) }];
    });
  }
}

function datasetOf(data: DataConfiguration): string | null {
  if (data.source === 'own') return data.dataset;
  return data.source === 'images' && typeof data.set === 'object' && 'dataset' in data.set ? data.set.dataset : null;
}

/** Somebody may have called other data so. */
function freeName(name: string, taken: readonly { name: string }[]): string {
  for (let number = 1; ; number++) {
    const free = number === 1 ? name : `${name} ${number}`;
    if (!taken.some((dataset) => dataset.name === free)) return free;
  }
}
