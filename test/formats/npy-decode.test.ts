import { expect, test } from 'vitest';
import { decodeNpyHeader, decodeNpyValues } from '../../src-main/formats/npy-decode';

function npy(descr: string, shape: string, version = 1): Uint8Array {
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }\n`;
  const head = version === 1 ? [1, 0, text.length, 0] : [version, 0, text.length, 0, 0, 0];
  return Uint8Array.from([0x93, ...Buffer.from('NUMPY'), ...head, ...Buffer.from(text)]);
}

test.each([1, 2, 3])('a header of format %d says shape, type and where the values begin', (version) => {
  const file = npy('<f8', '(3, 4)', version);
  expect(decodeNpyHeader(file)).toEqual({
    shape: [3, 4],
    fortranOrder: false,
    kind: 'f',
    bytes: 8,
    littleEndian: true,
    headerBytes: file.length,
  });
});

test.each([
  ['<i2', Uint8Array.of(0xff, 0xff, 1, 0), [-1, 1]],
  ['>i2', Uint8Array.of(0xff, 0xff, 0, 1), [-1, 1]],
  ['|u1', Uint8Array.of(0, 255), [0, 255]],
  ['|b1', Uint8Array.of(0, 1), [0, 1]],
  ['<f2', Uint8Array.of(0x00, 0x3c, 0x00, 0xc0), [1, -2]],
  ['<f4', new Uint8Array(Float32Array.of(0.5, -3).buffer), [0.5, -3]],
  ['<i8', new Uint8Array(BigInt64Array.of(-5n, 2n ** 40n).buffer), [-5, 2 ** 40]],
] as const)('values of the type %s are read', (descr, bytes, values) => {
  expect([...decodeNpyValues(bytes, decodeNpyHeader(npy(descr, '(2,)')))]).toEqual(values);
});

test('what is no array of numbers is refused with the byte', () => {
  expect(() => decodeNpyHeader(Uint8Array.of(0x93, 0x4e, 0x00))).toThrow('byte 2');
  expect(() => decodeNpyHeader(npy('|O', '(2,)'))).toThrow(
    'byte 10: numbers were expected, but it holds values of the type |O',
  );
  expect(() => decodeNpyHeader(npy('<f8', '(2,)').subarray(0, 30))).toThrow('byte 30');
});
