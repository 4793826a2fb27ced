import {
  usualMeaning,
  usualPreparation,
  usualReading,
  type ImportChoice,
  type Reading,
  type SeriesSplit,
  type ValueRange,
} from '../../src-main/contract/own-data';
import type { ChosenFiles } from '../../src-main/contract/own-data-requests';

/** The form of an import: what is written in it, and the choice that it says. */
export class ImportForm {
  name = $state('');
  columns = $state('');
  idColumn = $state('');
  classColumn = $state('');
  conditions = $state('');
  decimalMark = $state<'' | '.' | ','>('');
  delimiter = $state<'' | NonNullable<Reading['delimiter']>>('');
  header = $state<'' | 'yes' | 'no'>('');
  encoding = $state<'' | NonNullable<Reading['encoding']>>('');
  missing = $state('');
  array = $state('');
  labels = $state('');
  whenMissing = $state<Reading['whenMissing']>('refuse');
  classOfFileName = $state(false);
  size = $state('');
  levels = $state(usualPreparation.quantizationLevels);
  law = $state(usualPreparation.law);
  range = $state<ValueRange['kind']>('min-max');
  low = $state(0);
  high = $state(1);
  /** Percent. */
  lowQuantile = $state(0.5);
  highQuantile = $state(99.5);
  detrend = $state(false);
  standardise = $state(false);
  resample = $state<number | null>(null);
  window = $state(usualPreparation.windowLength);
  stride = $state(usualPreparation.stride);
  split = $state<SeriesSplit['by']>('time');
  seed = $state(1);
  validationSeries = $state('');
  testSeries = $state('');
  validation = $state(15);
  test = $state(15);
  valueName = $state(usualMeaning.valueName);
  unit = $state('');
  interval = $state<number | null>(null);
  timeUnit = $state('');
  start = $state(0);

  constructor({ name, areSounds }: ChosenFiles) {
    this.name = name.replace(/\.[^.]+$/, '');
    if (!areSounds) return;
    // As in the WaveNet paper.
    this.levels = 256;
    this.law = 'mu-law';
    this.range = 'fixed';
    this.low = -1;
    this.timeUnit = 's';
    this.valueName = 'Amplitude';
  }

  get choice(): Omit<ImportChoice, 'paths'> {
    return {
      reading: {
        ...usualReading,
        columns: names(this.columns),
        idColumn: this.idColumn.trim() || null,
        classColumn: this.classColumn.trim() || null,
        conditions: (names(this.conditions) ?? []).map(conditionOf),
        decimalMark: this.decimalMark || null,
        delimiter: this.delimiter || null,
        header: this.header === '' ? null : this.header === 'yes',
        encoding: this.encoding || null,
        missing: names(this.missing) ?? [],
        array: this.array.trim() || null,
        labels: this.labels.trim() || null,
        whenMissing: this.whenMissing,
        classOfFileName: this.classOfFileName,
        size: sizeOf(this.size),
      },
      preparation: {
        quantizationLevels: this.levels,
        law: this.law,
        range: this.#range(),
        detrend: this.detrend,
        standardise: this.standardise,
        resample: this.resample,
        windowLength: this.window,
        stride: this.stride,
        split: this.#split(),
      },
      meaning: {
        valueName: this.valueName.trim() || usualMeaning.valueName,
        valueUnit: this.unit.trim() || null,
        interval: this.interval,
        timeUnit: this.timeUnit.trim() || null,
        start: this.start,
      },
    };
  }

  #range(): ValueRange {
    if (this.range === 'fixed') return { kind: 'fixed', low: this.low, high: this.high };
    if (this.range === 'min-max') return { kind: 'min-max' };
    return { kind: 'quantile', low: this.lowQuantile / 100, high: this.highQuantile / 100 };
  }

  #split(): SeriesSplit {
    if (this.split === 'given') {
      return { by: 'given', validation: names(this.validationSeries) ?? [], test: names(this.testSeries) ?? [] };
    }
    const shares = { validation: this.validation / 100, test: this.test / 100 };
    return this.split === 'time' ? { by: 'time', ...shares } : { by: 'series', ...shares, seed: this.seed };
  }
}

function names(text: string): string[] | null {
  const all = text.split(',').map((name) => name.trim());
  return all.some(Boolean) ? all.filter(Boolean) : null;
}

/** `temperature` is known in advance, `temperature@24` used 24 samples late. */
function conditionOf(text: string): Reading['conditions'][number] {
  const [, column = text, lag = '0'] = /^(.*?)(?:@(\d+))?$/.exec(text) ?? [];
  return { column, lag: Number(lag) };
}

function sizeOf(text: string): Reading['size'] {
  const [, width, height] = /^\s*(\d+)\s*[x×]\s*(\d+)\s*$/i.exec(text) ?? [];
  return width && height ? { width: Number(width), height: Number(height) } : null;
}
