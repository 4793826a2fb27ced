import { copyFile, open, rm, stat, type FileHandle } from 'node:fs/promises';
import { extname } from 'node:path';
import { UserError } from '../../contract/errors';
import type { ExportTokensRequest } from '../../contract/generate-job';
import { timeColumn } from '../../contract/prompt-files';
import { valueText } from '../../contract/own-units';
import { csvCell } from '../../formats/csv-cell';
import { putInPlace, temporary } from '../safe-files';
import { TokenFile } from '../token-file';
import { exportSounds } from './export-sounds';
import { valueWriter, type ValueWriter } from './own-samples';

/** Tokens that are in memory at once. */
const atOnce = 1_000_000;

/**
 * Copies stored tokens into a `.npy`, `.csv`, `.json` or `.wav` file, or several sounds; gives their paths and bytes. When
 * it throws, nothing is written.
 */
export async function exportTokens(request: ExportTokensRequest): Promise<{ paths: string[]; bytes: number }> {
  const { source, target, about } = request;
  const format = extname(target).toLowerCase();
  const values = request.own && valueWriter(request.own);
  if (format === '.wav') return exportSounds(source, target, values);
  const write = { '.csv': writeCsv, '.json': writeJson }[format];
  if (!write && format !== '.npy') {
    throw new UserError(
      `Tokens cannot be written as "${format}".`,
      'Choose a name that ends with .csv, .npy, .json or .wav.',
    );
  }
  try {
    if (write)
      await TokenFile.with(source, (tokens) => writeText(target, (file) => write(tokens, file, { about, values })));
    else {
      await copyFile(source, target + temporary);
      await putInPlace(target + temporary, target);
    }
    return { paths: [target], bytes: (await stat(target)).size };
  } catch (error) {
    await rm(target + temporary, { force: true }).catch(() => {});
    if (error instanceof UserError) throw error;
    const advice = 'Check that the folder exists and can be written to, and that the disk is not full.';
    throw new UserError(`${target} could not be written: ${(error as Error).message}.`, advice);
  }
}

interface Written {
  about: ExportTokensRequest['about'];
  values: ValueWriter | null;
}

/**
 * A line for each step: its number, then the token of every trajectory; of imported series also its time, and the value
 * of every trajectory in its own unit.
 */
async function writeCsv(tokens: TokenFile, file: FileHandle, { values: own }: Written): Promise<void> {
  const { trajectories, steps } = tokens.shape;
  const numbers = Array.from({ length: trajectories }, (_, i) => i);
  const scales = own && numbers.map(own.of);
  const named = own ? [timeColumn, ...numbers.map((i) => csvCell(`${valueText(own.units)} ${i}`))] : [];
  await file.writeFile(`${['step', ...numbers, ...named].join(',')}\n`);
  const stride = Math.max(1, Math.floor(atOnce / trajectories));
  for (let first = 0; first < steps; first += stride) {
    const count = Math.min(stride, steps - first);
    const values = await tokens.steps(first, count);
    const lines = Array.from({ length: count }, (_, i) => {
      const levels = values.subarray(i * trajectories, (i + 1) * trajectories);
      const shown = scales?.map(({ value }, trajectory) => value(levels[trajectory]!, first + i)) ?? [];
      const time = scales ? [scales[0]!.time(first + i)] : [];
      return `${[first + i, ...levels, ...time, ...shown].join(',')}\n`;
    });
    await file.writeFile(lines.join(''));
  }
}

/** What it is about, and `tokens`: an array for each trajectory, a line each. */
async function writeJson(tokens: TokenFile, file: FileHandle, { about }: Written): Promise<void> {
  const { trajectories } = tokens.shape;
  await file.writeFile(`{\n  "generation": ${JSON.stringify(about)},\n  "tokens": [`);
  for (let trajectory = 0; trajectory < trajectories; trajectory++) {
    await file.writeFile(`${trajectory > 0 ? ',' : ''}\n    [`);
    await writeTrajectory(tokens, file, trajectory);
    await file.writeFile(']');
  }
  await file.writeFile('\n  ]\n}\n');
}

async function writeTrajectory(tokens: TokenFile, file: FileHandle, trajectory: number): Promise<void> {
  const { trajectories, steps } = tokens.shape;
  const stride = Math.max(1, Math.floor(atOnce / trajectories));
  for (let first = 0; first < steps; first += stride) {
    const count = Math.min(stride, steps - first);
    const values = await tokens.steps(first, count);
    const own = Array.from({ length: count }, (_, i) => values[i * trajectories + trajectory]);
    await file.writeFile(`${first > 0 ? ',' : ''}${own.join(',')}`);
  }
}

async function writeText(target: string, write: (file: FileHandle) => Promise<void>): Promise<void> {
  const file = await open(target + temporary, 'w');
  try {
    await write(file);
    await file.sync();
  } finally {
    await file.close();
  }
  await putInPlace(target + temporary, target);
}
