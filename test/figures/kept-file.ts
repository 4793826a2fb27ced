import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { expect } from 'vitest';

const kept = resolve(__dirname, 'snapshots');
const output = resolve(__dirname, '../output/figures');

/** A place for what tests write. */
export function outputFile(name: string): string {
  const file = join(output, name);
  mkdirSync(dirname(file), { recursive: true });
  return file;
}

/**
 * Compares a text with the kept file of that name, numbers to 3 decimals. Where they differ the new text is written
 * beside under `-changed`, in the tests' output; `UPDATE_SNAPSHOTS=1` keeps it instead.
 */
export function expectKept(name: string, text: string): void {
  const normalised = normalisedNumbers(text);
  const file = join(kept, name);
  if (process.env.UPDATE_SNAPSHOTS === '1') {
    mkdirSync(kept, { recursive: true });
    writeFileSync(file, normalised);
    return;
  }
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (before === normalised) return;
  const changed = outputFile(`${basename(name, extname(name))}-changed${extname(name)}`);
  writeFileSync(changed, normalised);
  expect.fail(`${name} has changed; see ${changed}. If that is meant, run the tests with UPDATE_SNAPSHOTS=1.`);
}

function normalisedNumbers(text: string): string {
  return text.replace(/-?\d*\.\d{4,}/g, (number) => String(Math.round(Number(number) * 1000) / 1000));
}
