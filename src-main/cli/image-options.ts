import { InvalidArgumentError } from 'commander';
import { extname, resolve } from 'node:path';
import { exportFormats, type FigureDescription } from '../contract/figure';
import { nodeFiles } from '../services/files';
import type { Workbench } from '../services/workbench';
import type { FigureFileOptions } from './figure-files';
import { writeFigure } from './figure-files';
import { requireFolder } from './generation-options';
import { bytesText } from './output';

const drawn = exportFormats.filter((format) => format !== 'csv').map((format) => `.${format}`);

/** What the results of a command are written to, again and again: numbers or a drawing, by the name. */
export function addResultFile(file: string, before: string[] = []): string[] {
  return addFile(['.json', '.csv', ...drawn], file, before);
}

/** As `addResultFile`, and an array of tokens. */
export function addTokensFile(file: string, before: string[] = []): string[] {
  return addFile(['.json', '.csv', '.npy', ...drawn], file, before);
}

/** What a picture is drawn into, again and again. */
export function addDrawing(file: string, before: string[] = []): string[] {
  return addFile(drawn, file, before);
}

function addFile(allowed: readonly string[], file: string, before: readonly string[]): string[] {
  if (!allowed.includes(extname(file).toLowerCase())) {
    throw new InvalidArgumentError(`Its name must end with ${allowed.join(', ')}.`);
  }
  return [...before, resolve(file)];
}

/** Throws a UserError before anything is computed that could not be written afterwards. */
export function requireFolders(files: readonly string[]): void {
  for (const file of files) requireFolder(file);
}

export interface Results {
  /** The whole of it, for a JSON file. */
  all: unknown;
  /** Lines of a CSV file. */
  lines: () => string[];
  /** Writes the array of a NumPy file, where there is one. */
  array?: (path: string) => void;
  /** Drawn into all other files. */
  figure: () => FigureDescription;
}

/** Writes results into files, each in the form that its name says; gives a line about each. */
export async function writeResults(
  workbench: Pick<Workbench, 'figure'>,
  { all, lines, array, figure }: Results,
  { out, ...paper }: { out: readonly string[] } & Omit<FigureFileOptions, 'out'>,
): Promise<string[]> {
  const written: string[] = [];
  // Drawings write the plotted points beside them; a table that was asked for by that name comes after.
  const inOrder = [...out].sort((a, b) => Number(isTable(a)) - Number(isTable(b)));
  for (const path of inOrder) {
    const ending = extname(path).toLowerCase();
    if (ending === '.json') nodeFiles.write(path, `${JSON.stringify(all, null, 1)}\n`);
    else if (ending === '.csv') nodeFiles.write(path, `${lines().join('\n')}\n`);
    else if (ending === '.npy') array?.(path);
    else {
      const format = exportFormats.find((known) => ending === `.${known}`)!;
      const files = await writeFigure(workbench, figure(), { ...paper, out: [{ format, path }] });
      written.push(...files.map((file) => `${file.path}  ${bytesText(file.bytes)}`));
      continue;
    }
    written.push(path);
  }
  return written;
}

function isTable(path: string): boolean {
  return ['.json', '.csv', '.npy'].includes(extname(path).toLowerCase());
}
