import { extname } from 'node:path';
import { UserError } from '../contract/errors';
import { readNpyArray } from '../formats/npy-array';
import { npyOfTokens } from '../formats/npy-encode';
import type { Files } from './files';
import { readNumberRows, readTokenColumns } from './number-table';

/**
 * Prompts of a file, a row of tokens for each: a `.npy` array [samples] or [prompts, samples], as `numpy.save` writes it,
 * or else a CSV file with a column for each prompt. Throws a UserError naming the file and what is allowed.
 */
export function readPrompts(path: string, files: Files): number[][] {
  if (!isNpy(path)) return readTokenColumns(path, files);
  const { shape, values } = readArray(path, files);
  const wrong = values.find((value) => !Number.isInteger(value) || value < 0);
  if (wrong !== undefined)
    throw new UserError(`${path}: ${wrong} is no token.`, 'Tokens are whole numbers from 0 to levels − 1.');
  return rowsOf(path, shape.length === 1 ? [1, ...shape] : shape, values);
}

/** Numbers of a file, a row for each sample: a `.npy` array [samples] or [samples, channels], or else a CSV file. */
export function readSamples(path: string, files: Files): number[][] {
  if (!isNpy(path)) return readNumberRows(path, files);
  const { shape, values } = readArray(path, files);
  return rowsOf(path, shape.length === 1 ? [...shape, 1] : shape, values);
}

/** Writes rows of tokens, all equally long, as a `.npy` array whose last axis they are; `shape` says the axes before. */
export function writeTokens(path: string, { rows, shape, quantizationLevels }: TokenRows, files: Files): void {
  const whole = [...shape, rows[0]!.length];
  files.write(path, npyOfTokens(rows.flat(), { shape: whole, quantizationLevels }));
}

interface TokenRows {
  rows: readonly number[][];
  shape: readonly number[];
  quantizationLevels: number;
}

function isNpy(path: string): boolean {
  return extname(path).toLowerCase() === '.npy';
}

function readArray(path: string, files: Files): ReturnType<typeof readNpyArray> {
  try {
    return readNpyArray(files.readBytes(path));
  } catch (error) {
    throw new UserError(`${path} cannot be read: ${(error as Error).message}.`, 'numpy.save writes such files.');
  }
}

function rowsOf(path: string, shape: readonly number[], values: readonly number[]): number[][] {
  const [rows, length] = shape;
  if (shape.length !== 2 || !rows || !length)
    throw new UserError(`${path} holds an array [${shape.join(', ')}].`, 'Give one or two axes, none of them empty.');
  return Array.from({ length: rows }, (_, row) => values.slice(row * length, (row + 1) * length));
}
