import { describe, expect, test } from 'vitest';
import type { ZipEntry } from '../../src-main/formats/zip';
import { decodeDirectory, decodeDirectoryEnd, decodeLocalHeader } from '../../src-main/formats/zip-decode';
import { encodeDirectory, encodeLocalHeader } from '../../src-main/formats/zip-encode';

const entry: ZipEntry = {
  name: 'a/b.txt',
  method: 'deflated',
  crc32: 0xdeadbeef,
  packedBytes: 20,
  bytes: 40,
  offset: 0,
};

/** What a reader sees of a directory that begins at `offset`. */
function read(bytes: Uint8Array, offset: number): ZipEntry[] {
  const { entries, ...place } = decodeDirectoryEnd(bytes, offset + bytes.length);
  return decodeDirectory(bytes.subarray(place.offset - offset, place.offset - offset + place.bytes), entries);
}

describe('the directory of a ZIP file', () => {
  test.each<[string, ZipEntry[], number]>([
    ['of small entries', [entry, { ...entry, name: 'c', method: 'stored', offset: 99 }], 200],
    ['with an entry of more than 4 GiB', [{ ...entry, bytes: 2 ** 40, packedBytes: 2 ** 33 }], 2 ** 34],
    ['with an entry that begins beyond 4 GiB', [entry, { ...entry, name: 'far', offset: 2 ** 32 - 1 }], 2 ** 33],
    [
      'with 70,000 entries',
      Array.from({ length: 70_000 }, (_, i) => ({ ...entry, name: `${i}`, offset: 99 * i })),
      2 ** 23,
    ],
    ['that is empty', [], 0],
  ])('%s is read as it was written', (_, entries, offset) => {
    expect(read(encodeDirectory(entries, offset), offset)).toEqual(entries);
  });

  test('that is none, or was cut off, is refused', () => {
    const bytes = encodeDirectory([entry], 100);
    expect(() => read(bytes.subarray(0, -1), 100)).toThrow('it is no ZIP file, or was cut off at its end');
    expect(() => read(new Uint8Array(10), 0)).toThrow('it is no ZIP file');
    expect(() => read(bytes.subarray(5), 100)).toThrow(/beyond its end|damaged/);
  });

  test.each<[string, number, number, RegExp]>([
    ['an encrypted entry', 8, 1, /a\/b\.txt is encrypted/],
    ['a method that is not known', 10, 12, /packed by method 12/],
    ['a link', 38 + 3, 0o120000 >> 8, /a\/b\.txt is no plain file but a link/],
    ['a folder', 38 + 3, 0o040000 >> 8, /no plain file/],
  ])('with %s is refused', (_, at, value, message) => {
    const bytes = encodeDirectory([entry], 100);
    bytes[at] = value;
    expect(() => read(bytes, 100)).toThrow(message);
  });
});

test('the header of an entry tells where its data begin, and that it is that of the directory', () => {
  const header = encodeLocalHeader(entry);
  expect(decodeLocalHeader(header, entry)).toBe(header.length);
  expect(() => decodeLocalHeader(header, { ...entry, name: 'a/c.txt' })).toThrow('its header is not where');
  expect(() => decodeLocalHeader(header.subarray(0, 12), entry)).toThrow('its header is not where');
});
