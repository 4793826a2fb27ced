import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { UserError } from '../../src-main/contract/errors';
import { readImageSet } from '../../src-main/data/image-set';
import { idxBytes } from './idx-bytes';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

const shape = { width: 3, height: 2, classes: 4 };
const images = idxBytes([5, 2, 3]);
const labels = idxBytes([5], Uint8Array.of(0, 3, 1, 2, 3));

describe('a set of images in a folder', () => {
  test('is read from plain files as from gzip, by the common spellings of their names', async () => {
    const plain = { 'train-images-idx3-ubyte': images, 'train-labels-idx1-ubyte': labels };
    const packed = { 'letters-train-images.idx3-ubyte.gz': gzipSync(images), 'train-labels.idx1-ubyte': labels };
    for (const files of [plain, packed]) {
      const set = await readImageSet(folderOf(files), shape);
      expect(set.test).toBeNull();
      expect(set.train).toMatchObject({ count: 5, width: 3, height: 2 });
      expect(set.train.pixels).toEqual(images.subarray(16));
      expect([...set.train.labels]).toEqual([0, 3, 1, 2, 3]);
    }
  });

  test('has its test images from files of their own', async () => {
    const files = {
      'train-images-idx3-ubyte': images,
      'train-labels-idx1-ubyte': labels,
      't10k-images-idx3-ubyte.gz': gzipSync(idxBytes([1, 2, 3])),
      't10k-labels-idx1-ubyte.gz': gzipSync(idxBytes([1], Uint8Array.of(2))),
      'notes.txt': Uint8Array.of(1),
    };
    expect((await readImageSet(folderOf(files), shape)).test).toMatchObject({ count: 1, labels: Uint8Array.of(2) });
  });

  test('whose parts do not fit is refused with file, place and what was expected', async () => {
    const refused = async (files: Record<string, Uint8Array>, changes: Partial<typeof shape> = {}) => {
      const folder = folderOf({ 'train-images-idx3-ubyte': images, 'train-labels-idx1-ubyte': labels, ...files });
      const error = await readImageSet(folder, { ...shape, ...changes }).catch((problem: unknown) => problem);
      expect(error).toBeInstanceOf(UserError);
      expect((error as UserError).advice).toMatch(/\w/);
      return (error as UserError).message.replaceAll(`${folder}/`, '');
    };
    const fewer = { 'train-labels-idx1-ubyte': idxBytes([4], Uint8Array.of(0, 0, 0, 0)) };
    expect(await refused(fewer)).toBe(
      'train-labels-idx1-ubyte, bytes 4 to 7: 5 labels expected, one for each image of train-images-idx3-ubyte, ' +
        'but it has 4.',
    );
    expect(await refused({}, { width: 28 })).toBe(
      'train-images-idx3-ubyte, bytes 8 to 15: images of 28 × 2 pixels expected (data.width × data.height), ' +
        'but they have 3 × 2.',
    );
    expect(await refused({}, { classes: 3 })).toBe(
      'train-labels-idx1-ubyte, byte 9: a label from 0 to 2 expected (data.classes), but 3 stands there, for image 1.',
    );
    expect(await refused({ 'train-images-idx3-ubyte': images.subarray(0, 30) })).toMatch(
      /^train-images-idx3-ubyte, byte 30: /,
    );
    const damaged = gzipSync(images);
    damaged[damaged.length - 6]! ^= 1;
    expect(await refused({ 'train-images-idx3-ubyte': damaged })).toMatch(
      /^train-images-idx3-ubyte, after \d+ unpacked bytes: the gzip data are damaged/,
    );
    const half = gzipSync(images).subarray(0, 20);
    expect(await refused({ 'train-images-idx3-ubyte': half })).toMatch(/the gzip data are damaged or end too early/);
    const twice = { 'train-images.idx3-ubyte': images };
    expect(await refused(twice)).toMatch(
      /has 2 files \(train-images-idx3-ubyte, train-images\.idx3-ubyte\) of train images/,
    );
  });

  test('that is not there is refused with the names that are expected', async () => {
    const empty = folderOf({});
    await expect(readImageSet(empty, shape)).rejects.toThrow(`The folder ${empty} has no file of train images`);
    await expect(readImageSet(join(empty, 'absent'), shape)).rejects.toThrow(/absent cannot be read/);
    const onlyImages = folderOf({ 'train-images-idx3-ubyte': images });
    await expect(readImageSet(onlyImages, shape)).rejects.toThrow(/has no file of train labels/);
  });

  test('with gzip data cut or changed anywhere never reads as something else', async () => {
    const whole = gzipSync(images);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.boolean(),
        async (place, change, cut) => {
          const bytes = Uint8Array.from(cut ? whole.subarray(0, place) : whole);
          if (!cut) bytes[place]! ^= change;
          const folder = folderOf({ 'train-images-idx3-ubyte.gz': bytes, 'train-labels-idx1-ubyte': labels });
          const read = await readImageSet(folder, shape).catch((error: unknown) => error);
          if (read instanceof Error) expect(read).toBeInstanceOf(UserError);
          // Name, time and system in the header of gzip may be anything.
          else expect((read as Awaited<ReturnType<typeof readImageSet>>).train.pixels).toEqual(images.subarray(16));
        },
      ),
      { numRuns: 60 },
    );
  });
});

const fashion = '/usr/share/datasets/fashion-mnist';
test.skipIf(!existsSync(fashion))('Fashion-MNIST as Debian has it is read whole', async () => {
  const { train, test: own } = await readImageSet(fashion, { width: 28, height: 28, classes: 10 });
  for (const [set, count] of [
    [train, 60_000],
    [own!, 10_000],
  ] as const) {
    expect(set.count).toBe(count);
    const counts = Array<number>(10).fill(0);
    for (const label of set.labels) counts[label]! += 1;
    expect(counts).toEqual(Array<number>(10).fill(count / 10));
  }
});

function folderOf(files: Record<string, Uint8Array>): string {
  const folder = mkdtempSync(join(tmpdir(), 'wavebench-images-'));
  folders.push(folder);
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  return folder;
}
