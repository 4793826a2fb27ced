import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tokensHeader, stepsInOrder } from '../../src-main/generation/npy';
import { nodeFiles } from '../../src-main/services/files';
import { readPrompts, readSamples } from '../../src-main/services/number-files';
import { temporaryFolder } from '../store/support';

/** A file of format 1.0 with these values, as NumPy would write it. */
function npy(type: string, shape: string, bytes: Uint8Array, fortran = 'False'): string {
  const text = `{'descr': '${type}', 'fortran_order': ${fortran}, 'shape': ${shape}, }`;
  const header = Buffer.alloc(128, ' ');
  header.write('\x93NUMPY\x01\x00', 'latin1');
  header.writeUInt16LE(118, 8);
  header.write(text, 10);
  header[127] = 10;
  return file('a.npy', Buffer.concat([header, bytes]));
}

function file(name: string, bytes: Uint8Array): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, bytes);
  return path;
}

describe('an array of tokens', () => {
  test.each<[string, () => string, number[][]]>([
    ['one prompt of bytes', () => npy('|u1', '(3,)', Uint8Array.of(3, 1, 4)), [[3, 1, 4]]],
    [
      'in C’s order',
      () => npy('<i4', '(2, 2)', bytesOf(Int32Array.of(1, 2, 3, 4))),
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      'in Fortran’s order',
      () => npy('<i4', '(2, 3)', bytesOf(Int32Array.of(1, 4, 2, 5, 3, 6)), 'True'),
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
    ],
    ['with the highest byte first', () => npy('>u2', '(2,)', Uint8Array.of(1, 2, 0, 7)), [[258, 7]]],
    ['of 64-bit integers', () => npy('<i8', '(2,)', bytesOf(BigInt64Array.of(9n, 1023n))), [[9, 1023]]],
    ['of floats that are whole', () => npy('<f8', '(1, 2)', bytesOf(Float64Array.of(5, 6))), [[5, 6]]],
  ])('%s', (_, path, rows) => {
    expect(readPrompts(path(), nodeFiles)).toEqual(rows);
  });

  test('that was generated is a prompt again', () => {
    const tokens = Int32Array.of(1, 2, 3, 4, 5, 6);
    const shape = { trajectories: 2, steps: 3, bytesPerToken: 1 } as const;
    const path = file('generated.npy', Buffer.concat([tokensHeader(shape), stepsInOrder(tokens, 2, 1)]));
    expect(readPrompts(path, nodeFiles)).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
  });

  test.each<[string, () => string, RegExp]>([
    ['a fraction', () => npy('<f4', '(2,)', bytesOf(Float32Array.of(1, 1.5))), /a\.npy: 1\.5 is no token/],
    ['text', () => npy('<U3', '(1,)', new Uint8Array(12)), /values of the type <U3/],
    ['three axes', () => npy('|u1', '(1, 1, 1)', Uint8Array.of(1)), /holds an array \[1, 1, 1\]/],
    ['nothing', () => npy('|u1', '(0,)', new Uint8Array()), /holds an array \[1, 0\]/],
    ['too few bytes', () => npy('<i4', '(4,)', new Uint8Array(8)), /8 bytes of values where its shape needs 16/],
    [
      'another file',
      () => file('b.npy', Buffer.from('1,2,3')),
      /b\.npy cannot be read: byte 0: the beginning of a file of NumPy/,
    ],
  ])('is refused with %s', (_, path, message) => {
    expect(() => readPrompts(path(), nodeFiles)).toThrow(message);
  });
});

test('local conditions are read a row for each sample; other names are CSV', () => {
  expect(readSamples(npy('<f8', '(2,)', bytesOf(Float64Array.of(0.5, -1))), nodeFiles)).toEqual([[0.5], [-1]]);
  expect(readSamples(npy('<f4', '(1, 2)', bytesOf(Float32Array.of(0.5, 2))), nodeFiles)).toEqual([[0.5, 2]]);
  expect(readPrompts(file('a.csv', Buffer.from('1,2\n3,4\n')), nodeFiles)).toEqual([
    [1, 3],
    [2, 4],
  ]);
});

const hasNumpy = (() => {
  try {
    execFileSync(python(), ['-c', 'import numpy'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

test.skipIf(!hasNumpy)('what numpy.save writes is read (skipped where Python has no package numpy)', () => {
  const path = join(temporaryFolder(), 'saved.npy');
  const save = 'import numpy, sys; numpy.save(sys.argv[1], numpy.arange(6).reshape(2, 3))';
  execFileSync(python(), ['-c', save, path]);
  expect(readPrompts(path, nodeFiles)).toEqual([
    [0, 1, 2],
    [3, 4, 5],
  ]);
});

function python(): string {
  return process.env.WAVEBENCH_TENSORBOARD_PYTHON ?? 'python3';
}

function bytesOf(array: { buffer: ArrayBufferLike }): Uint8Array {
  return new Uint8Array(array.buffer);
}
