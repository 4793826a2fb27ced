import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { ClassificationResult, EvaluationDetail, ImageCompletions } from '../../src-main/contract/evaluations';
import { readNpyArray } from '../../src-main/formats/npy-array';
import { decodeGif } from '../formats/decode-gif';
import { temporaryFolder } from '../store/support';
import { buildProgram, Program } from './program';

// Each command starts a process that loads TensorFlow; a busy machine takes its time.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let root: string;
let folder: string;
let program: Program;
const model = ['--model', 'mnist-binary'];

beforeAll(async () => {
  root = await buildProgram('program-images');
});
beforeEach(() => {
  folder = temporaryFolder();
  program = new Program(root, {});
});

function run(...args: string[]) {
  return program.run(...args, '--data-dir', join(folder, 'data'));
}

test('classify tells digits apart by a model that comes along, prints what came out and writes it', async () => {
  const [json, csv, svg] = ['a.json', 'b.csv', 'c.svg'].map((name) => join(folder, name)) as [string, string, string];
  const files = [json, csv, svg].flatMap((file) => ['--out', file]);
  const { code, stdout } = await run('classify', ...model, '--count', '10', '--seed', '2', ...files);
  expect(code).toBe(0);
  expect(stdout).toMatch(/Evaluation \w+: 10 test images by mnist-binary/);
  expect(stdout).toMatch(/Accuracy +\d+\.\d\d % \(\d+ of 10\)/);
  const { result } = JSON.parse(readFileSync(json, 'utf8')) as { result: ClassificationResult };
  expect(result.accuracy).toBeGreaterThan(0.6);
  const lines = readFileSync(csv, 'utf8').trim().split('\n');
  expect(lines).toHaveLength(11);
  expect(lines[1]).toBe(
    [result.images.index, result.images.class, result.images.predicted, result.images.confidence]
      .map((values) => values[0])
      .join(','),
  );
  expect(readFileSync(svg, 'utf8')).toContain('Predicted class');
});

test('classify animates how a class comes about', async () => {
  const gif = join(folder, 'a.gif');
  const { code } = await run('classify', ...model, '--animate', '3', '--frames', '5', '--width', '2', '--out', gif);
  expect(code).toBe(0);
  // The last one stands for a while.
  expect(decodeGif(readFileSync(gif)).frames).toHaveLength(20);
});

test('density weighs test images, turned ones and noise', async () => {
  const { code, stdout } = await run('density', ...model, '--count', '4', '--rotate', '90', '--json');
  expect(code).toBe(0);
  const { result } = JSON.parse(stdout) as EvaluationDetail;
  if (result?.kind !== 'density') throw new Error('no densities');
  const [own, turned, , uniform] = result.sets.map(({ mean }) => mean);
  expect(own).toBeLessThan(turned!);
  expect(turned).toBeLessThan(uniform!);
});

test('complete goes on from the first pixels and draws originals above completions', async () => {
  const [json, png, npy] = ['a.json', 'b.png', 'c.npy'].map((name) => join(folder, name)) as [string, string, string];
  const files = [json, png, npy].flatMap((file) => ['--out', file]);
  const { code, stdout } = await run(
    'complete',
    ...model,
    '--images',
    '0,1',
    '--count',
    '2',
    '--class',
    'none',
    ...files,
  );
  expect(code).toBe(0);
  expect(stdout).toContain('Bits per pixel of the true rest');
  const { observed, images } = JSON.parse(readFileSync(json, 'utf8')) as ImageCompletions;
  expect(observed).toBe(392);
  for (const { original, completions } of images) {
    for (const { tokens } of completions) expect(tokens.slice(0, 393)).toEqual(original.slice(0, 393));
  }
  expect(existsSync(png)).toBe(true);
  const { shape, values } = readNpyArray(readFileSync(npy));
  expect(shape).toEqual([2, 3, 785]);
  expect(values).toEqual(
    images.flatMap(({ original, completions }) => [...original, ...completions.flatMap(({ tokens }) => tokens)]),
  );
});

test('generate makes whole images of a range of classes, and a gallery of them', async () => {
  const gallery = join(folder, 'a.svg');
  const { code, stdout } = await run('generate', ...model, '--classes', '0-2,7', '--count', '2', '--gallery', gallery);
  expect(code).toBe(0);
  expect(stdout).toContain('8 × 784 samples by mnist-binary');
  expect(readFileSync(gallery, 'utf8').match(/<image /g)).toHaveLength(8);
});

test.each([
  [
    ['classify', '--model', 'mnist-octal'],
    'those that come along are fourier-one-step, fourier-unrolled-8, mnist-binary',
  ],
  [['classify', '--model', 'fourier-one-step'], 'This model has learnt curves, not images.'],
  [['complete', ...model, '--observed', '784'], 'Observe 1 to 783.'],
  [['density', ...model, '--other', '/nowhere'], 'The folder /nowhere cannot be read'],
  [['generate', '--model', 'fourier-one-step', '--gallery', 'a.svg'], 'makes no images'],
])('%j fails and says why', async (args, reason) => {
  const { code, stdout, stderr } = await run(...args);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(reason);
});

test.each([
  [['classify', ...model, '--out', 'a.gif'], 'a .gif needs --animate'],
  [['classify'], 'name a --run or a --model'],
  [['density', ...model, '--rotate', 'round'], 'whole number from -360 to 360'],
  [['generate', ...model, '--classes', '9-0'], '9-0 is no range of classes'],
])('%j is wrong usage', async (args, reason) => {
  const { code, stderr } = await run(...args);
  expect(code).toBe(2);
  expect(stderr).toContain(reason);
});
