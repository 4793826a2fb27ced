import { InvalidArgumentError, Option, type Command } from 'commander';
import { parseWith } from '../contract/configuration';
import {
  importChoiceSchema,
  missingTreatments,
  usualMeaning,
  usualPreparation,
  usualReading,
  type ImportChoice,
  type Reading,
} from '../contract/own-data';
import { decimal, integer, list } from './arguments';

/** What the options of `wavebench import` give, by Commander's names. */
export interface ImportOptions {
  delimiter?: Reading['delimiter'];
  decimalMark?: Reading['decimalMark'];
  encoding?: Reading['encoding'];
  header?: boolean;
  columns?: string[];
  idColumn?: string;
  classColumn?: string;
  condition?: Reading['conditions'];
  missing?: string[];
  whenMissing: Reading['whenMissing'];
  classFromName?: boolean;
  array?: string;
  labels?: string;
  size?: NonNullable<Reading['size']>;
  levels: number;
  law?: 'linear' | 'mu-law';
  range?: ImportChoice['preparation']['range'];
  detrend?: boolean;
  standardise?: boolean;
  resample?: number;
  window: number;
  stride?: number;
  split: 'time' | 'series';
  validation: number;
  test: number;
  validationSeries?: string[];
  testSeries?: string[];
  splitSeed: number;
  valueName?: string;
  unit?: string;
  interval?: number;
  timeUnit?: string;
  start?: number;
}

const ofReading: Option[] = [
  new Option('--delimiter <sign>', 'between fields (default: recognized)').argParser(delimiter),
  new Option('--decimal-mark <mark>', 'of numbers (default: recognized)').choices(['.', ',']),
  new Option('--encoding <encoding>', 'of text (default: recognized)').choices([
    'utf-8',
    'utf-16le',
    'utf-16be',
    'windows-1252',
  ]),
  new Option('--header', 'the first row names the columns (default: recognized)'),
  new Option('--no-header', 'the first row has values'),
  new Option('--columns <names>', 'columns with values, by name or number (default: all numbers)').argParser(list),
  new Option('--id-column <name>', 'the column that says which series a row belongs to'),
  new Option('--class-column <name>', 'the column with the class of a series, the global condition'),
  new Option(
    '--condition <column[@lag]>',
    'a column that conditions the model: known in advance, or used lag samples late; can be repeated',
  ).argParser(condition),
  new Option('--missing <words>', 'words for a missing value besides the usual ones').argParser(list),
  new Option('--when-missing <how>', 'what becomes of missing values').choices(missingTreatments).default('refuse'),
  new Option('--class-from-name', 'the class is in the name of the file, up to a digit, hyphen, underscore or dot'),
  new Option('--array <name>', 'the array of an NPZ file'),
  new Option('--labels <name>', 'the array of an NPZ file with the classes'),
  new Option('--size <width×height>', 'pixels that images are scaled to, e.g. 28x28').argParser(size),
];

const ofPreparation: Option[] = [
  new Option('--levels <count>', 'quantization levels, 2 to 1,024')
    .argParser(integer(2, 1024))
    .default(usualPreparation.quantizationLevels),
  new Option('--law <law>', 'how levels are spaced (default: mu-law for sounds, else linear)').choices([
    'linear',
    'mu-law',
  ]),
  new Option(
    '--range <range>',
    'values that get levels: min-max, quantile:0.01,0.99 or fixed numbers as -1,1 (default: min-max, of sounds -1,1)',
  ).argParser(range),
  new Option('--detrend', 'take its line of least squares from each series'),
  new Option('--standardise', 'bring each series to mean 0 and deviation 1'),
  new Option(
    '--resample <interval>',
    'interval between samples after resampling; of sounds in seconds, e.g. 1/8000',
  ).argParser(fraction),
  new Option('--window <samples>', 'samples of a window')
    .argParser(integer(2, 1_000_000))
    .default(usualPreparation.windowLength),
  new Option('--stride <samples>', 'between windows (default: one window)').argParser(integer(1, 1_000_000)),
  new Option('--split <by>', 'time: the end of every series is held out; series: whole series')
    .choices(['time', 'series'])
    .default('time'),
  new Option('--validation <share>', 'share that validates').argParser(decimal(0.01, 0.9)).default(0.15),
  new Option('--test <share>', 'share that tests').argParser(decimal(0.01, 0.9)).default(0.15),
  new Option('--validation-series <names>', 'series that validate, in place of a share').argParser(list),
  new Option('--test-series <names>', 'series that test, in place of a share').argParser(list),
  new Option('--split-seed <seed>', 'decides which series are held out').argParser(integer(0, 0xffffffff)).default(1),
];

