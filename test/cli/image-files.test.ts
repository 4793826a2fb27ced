import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test, vi } from 'vitest';
import type { EvaluationDetail, ImageCompletions } from '../../src-main/contract/evaluations';
import type { RunSummary } from '../../src-main/contract/runs';
import { idxBytes } from '../data/idx-bytes';
import { projectRoot, temporaryFolder } from '../store/support';
import { buildProgram, Program } from './program';

// Each command starts a process that loads TensorFlow; a busy machine takes its time.
vi.setConfig({ testTimeout: 400_000, hookTimeout: 240_000 });

let program: Program;
beforeAll(async () => {
  program = new Program(await buildProgram('program-image-files'));
});

const study = join(projectRoot, 'test', 'e2e', 'studies', 'tiny-digits.json');
const [width, height, classes] = [12, 9, 5];

/** A folder of IDX files: images of bars, whose height is their class. */
function imageFolder(changes: Record<string, Uint8Array> = {}): string {
  const folder = join(temporaryFolder(), 'bars');
  mkdirSync(folder);
  const set = (count: number) => {
    const labels = Uint8Array.from({ length: count }, (_, i) => i % classes);
    const pixels = Uint8Array.from({ length: count * width * height }, (_, i) => {
      const image = Math.floor(i / (width * height));
      return Math.floor((i % (width * height)) / width) <= labels[image]! ? 255 : 0;
    });
    return { images: idxBytes([count, height, width], pixels), labels: idxBytes([count], labels) };
  };
  const [train, test] = [set(60), set(20)];
  const files = {
    'train-images-idx3-ubyte.gz': gzipSync(train.images),
    'train-labels-idx1-ubyte.gz': gzipSync(train.labels),
    't10k-images-idx3-ubyte': test.images,
    't10k-labels-idx1-ubyte': test.labels,
    ...changes,
  };
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  return folder;
}

test('images in IDX files of another size go from the import to samples, completions and classes', async () => {
  const folder = temporaryFolder();
  const data = ['--data-dir', join(folder, 'data')];
  const imported = await program.run('import', imageFolder(), '--name', 'bars', ...data);
  expect(imported.stdout).toMatch(/Pixels +12 × 9\n/);
  const set = ['training.maxSteps=20', 'validation.everySteps=20'].flatMap((one) => ['--set', one]);
  const trained = await program.run('run', study, '--data', 'bars', ...set, ...data);
  expect(trained.stderr).toContain('completed');
  const listed = await program.run('list', ...data, '--json');
  const run = (JSON.parse(listed.stdout) as { runs: RunSummary[] }).runs[0]!.id;

  const gallery = join(folder, 'a.svg');
  const generated = await program.run('generate', '--run', run, '--classes', '0-4', '--gallery', gallery, ...data);
  expect(generated.stdout).toContain('5 × 108 samples');
  expect(readFileSync(gallery, 'utf8').match(/<image /g)).toHaveLength(5);
  const completed = await program.run('complete', '--run', run, '--images', '3', '--observed', '54', ...data, '--json');
  const [image] = (JSON.parse(completed.stdout) as ImageCompletions).images;
  expect(image).toMatchObject({ index: 3, original: { length: 1 + width * height } });
  const classified = await program.run('classify', '--run', run, ...data, '--json');
  const { result } = JSON.parse(classified.stdout) as EvaluationDetail;
  expect(result).toMatchObject({ image: { width, height }, images: { index: { length: 20 } } });
});

test.each([
  [
    'no IDX file',
    { 'train-images-idx3-ubyte.gz': gzipSync(Buffer.from('no images')) },
    /train-images-idx3-ubyte\.gz, byte/,
  ],
  [
    'fewer labels than images',
    { 'train-labels-idx1-ubyte.gz': gzipSync(idxBytes([59])) },
    /60 labels were expected.* has 59/,
  ],
  [
    'a file that is cut short',
    { 't10k-images-idx3-ubyte': idxBytes([20, height, width]).subarray(0, 100) },
    /t10k-images/,
  ],
])('%s is refused by its name', async (_, changes, reason) => {
  const { code, stderr } = await program.run('import', imageFolder(changes), '--data-dir', temporaryFolder());
  expect(code).toBe(1);
  expect(stderr).toMatch(reason);
});
