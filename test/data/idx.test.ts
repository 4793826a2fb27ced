import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src-main/contract/errors';
import { IdxParser, type IdxArray } from '../../src-main/data/idx';
import { idxBytes } from './idx-bytes';

const shapes = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 3, maxLength: 3 });

describe('an IDX file', () => {
  test('gives its sizes and bytes, however it is cut into pieces', () => {
    fc.assert(
      fc.property(shapes, fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 20 }), (dimensions, cuts) => {
        const bytes = idxBytes(dimensions);
        expect(parse(bytes, 3, cuts)).toEqual({ dimensions, data: bytes.subarray(16) });
      }),
    );
  });

  test('that ends early is refused wherever it ends, with the byte where it does', () => {
    fc.assert(
      fc.property(shapes, fc.double({ min: 0, max: 0.999, noNaN: true }), (dimensions, share) => {
        const bytes = idxBytes(dimensions);
        const end = Math.floor(share * bytes.length);
        const shape = `${dimensions.join(' × ')} bytes of data`;
        const expected = end < 16 ? 'a header of 16 bytes' : `${shape} expected, up to byte ${bytes.length}`;
        expect(() => parse(bytes.subarray(0, end), 3)).toThrow(`set.idx, byte ${end}: ${expected}`);
      }),
    );
  });

  test('that goes on after its end is refused at that byte', () => {
    const bytes = idxBytes([2, 2, 2]);
    const longer = new Uint8Array([...bytes, 0]);
    expect(() => parse(longer, 3)).toThrow(
      'set.idx, byte 24: the end of the file expected, after 2 × 2 × 2 bytes of data, but it goes on.',
    );
  });

  test('of another kind is refused at the byte that says so', () => {
    const bytes = (changes: Record<number, number>) => Object.assign(idxBytes([1, 1, 1]), changes);
    expect(() => parse(bytes({ 0: 0x1f }), 3)).toThrow('byte 0: a zero byte expected, but 0x1f stands there');
    expect(() => parse(bytes({ 2: 0x0d }), 3)).toThrow(
      'byte 2: type 0x08, unsigned bytes, expected, but 0x0d stands there',
    );
    expect(() => parse(idxBytes([4]), 3)).toThrow('byte 3: 3 dimensions (images) expected, but 0x01 stands there');
    expect(() => parse(idxBytes([1, 1, 1]), 1)).toThrow('byte 3: 1 dimension (labels) expected, but 0x03 stands there');
  });

  test('with a size of 0, or of more than can be read, is refused with the bytes of that size', () => {
    expect(() => parse(idxBytes([3, 0, 3]), 3)).toThrow('bytes 8 to 11: a size of at least 1 expected');
    expect(() => parse(idxBytes([0xffffffff, 28, 28], new Uint8Array()), 3)).toThrow(
      /bytes 4 to 15: at most 2147483648/,
    );
  });

  test('that promises much and holds little takes little memory', () => {
    const promise = idxBytes([2 ** 20, 32, 32], new Uint8Array(10));
    const before = process.memoryUsage().arrayBuffers;
    expect(() => parse(promise, 3)).toThrow(/but the file ends there/);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 22);
  });

  test('whatever its bytes, is either read whole or refused by an error for people that names it', () => {
    const almost = fc.tuple(shapes, fc.nat(), fc.integer({ min: 0, max: 255 })).map(([dimensions, place, byte]) => {
      const bytes = idxBytes(dimensions);
      bytes[place % bytes.length] = byte;
      return bytes;
    });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 64 }), almost), fc.constantFrom(1, 3), (bytes, rank) => {
        try {
          const { dimensions, data } = parse(bytes, rank);
          expect(data.length).toBe(dimensions.reduce((product, size) => product * size, 1));
          expect(idxBytes(dimensions, data)).toEqual(bytes);
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          expect(error.message).toMatch(/^set\.idx, bytes? \d+/);
        }
      }),
      { numRuns: 500 },
    );
  });
});

function parse(bytes: Uint8Array, rank: number, cuts: readonly number[] = []): IdxArray {
  const parser = new IdxParser('set.idx', rank);
  let position = 0;
  for (const length of cuts) {
    parser.push(bytes.subarray(position, position + length));
    position += length;
  }
  parser.push(bytes.subarray(Math.min(position, bytes.length)));
  return parser.end();
}