const ofMeaning: Option[] = [
  new Option('--value-name <name>', 'what the values are, for axes'),
  new Option('--unit <unit>', 'of the values'),
  new Option('--interval <interval>', 'between samples, in --time-unit').argParser(fraction),
  new Option('--time-unit <unit>', 'of the interval, e.g. s or month'),
  new Option('--start <time>', 'time of the first sample').argParser(fraction),
];

/** Adds the options that say how files are read, prepared and meant. */
export function withImportOptions(command: Command): Command {
  for (const option of [...ofReading, ...ofPreparation, ...ofMeaning]) command.addOption(option);
  return command;
}

/** What an import is asked for; sounds have levels of their own, as in the WaveNet paper. */
export function importChoice(paths: string[], options: ImportOptions): ImportChoice {
  const areSounds = paths.every((path) => /\.wav$/i.test(path));
  const usualRange = areSounds ? ({ kind: 'fixed', low: -1, high: 1 } as const) : usualPreparation.range;
  const { split, validation, test, validationSeries, testSeries } = options;
  const given = validationSeries && testSeries && { by: 'given', validation: validationSeries, test: testSeries };
  const byShare =
    split === 'series' ? { by: split, validation, test, seed: options.splitSeed } : { by: split, validation, test };
  const choice = {
    paths,
    reading: {
      ...usualReading,
      delimiter: options.delimiter ?? null,
      decimalMark: options.decimalMark ?? null,
      encoding: options.encoding ?? null,
      header: options.header ?? null,
      columns: options.columns ?? null,
      idColumn: options.idColumn ?? null,
      classColumn: options.classColumn ?? null,
      conditions: options.condition ?? [],
      missing: options.missing ?? [],
      whenMissing: options.whenMissing,
      classOfFileName: options.classFromName ?? false,
      array: options.array ?? null,
      labels: options.labels ?? null,
      size: options.size ?? null,
    },
    preparation: {
      quantizationLevels: options.levels,
      law: options.law ?? (areSounds ? 'mu-law' : 'linear'),
      range: options.range ?? usualRange,
      detrend: options.detrend ?? false,
      standardise: options.standardise ?? false,
      resample: options.resample ?? null,
      windowLength: options.window,
      stride: options.stride ?? options.window,
      split: given ?? byShare,
    },
    meaning: {
      valueName: options.valueName ?? usualMeaning.valueName,
      valueUnit: options.unit ?? null,
      interval: options.interval ?? null,
      timeUnit: options.timeUnit ?? (areSounds ? 's' : null),
      start: options.start ?? 0,
    },
  };
  return parseWith(importChoiceSchema, choice, 'import');
}

function delimiter(text: string): Reading['delimiter'] {
  const words: Record<string, string> = { tab: '\t', '\\t': '\t', space: ' ', comma: ',', semicolon: ';' };
  const sign = words[text] ?? text;
  if ([',', ';', '\t', '|', ' '].includes(sign)) return sign as Reading['delimiter'];
  throw new InvalidArgumentError('It must be a comma, semicolon, vertical bar, tab or space.');
}

function condition(text: string, before: Reading['conditions'] = []): Reading['conditions'] {
  const [, column, lag = '0'] = /^(.*?)(?:@(\d+))?$/.exec(text)!;
  if (!column) throw new InvalidArgumentError('It must name a column, e.g. temperature or temperature@24.');
  return [...before, { column, lag: Number(lag) }];
}

function size(text: string): { width: number; height: number } {
  const [, width, height] = /^(\d+)[x×](\d+)$/i.exec(text) ?? [];
  if (!width || !height) throw new InvalidArgumentError('It must be width and height, e.g. 28x28.');
  return { width: Number(width), height: Number(height) };
}

function range(text: string): ImportChoice['preparation']['range'] {
  if (text === 'min-max') return { kind: 'min-max' };
  const [, quantile, low, high] = /^(quantile:)?([^,]+),([^,]+)$/.exec(text) ?? [];
  if (low === undefined || high === undefined || !(Number(low) < Number(high))) {
    throw new InvalidArgumentError('It must be min-max, quantile:0.01,0.99 or two ascending numbers as -1,1.');
  }
  return { kind: quantile ? 'quantile' : 'fixed', low: Number(low), high: Number(high) };
}

/** A number, or one divided by another. */
function fraction(text: string): number {
  const [above, below = '1'] = text.split('/');
  const value = Number(above) / Number(below);
  if (text.trim() === '' || !Number.isFinite(value))
    throw new InvalidArgumentError('It must be a number, or as 1/8000.');
  return value;
}
