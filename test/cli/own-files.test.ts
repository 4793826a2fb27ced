import { createCanvas } from '@napi-rs/canvas';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { beforeAll, expect, test, vi } from 'vitest';
import type { DatasetSummary, OwnDataset } from '../../src-main/contract/own-data';
import { stagingFolder } from '../../src-main/contract/staged-files';
import type { ZipEntry } from '../../src-main/formats/zip';
import { encodeDirectory, encodeLocalHeader } from '../../src-main/formats/zip-encode';
import { idxBytes } from '../data/idx-bytes';
import { temporaryFolder } from '../store/support';
import { buildProgram, Program } from './program';

let program: Program;
beforeAll(async () => {
  program = new Program(await buildProgram('program-own-files'));
});

async function imported(path: string, ...options: string[]): Promise<OwnDataset> {
  const outcome = await program.run('import', path, '--json', ...options, '--data-dir', temporaryFolder());
  expect(outcome.code, outcome.stderr).toBe(0);
  return (JSON.parse(outcome.stdout) as DatasetSummary).dataset;
}

test('series of an NPZ file are imported with their classes', async () => {
  const folder = temporaryFolder();
  const values = Float32Array.from({ length: 6 * 50 }, (_, i) => (i % 50) * (1 + Math.floor(i / 50)));
  const path = join(folder, 'waves.npz');
  writeFileSync(path, npz({ x: npy('<f4', [6, 50], values), y: npy('|u1', [6], Uint8Array.of(0, 1, 0, 1, 0, 1)) }));
  const dataset = await imported(path, '--window', '10', '--split', 'series');
  expect(dataset).toMatchObject({ kind: 'series', classes: ['0', '1'], counts: { train: 20, validation: 5, test: 5 } });
});

test('pictures in subfolders are imported gray, scaled and by class', async () => {
  const folder = join(temporaryFolder(), 'pictures');
  for (const [kind, color] of [
    ['blue', '#00f'],
    ['red', '#f00'],
  ] as const) {
    mkdirSync(join(folder, kind), { recursive: true });
    for (let i = 0; i < 8; i++) {
      const canvas = createCanvas(12, 8);
      const context = canvas.getContext('2d');
      context.fillStyle = color;
      context.fillRect(0, 0, 12, 8);
      const picture = i % 2 ? canvas.toBuffer('image/jpeg') : canvas.toBuffer('image/png');
      writeFileSync(join(folder, kind, `${i}.${i % 2 ? 'jpg' : 'png'}`), picture);
    }
  }
  const dataset = await imported(folder, '--size', '6x4');
  expect(dataset).toMatchObject({
    kind: 'images',
    width: 6,
    height: 4,
    classes: ['blue', 'red'],
    counts: { train: 12 },
  });
});

test('IDX files are imported, and refused with the byte where they end too early', async () => {
  const folder = join(temporaryFolder(), 'set');
  mkdirSync(folder);
  const images = idxBytes([20, 5, 4]);
  writeFileSync(
    join(folder, 'train-labels-idx1-ubyte'),
    idxBytes(
      [20],
      Uint8Array.from({ length: 20 }, (_, i) => i % 3),
    ),
  );
  writeFileSync(join(folder, 'train-images-idx3-ubyte'), images);
  expect(await imported(folder)).toMatchObject({ kind: 'images', width: 4, height: 5, classes: ['0', '1', '2'] });
  writeFileSync(join(folder, 'train-images-idx3-ubyte'), images.subarray(0, 300));
  const refused = await program.run('import', folder, '--data-dir', temporaryFolder());
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(/train-images-idx3-ubyte.*byte/);
});

test('an import that is killed leaves nothing half behind', async () => {
  const folder = temporaryFolder();
  const data = ['--data-dir', join(folder, 'data')];
  const [large, small] = [join(folder, 'large.csv'), join(folder, 'small.csv')];
  const rows = Array.from({ length: 20_000 }, (_, i) => `${i % 997},${i % 31}`).join('\n');
  writeFileSync(large, `x,y\n${Array.from({ length: 200 }, () => rows).join('\n')}\n`);
  writeFileSync(small, `x,y\n${rows}\n`);
  const { child, outcome } = program.start('import', large, ...data);
  const staged = join(folder, 'data', stagingFolder);
  await vi.waitUntil(() => existsSync(staged) && readdirSync(staged).length > 0, { timeout: 120_000, interval: 5 });
  child.kill('SIGKILL');
  await outcome;
  const list = async () => JSON.parse((await program.run('datasets', '--json', ...data)).stdout) as DatasetSummary[];
  expect(await list()).toEqual([]);
  expect((await program.run('import', small, ...data)).code).toBe(0);
  expect((await list()).map(({ name }) => name)).toEqual(['small']);
  expect(readdirSync(staged)).toEqual([]);
});

function npy(type: string, shape: readonly number[], values: Float32Array | Uint8Array): Uint8Array {
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape.join(', ')},), }\n`;
  const head = Uint8Array.from([0x93, ...Buffer.from('NUMPY'), 1, 0, text.length, 0, ...Buffer.from(text)]);
  return Buffer.concat([head, new Uint8Array(values.buffer)]);
}

/** As numpy.savez writes it: entries that are not packed. */
function npz(arrays: Record<string, Uint8Array>): Uint8Array {
  const entries: ZipEntry[] = [];
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const [name, bytes] of Object.entries(arrays)) {
    const size = { packedBytes: bytes.length, bytes: bytes.length };
    const entry: ZipEntry = { name: `${name}.npy`, method: 'stored', crc32: crc32(bytes), ...size, offset };
    entries.push(entry);
    const header = encodeLocalHeader(entry);
    parts.push(header, bytes);
    offset += header.length + bytes.length;
  }
  return Buffer.concat([...parts, encodeDirectory(entries, offset)]);
}
