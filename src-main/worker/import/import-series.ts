import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../contract/errors';
import type { ImportChoice, SeriesDataset } from '../../contract/own-data';
import { SeriesSpool, type Signal } from '../../data/own/series-spool';
import { writeSeries, type SourceSeries } from '../../data/own/write-series';
import { resampleBlock, resampledLength } from '../../math/resample';
import { byNumberOrName } from './image-sink';
import { readSeriesArray, withArray } from './read-array';
import { readSound } from './read-sound';
import { readTable, stemOf, type ReadBytes } from './read-table';
import { SeriesSink, type ReadSeries } from './series-sink';
import type { Sources } from './sources';

export interface ReadFiles {
  choice: Omit<ImportChoice, 'paths'>;
  /** Where files are made. */
  folder: string;
  /** Bytes that were read, of all files. */
  onBytes: ReadBytes;
  /** Values, or images, after which reading may end. */
  enough: number;
}

/** Series as they come out of files, at the rate that was chosen. */
export interface OpenedSeries {
  series: SourceSeries[];
  classes: string[] | null;
  interval: number | null;
  facts: [name: string, value: string][];
}

type Imported = Pick<
  SeriesDataset,
  'kind' | 'classes' | 'counts' | 'interval' | 'range' | 'error' | 'series' | 'conditions'
> & { facts: OpenedSeries['facts'] };

/** Reads series and writes them as they were to be prepared. */
export async function importSeries(sources: Sources, read: ReadFiles): Promise<Imported> {
  return withSeries(sources, read, (opened) => preparedSeries(opened, read));
}

/** Writes opened series as they were to be prepared. */
export function preparedSeries(
  { series, classes, interval, facts }: OpenedSeries,
  { choice: { preparation, reading }, folder }: Pick<ReadFiles, 'choice' | 'folder'>,
): Imported {
  const conditions = reading.conditions.map(({ column, lag }) => ({ name: column, lag }));
  return { kind: 'series', classes, interval, facts, ...writeSeries({ series, conditions, preparation, folder }) };
}

/** Reads series, lets `work` use them, and removes what they were kept in. */
export async function withSeries<Result>(
  sources: Sources,
  read: ReadFiles,
  work: (opened: OpenedSeries) => Result,
): Promise<Result> {
  const paths = ['values.spool', 'resampled.spool'].map((name) => join(read.folder, name)) as [string, string];
  const spools = paths.map((path) => new SeriesSpool(path)) as [SeriesSpool, SeriesSpool];
  try {
    return work(await openSeries(sources, read, spools));
  } finally {
    for (const spool of spools) spool.close();
    for (const path of paths) rmSync(path, { force: true });
  }
}

async function openSeries(
  sources: Sources,
  read: ReadFiles,
  [spool, second]: [SeriesSpool, SeriesSpool],
): Promise<OpenedSeries> {
  const { reading, preparation, meaning } = read.choice;
  const sink = new SeriesSink({ spool, whenMissing: reading.whenMissing, enough: read.enough });
  const facts = await readAll(sources, sink, read);
  const { series, filled } = sink.end();
  if (filled > 0) facts.push(['Values filled in', String(filled)]);
  const given = meaning.interval;
  const { resample } = preparation;
  const rates = new Set(series.map(({ interval }) => interval));
  if (rates.size > 1 && resample === null)
    throw new UserError(
      `The files have ${rates.size} different rates.`,
      'Name a rate that all of them are resampled to.',
    );
  const names = [...new Set(series.map((one) => one.class))].filter((name): name is string => name !== null);
  const classes = names.sort(byNumberOrName);
  const at = (one: ReadSeries, signal: Signal) =>
    resample === null ? signal : resampled(signal, (given ?? one.interval ?? 1) / resample, second);
  return {
    series: series.map((one) => ({
      name: one.name,
      class: classes.length > 0 ? Math.max(0, classes.indexOf(one.class ?? '')) : null,
      values: at(one, one.values),
      conditions: one.conditions.map((signal) => at(one, signal)),
    })),
    classes: classes.length > 0 ? classes : null,
    interval: resample ?? given ?? series[0]?.interval ?? null,
    facts,
  };
}

async function readAll(sources: Sources, sink: SeriesSink, read: ReadFiles): Promise<OpenedSeries['facts']> {
  const { reading } = read.choice;
  let facts: OpenedSeries['facts'] = [];
  let before = 0;
  for (const path of sources.paths) {
    let own = 0;
    const onBytes = (bytes: number) => read.onBytes(before + (own = bytes));
    const several = sources.paths.length > 1;
    const prefix = several ? `${stemOf(path)} ` : '';
    const fileClass = reading.classOfFileName ? classOfName(stemOf(path)) : null;
    if (sources.kind === 'sounds') facts = await readSound({ path, sink, fileClass, onBytes });
    else if (sources.kind === 'tables') facts = await readTable({ path, reading, sink, prefix, fileClass, onBytes });
    else {
      const refuseMissing = reading.whenMissing === 'refuse' || reading.whenMissing === 'skip';
      facts = await withArray(path, reading, onBytes, (array) =>
        readSeriesArray(array, { path, prefix, sink, refuseMissing }),
      );
    }
    before += own;
    if (sink.full) break;
  }
  return facts;
}

/** A name up to its first digit, hyphen, underscore or dot; all of it where it begins with one. */
export function classOfName(stem: string): string {
  return /^[^\d\-_.]+/.exec(stem)?.[0].trim() || stem;
}

/** Values that are resampled at once. */
const block = 16_384;

function resampled(signal: Signal, ratio: number, spool: SeriesSpool): Signal {
  const number = spool.add();
  const length = resampledLength(signal.length, ratio);
  const source = { ratio, length: signal.length, read: signal.read };
  for (let first = 0; first < length; first += block) {
    const values = resampleBlock(source, first, Math.min(block, length - first));
    for (const value of values) spool.append(number, value);
  }
  return spool.signal(number);
}
