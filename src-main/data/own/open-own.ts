import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { OwnDataConfiguration } from '../../contract/configuration';
import { dataSplits, type DataSplit } from '../../contract/dataset-examples';
import { UserError } from '../../contract/errors';
import type { OwnDataset, SeriesDataset } from '../../contract/own-data';
import { levelValues } from '../../contract/own-units';
import type { Curves, Dataset } from '../curves';

/** The file that describes a dataset, in its folder. */
export const manifestName = 'dataset.json';

/** Reads what is known of an imported dataset; throws a UserError where it is not in the store any more. */
export async function readOwnDataset(folder: string, id: string): Promise<OwnDataset> {
  const text = await readFile(join(folder, manifestName), 'utf8').catch(() => {
    throw absentDataset(id, folder);
  });
  return JSON.parse(text) as OwnDataset;
}

export function absentDataset(id: string, folder: string): UserError {
  return new UserError(
    `The dataset ${id.slice(0, 12)} is not on this machine: there is no folder ${folder}.`,
    'Import the same files with the same preparation again; the dataset then has the same identity.',
  );
}

/** Reads the windows of imported series; throws a UserError where files do not fit the configuration. */
export async function openOwnSeries(configuration: OwnDataConfiguration, folder: string): Promise<Dataset> {
  const dataset = await readOwnDataset(folder, configuration.dataset);
  if (dataset.kind !== 'series') throw new UserError(`The dataset ${configuration.dataset} has images, not series.`);
  const { range, choice } = dataset;
  requireSame(configuration, dataset);
  const [train, validation, test] = await Promise.all(
    dataSplits.map((split) => readSplit(dataset, split, join(folder, split))),
  );
  const { quantizationLevels } = choice.preparation;
  return { quantizationLevels, range, train: train!, validation: validation!, test: test! };
}

/** Series and beginning of each window of a split: [count, 2]. */
export async function readWindows(folder: string, split: DataSplit): Promise<Uint32Array> {
  const bytes = await readFile(join(folder, `${split}.windows`));
  return new Uint32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

async function readSplit(
  { choice, classes, conditions, counts, range, series }: SeriesDataset,
  split: DataSplit,
  stem: string,
): Promise<Curves> {
  const { windowLength: samples, quantizationLevels } = choice.preparation;
  const count = counts[split];
  const wide = quantizationLevels > 256;
  const tokens = await readBytes(`${stem}.tokens`, count * samples * (wide ? 2 : 1));
  const own = classes && (await readBytes(`${stem}.classes`, count * 2));
  const windows = await readWindows(dirname(stem), split);
  const channels = conditions.length;
  const local = channels > 0 ? await readBytes(`${stem}.local`, count * samples * channels * 4) : null;
  return {
    count,
    samples,
    tokens: wide ? new Uint16Array(tokens.buffer) : tokens,
    classes: own && new Uint16Array(own.buffer),
    local: local && { channels, values: new Float32Array(local.buffer), shared: false, columns: conditions },
    values: {
      ofLevels: levelValues({ ...choice.preparation, range }),
      scales: Float64Array.from({ length: count }, (_, curve) => series[windows[2 * curve]!]!.scale),
    },
  };
}

/** Bytes that lie at the beginning of a buffer of their own. */
async function readBytes(path: string, expected: number): Promise<Uint8Array> {
  const bytes = await readFile(path);
  if (bytes.length !== expected)
    throw new UserError(
      `${path}: ${expected} bytes expected, but it has ${bytes.length}.`,
      'Remove the dataset and import it again.',
    );
  return new Uint8Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

function requireSame(
  configuration: OwnDataConfiguration,
  { choice, counts, classes, conditions }: SeriesDataset,
): void {
  const { windowLength, quantizationLevels } = choice.preparation;
  const wanted = {
    quantizationLevels,
    samples: windowLength,
    trainCurves: counts.train,
    validationCurves: counts.validation,
    testCurves: counts.test,
    classes: classes?.length ?? null,
    localChannels: conditions.length || null,
  };
  for (const [field, value] of Object.entries(wanted)) {
    const given = configuration[field as keyof typeof wanted];
    if (given !== value)
      throw new UserError(`data.${field} (${given}) must be ${value}, as the dataset ${configuration.dataset} has it.`);
  }
}
