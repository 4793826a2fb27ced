import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GoldenCase } from '../../src-main/contract/golden';
import { readGoldenCase } from '../../src-main/worker/golden-files';

describe('the files of a golden case', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'golden-'));
    await cp(resolve(__dirname, 'conditional'), folder, { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function change(edit: (golden: GoldenCase) => unknown): Promise<void> {
    const file = join(folder, 'case.json');
    const golden = JSON.parse(await readFile(file, 'utf8'));
    edit(golden);
    await writeFile(file, JSON.stringify(golden));
  }

  it.each<[string, (golden: GoldenCase) => unknown, RegExp]>([
    ['a field that is missing', (golden) => Reflect.deleteProperty(golden, 'unrolled'), /case\.json: unrolled/],
    [
      'a token beyond the levels',
      (golden) => (golden.inputs[1]![3] = 16),
      /inputs: must be 3 rows of 39 tokens below 16/,
    ],
    ['targets of another length', (golden) => golden.targets[0]!.pop(), /targets: must be 3 rows of 39 tokens/],
    [
      'an origin without targets',
      (golden) => (golden.unrolled.origins[0] = 35),
      /unrolled\.origins: must be at most 34/,
    ],
    [
      'too long a prompt',
      (golden) => (golden.greedy_generation.prompt_length = 40),
      /prompt_length: must be at most 39/,
    ],
    ['a class beyond the classes', (golden) => (golden.condition![0] = 3), /condition: must be 3 classes below 3/],
    ['a missing condition', (golden) => (golden.condition = null), /condition: must be given exactly when/],
  ])('are refused with %s', async (_, edit, message) => {
    await change(edit);
    await expect(readGoldenCase(folder)).rejects.toThrow(message);
  });

  it('are refused when one is missing or damaged, naming the file', async () => {
    await writeFile(join(folder, 'case.json'), '{');
    await expect(readGoldenCase(folder)).rejects.toThrow(/case\.json is not JSON/);
    await rm(join(folder, 'case.json'));
    await expect(readGoldenCase(folder)).rejects.toThrow(/case\.json cannot be read: ENOENT/);
  });
});
