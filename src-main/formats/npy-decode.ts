/** An array as the header of a NumPy file describes it. */
export interface NpyHeader {
  shape: number[];
  fortranOrder: boolean;
  /** Letter of the kind: b boolean, i integer, u unsigned integer, f float. */
  kind: 'b' | 'i' | 'u' | 'f';
  bytes: 1 | 2 | 4 | 8;
  littleEndian: boolean;
  /** Where the values begin. */
  headerBytes: number;
}

/** Bytes at the beginning of a file that contain its header in any reasonable case. */
export const npyHeaderRoom = 65_536;

/**
 * Reads the header of a `.npy` file of format 1, 2 or 3. Throws an Error naming the byte and what was expected.
 *
 * Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html.
 */
export function decodeNpyHeader(start: Uint8Array): NpyHeader {
  const wrong = magic.findIndex((byte, at) => start[at] !== byte);
  if (wrong >= 0) throw new Error(`byte ${wrong}: the beginning of a file of NumPy was expected`);
  const version = start[6] ?? 0;
  if (!(version >= 1 && version <= 3)) throw new Error(`byte 6: format 1, 2 or 3 was expected, but it is ${version}`);
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const lengthBytes = version === 1 ? 2 : 4;
  const textAt = 8 + lengthBytes;
  if (start.length < textAt) throw new Error(`byte ${start.length}: a header was expected, but the file ends`);
  const headerBytes = textAt + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (headerBytes > npyHeaderRoom)
    throw new Error(`byte 8: a header of at most ${npyHeaderRoom} bytes was expected, but it announces ${headerBytes}`);
  if (headerBytes > start.length) {
    throw new Error(`byte ${start.length}: a header of ${headerBytes} bytes was expected, but the file ends`);
  }
  const text = String.fromCharCode(...start.subarray(textAt, headerBytes));
  const [, order, kind, size] = /'descr':\s*'([<>|=]?)([biuf])([1248])'/.exec(text) ?? [];
  if (kind === undefined || (kind === 'f' && size === '1') || (kind === 'b' && size !== '1')) {
    const given = /'descr':\s*'?([^]*?)'?,\s*'/.exec(text)?.[1] ?? text.trim();
    throw new Error(`byte ${textAt}: numbers were expected, but it holds values of the type ${given.slice(0, 60)}`);
  }
  const fortran = /'fortran_order':\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape':\s*\(([\d,\s]*)\)/.exec(text)?.[1];
  if (fortran === undefined || shape === undefined) {
    throw new Error(`byte ${textAt}: fortran_order and shape were expected in the header`);
  }
  return {
    shape: (shape.match(/\d+/g) ?? []).map(Number),
    fortranOrder: fortran === 'True',
    kind: kind as NpyHeader['kind'],
    bytes: Number(size) as NpyHeader['bytes'],
    littleEndian: order !== '>',
    headerBytes,
  };
}

/** The values of whole elements in their order as numbers; integers beyond 2⁵³ are rounded. */
export function decodeNpyValues(bytes: Uint8Array, { kind, bytes: size, littleEndian }: NpyHeader): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = readers[`${kind}${size}`]!;
  return Float64Array.from({ length: bytes.length / size }, (_, i) => read(view, i * size, littleEndian));
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

type Reader = (view: DataView, at: number, little: boolean) => number;
const readers: Record<string, Reader> = {
  b1: (view, at) => view.getUint8(at),
  u1: (view, at) => view.getUint8(at),
  i1: (view, at) => view.getInt8(at),
  u2: (view, at, little) => view.getUint16(at, little),
  i2: (view, at, little) => view.getInt16(at, little),
  u4: (view, at, little) => view.getUint32(at, little),
  i4: (view, at, little) => view.getInt32(at, little),
  u8: (view, at, little) => Number(view.getBigUint64(at, little)),
  i8: (view, at, little) => Number(view.getBigInt64(at, little)),
  f2: (view, at, little) => halfFloat(view.getUint16(at, little)),
  f4: (view, at, little) => view.getFloat32(at, little),
  f8: (view, at, little) => view.getFloat64(at, little),
};

/** IEEE 754 binary16. */
function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
