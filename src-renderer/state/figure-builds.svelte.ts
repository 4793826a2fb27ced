import type { FigureDescription } from '../../src-main/contract/figure';
import type { FigurePart, SavedFigure } from '../../src-main/contract/saved-figures';
import type { FigureRequest, FigureResult } from '../../src-main/contract/studies';
import { composeFigures } from '../../src-main/figures/compose-figures';
import { styledFigure } from '../../src-main/figures/styled-figure';
import type { Api } from '../api';

type Kept = Pick<SavedFigure, 'title' | 'definition'>;
type Results = ReadonlyMap<string, FigureResult>;

/** What kept figures are built of: the figures of studies that they ask for, read once until they are read again. */
export class FigureBuilds {
  readonly #api: Api;
  #results = $state.raw<Results>(new Map());
  readonly #reading = new Map<string, Promise<void>>();

  constructor(api: Api) {
    this.#api = api;
  }

  /** The figure as it is printed; null until its parts are read. */
  styled(kept: Kept): FigureResult | null {
    const built = this.plain(kept);
    return built && 'figure' in built ? { figure: styledFigure(built.figure, kept.definition.style) } : built;
  }

  /** The figure before anything is changed of it by hand; null until its parts are read. */
  plain({ title, definition }: Kept): FigureResult | null {
    return composed(definition.parts, { title, results: this.#results });
  }

  /** Reads what is missing. */
  async read(parts: readonly FigurePart[]): Promise<void> {
    await Promise.all(requestsOf(parts).map((request) => this.#reading.get(keyOf(request)) ?? this.#read(request)));
  }

  /** Reads everything anew, of what is stored now. */
  async readAgain(parts: readonly FigurePart[]): Promise<void> {
    await Promise.all(requestsOf(parts).map((request) => this.#read(request)));
  }

  #read(request: FigureRequest): Promise<void> {
    const key = keyOf(request);
    const reading = this.#api.request('figures:build', request).then(
      (result) => void (this.#results = new Map([...this.#results, [key, result]])),
      (error: unknown) => {
        this.#reading.delete(key);
        throw error;
      },
    );
    this.#reading.set(key, reading);
    return reading;
  }
}

/** As `wavebench export` composes them; null while one of them is not read, absent where one of them is. */
export function composed(
  parts: readonly FigurePart[],
  { title, results }: { title: string; results: Results },
): FigureResult | null {
  const figures: FigureDescription[] = [];
  for (const part of parts) {
    const result = part.from === 'screen' ? part : results.get(keyOf(part.request));
    if (!result) return null;
    if ('absent' in result) return result;
    figures.push(result.figure);
  }
  return { figure: composeFigures(figures, { name: title.slice(0, 120), title }) };
}

/** What the figure shows now against the runs that it showed before, in words; null where it is the same. */
export function runsChange(before: readonly string[], { provenance }: FigureDescription): string | null {
  const now = new Set(provenance.runs.map(({ id }) => id));
  const added = provenance.runs.filter(({ id }) => !before.includes(id)).map(({ name }) => name);
  const gone = before.filter((id) => !now.has(id)).length;
  const told = [
    added.length > 0 ? `${count(added.length)} more (${names(added)})` : '',
    gone > 0 ? `${count(gone)} fewer` : '',
  ].filter(Boolean);
  return told.length > 0 ? told.join(', ') : null;
}

function count(runs: number): string {
  return runs === 1 ? '1 run' : `${runs} runs`;
}

function names(all: readonly string[]): string {
  return all.length > 3 ? `${all.slice(0, 3).join(', ')} …` : all.join(', ');
}

function requestsOf(parts: readonly FigurePart[]): FigureRequest[] {
  return parts.flatMap((part) => (part.from === 'study' ? [part.request] : []));
}

function keyOf(request: FigureRequest): string {
  return JSON.stringify(request);
}
