/** What the header of a `.npy` file says of its array. */
export interface NpyDescription {
  /** Bytes without sign: one or two for each number, the lower one first. */
  type: '|u1' | '<u2';
  /** The first axis varies fastest; else the last one. */
  fortranOrder: boolean;
  shape: readonly number[];
}

const magic = '\x93NUMPY\x01\x00';
/** NumPy aligns the data so; the header is padded by spaces and ends with a line feed. */
const alignment = 64;

/**
 * The header of a `.npy` file of format 1.0, after which the numbers follow.
 *
 * Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html.
 */
export function npyHeader({ type, fortranOrder, shape }: NpyDescription): Uint8Array {
  const order = fortranOrder ? 'True' : 'False';
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const description = `{'descr': '${type}', 'fortran_order': ${order}, 'shape': (${sizes}), }`;
  const length = Math.ceil((magic.length + 2 + description.length + 1) / alignment) * alignment;
  const text = description.padEnd(length - magic.length - 3) + '\n';
  const header = new Uint8Array(length);
  header.set(bytesOf(magic));
  new DataView(header.buffer).setUint16(magic.length, text.length, true);
  header.set(bytesOf(text), magic.length + 2);
  return header;
}

/** A whole `.npy` file of tokens in C's order: bytes for up to 256 levels, else 16 bits. */
export function npyOfTokens(
  values: readonly number[],
  { shape, quantizationLevels }: { shape: readonly number[]; quantizationLevels: number },
): Uint8Array {
  const isWide = quantizationLevels > 256;
  const header = npyHeader({ type: isWide ? '<u2' : '|u1', fortranOrder: false, shape });
  const numbers = isWide ? new Uint8Array(Uint16Array.from(values).buffer) : Uint8Array.from(values);
  const file = new Uint8Array(header.length + numbers.length);
  file.set(header);
  file.set(numbers, header.length);
  return file;
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
