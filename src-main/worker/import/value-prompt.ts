import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../contract/errors';
import type { SeriesDataset } from '../../contract/own-data';
import type { OwnStretch } from '../../contract/own-units';
import type { ReadValuePrompt, ValuePrompt } from '../../contract/prompt-files';
import { levelOf } from '../../data/own/levels';
import { forEachValue, measureInverse, transformed } from '../../data/own/measure';
import { readOwnDataset } from '../../data/own/open-own';
import type { SourceSeries } from '../../data/own/write-series';
import { withSeries } from './import-series';
import { findSources } from './sources';

/** Values of a prompt at most: the last ones are what counts. */
const mostValues = 1_000_000;

/**
 * Prompts of a table, array or sound, a series each, read and prepared as a dataset was: the same columns, rate, trend
 * and range. Of longer series the last values are taken, so that all end with what was observed last. Throws a UserError
 * that says what does not fit.
 * @param fetchedSets folder with imported datasets
 */
export async function readValuePrompt(
  fetchedSets: string,
  { datasetId, path, staging }: ReadValuePrompt,
): Promise<ValuePrompt> {
  const dataset = await readOwnDataset(join(fetchedSets, datasetId), datasetId);
  if (dataset.kind !== 'series') throw new UserError('This dataset has images; values are prompts of series alone.');
  const { choice, interval } = dataset;
  const reading = { ...choice.reading, classColumn: null, conditions: [] };
  const read = { ...choice, reading, preparation: { ...choice.preparation, resample: interval }, paths: [path] };
  const sources = await findSources([path]);
  mkdirSync(staging, { recursive: true });
  try {
    return await withSeries(
      sources,
      { choice: read, folder: staging, onBytes: () => {}, enough: Infinity },
      ({ series }) => {
        const length = Math.min(mostValues, ...series.map(({ values }) => values.length));
        if (series.length === 0 || length === 0)
          throw new UserError(`${path} holds no values.`, 'Write a line for each sample.');
        const prompts = series.map((one) => prepared(one, length, dataset));
        return {
          names: series.map(({ name }) => name),
          rows: prompts.map(({ row }) => row),
          stretches: prompts.map(({ stretch }) => stretch),
        };
      },
    );
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** The last values of a series as levels. */
function prepared(
  { name, values }: SourceSeries,
  length: number,
  { choice: { preparation, meaning }, range, series, interval }: SeriesDataset,
): { row: number[]; stretch: OwnStretch } {
  const place = values.length - length;
  const known = series.find((one) => one.name === name);
  // A trend holds from the beginning of its series only, which this need not be.
  const measured = () => measureInverse(values, { from: 0, to: values.length }, preparation);
  const { scale, offset, slope } = known && !preparation.detrend ? known : measured();
  const inverse = { scale, offset, slope };
  const levels = { ...preparation, range };
  const row: number[] = [];
  forEachValue(values, { from: place, to: values.length }, (value, at) => {
    row.push(levelOf(transformed(value, at, inverse), levels));
  });
  return { row, stretch: { ...inverse, place, start: meaning.start + place * (interval ?? 1) } };
}
