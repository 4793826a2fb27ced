import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseWith } from '../contract/configuration';
import { UserError } from '../contract/errors';
import { goldenCaseSchema } from '../contract/golden';
import type { GoldenFiles } from '../generation/verification/golden-case';
import { readSafetensors } from '../model/safetensors';

/** Reads a golden case's folder: case.json, weights.safetensors, expected.safetensors. */
export async function readGoldenCase(folder: string): Promise<GoldenFiles> {
  const [text, weights, expected] = await Promise.all([
    read(folder, 'case.json'),
    read(folder, 'weights.safetensors'),
    read(folder, 'expected.safetensors'),
  ]);
  return {
    golden: parseWith(
      goldenCaseSchema,
      parseJson(text.toString('utf8'), join(folder, 'case.json')),
      join(folder, 'case.json'),
    ),
    weights: readSafetensors(weights, join(folder, 'weights.safetensors')).tensors,
    expected: readSafetensors(expected, join(folder, 'expected.safetensors')).tensors,
  };
}

async function read(folder: string, file: string): Promise<Buffer> {
  try {
    return await readFile(join(folder, file));
  } catch (error) {
    throw new UserError(
      `${join(folder, file)} cannot be read: ${(error as Error).message}`,
      'A golden case is a folder with case.json, weights.safetensors and expected.safetensors.',
    );
  }
}

function parseJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${source} is not JSON: ${(error as Error).message}`);
  }
}
