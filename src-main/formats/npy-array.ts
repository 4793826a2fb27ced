/** An array of numbers as NumPy writes it, in C's order: the last axis varies fastest. */
export interface NumberArray {
  shape: number[];
  values: number[];
}

/**
 * Reads a `.npy` file of integers or floats of any width and byte order, in C's or Fortran's order, of format 1 to 3.
 * Throws an Error that says what is wrong with another file.
 *
 * Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html.
 */
export function readNpyArray(file: Uint8Array): NumberArray {
  const { type, fortran, shape, start } = readHeader(file);
  const [, order, kind, width] = /^([<>|=])([uif])(\d)$/.exec(type) ?? [];
  const get = readers[`${kind}${width}`];
  if (!get) throw new Error(`it holds values of the type ${type}; whole numbers and floats are read`);
  const count = shape.reduce((product, size) => product * size, 1);
  const size = Number(width);
  if (file.length !== start + count * size)
    throw new Error(`it has ${file.length - start} bytes of values where its shape needs ${count * size}`);
  const view = new DataView(file.buffer, file.byteOffset + start);
  const values = Array.from({ length: count }, (_, index) => get(view, index * size, order !== '>'));
  return { shape, values: fortran ? inOrderOfC(values, shape) : values };
}

const magic = '\x93NUMPY';
const longestHeader = 65_536;

type Reader = (view: DataView, at: number, little: boolean) => number;
const readers: Record<string, Reader> = {
  u1: (view, at) => view.getUint8(at),
  i1: (view, at) => view.getInt8(at),
  u2: (view, at, little) => view.getUint16(at, little),
  i2: (view, at, little) => view.getInt16(at, little),
  u4: (view, at, little) => view.getUint32(at, little),
  i4: (view, at, little) => view.getInt32(at, little),
  u8: (view, at, little) => Number(view.getBigUint64(at, little)),
  i8: (view, at, little) => Number(view.getBigInt64(at, little)),
  f4: (view, at, little) => view.getFloat32(at, little),
  f8: (view, at, little) => view.getFloat64(at, little),
};

function readHeader(file: Uint8Array): { type: string; fortran: boolean; shape: number[]; start: number } {
  const isNpy = file.length >= 12 && [...magic].every((character, at) => character.charCodeAt(0) === file[at]);
  if (!isNpy) throw new Error('it is no file of NumPy');
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const lengthBytes = file[6] === 1 ? 2 : 4;
  const length = lengthBytes === 2 ? view.getUint16(8, true) : view.getUint32(8, true);
  const start = 8 + lengthBytes + length;
  if (length > longestHeader || start > file.length) throw new Error('its header is not as long as it says');
  const text = String.fromCharCode(...file.subarray(8 + lengthBytes, start));
  const type = /'descr': '([^']+)'/.exec(text)?.[1];
  const shape = /'shape': \(([\d, ]*)\)/.exec(text)?.[1];
  if (type === undefined || shape === undefined) throw new Error('its header does not say what it holds');
  const sizes = shape.split(',').filter((size) => size.trim() !== '');
  return { type, fortran: text.includes("'fortran_order': True"), shape: sizes.map(Number), start };
}

/** Values whose first axis varies fastest, of one or two axes or more. */
function inOrderOfC(values: readonly number[], shape: readonly number[]): number[] {
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((product, size) => product * size, 1));
  return values.map((_, index) => {
    let [rest, place] = [index, 0];
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      place += (rest % shape[axis]!) * strides[axis]!;
      rest = Math.floor(rest / shape[axis]!);
    }
    return values[place]!;
  });
}
