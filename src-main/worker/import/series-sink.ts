import { UserError } from '../../contract/errors';
import type { Reading } from '../../contract/own-data';
import type { SeriesSpool, Signal } from '../../data/own/series-spool';
import { MissingFiller } from './missing-values';

/** A series that is being read. */
export interface GrowingSeries {
  name: string;
  class: string | null;
  /** NaN is a missing value. */
  push(value: number): void;
}

/** A series as it was read. */
export interface ReadSeries {
  name: string;
  class: string | null;
  values: Signal;
  conditions: Signal[];
  /** Between two samples, where the file says it. */
  interval: number | null;
}

/** Series with the same rows, and what conditions all of them. */
export class SeriesGroup {
  readonly series: GrowingSeries[];
  readonly conditions: GrowingSeries[];

  constructor(series: GrowingSeries[], conditions: GrowingSeries[]) {
    this.series = series;
    this.conditions = conditions;
  }

  set class(name: string) {
    for (const one of this.series) one.class = name;
  }
}

/** More series than these are another kind of data. */
const mostSeries = 100_000;

export interface SinkOptions {
  spool: SeriesSpool;
  whenMissing: Reading['whenMissing'];
  /** Values after which reading may end: a glance needs no more. */
  enough: number;
}

/** Takes the series that files hold, in any order. */
export class SeriesSink {
  readonly #options: SinkOptions;
  readonly #all: { group: SeriesGroup; interval: number | null; entries: Entry[]; conditions: Entry[] }[] = [];
  #values = 0;
  #series = 0;

  constructor(options: SinkOptions) {
    this.#options = options;
  }

  /** Whether as much was read as is needed. */
  get full(): boolean {
    return this.#values >= this.#options.enough;
  }

  add(names: readonly string[], conditions: number, interval: number | null = null): SeriesGroup {
    this.#series += names.length;
    if (this.#series > mostSeries)
      throw new UserError(
        `There are more than ${mostSeries} series.`,
        'Choose another column that says which series a row belongs to, or fewer columns.',
      );
    const entries = names.map((name) => this.#entry(name));
    const conditioning = Array.from({ length: conditions }, (_, index) => this.#entry(`condition ${index + 1}`));
    const group = new SeriesGroup(entries, conditioning);
    this.#all.push({ group, interval, entries, conditions: conditioning });
    return group;
  }

  /** All series, once everything was read; with how many values were filled in. */
  end(): { series: ReadSeries[]; filled: number } {
    const signal = ({ number, filler, name }: Entry): Signal => {
      try {
        filler.end();
      } catch (error) {
        throw new UserError(`The series ${name} cannot be used: ${(error as Error).message}.`, 'Choose other columns.');
      }
      return this.#options.spool.signal(number);
    };
    const series = this.#all.flatMap(({ entries, conditions, interval }) => {
      const shared = conditions.map(signal);
      return entries.map((entry): ReadSeries => ({
        name: entry.name,
        class: entry.class,
        values: signal(entry),
        conditions: shared,
        interval,
      }));
    });
    const fillers = this.#all.flatMap(({ entries, conditions }) => [...entries, ...conditions]);
    return { series, filled: fillers.reduce((sum, { filler }) => sum + filler.filled, 0) };
  }

  #entry(name: string): Entry {
    const { spool, whenMissing } = this.#options;
    const number = spool.add();
    const filler = new MissingFiller(whenMissing, (value) => spool.append(number, value));
    const push = (value: number) => {
      this.#values += 1;
      filler.push(value);
    };
    return { name, class: null, push, number, filler };
  }
}

interface Entry extends GrowingSeries {
  number: number;
  filler: MissingFiller;
}
