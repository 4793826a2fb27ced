import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OwnDataset, SeriesDataset } from '../contract/own-data';
import type { OwnViewRequest } from '../contract/own-data-requests';
import { commonStretch, ownUnits, stretchOf, type OwnView } from '../contract/own-units';
import { manifestName } from '../data/own/open-own';

/** Reads in which units imported series are shown; datasets never change, so that each is read once. */
export class OwnViews {
  readonly #folder: string;
  readonly #known = new Map<string, SeriesDataset>();

  /** @param folder has a folder for each imported dataset */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Null where the dataset is not on this machine, or has images; a curve that is not there throws an Error. */
  read({ datasetId, split, curves }: OwnViewRequest): OwnView | null {
    const dataset = this.#dataset(datasetId);
    if (!dataset) return null;
    const bytes = readFileSync(join(this.#folder, datasetId, `${split}.windows`));
    const windows = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const stretches = curves.map((curve) => {
      if (curve >= dataset.counts[split]) throw new Error(`There is no curve ${curve} in the split "${split}".`);
      return stretchOf(dataset, windows.getUint32(8 * curve, true), windows.getUint32(8 * curve + 4, true));
    });
    return { units: ownUnits(dataset), stretches, common: commonStretch(dataset) };
  }

  #dataset(id: string): SeriesDataset | null {
    const known = this.#known.get(id);
    if (known) return known;
    const file = join(this.#folder, id, manifestName);
    if (!existsSync(file)) return null;
    const dataset = JSON.parse(readFileSync(file, 'utf8')) as OwnDataset;
    if (dataset.kind !== 'series') return null;
    this.#known.set(id, dataset);
    return dataset;
  }
}
