import { decodeNpyHeader, decodeNpyValues } from './npy-decode';

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
  const header = decodeNpyHeader(file);
  const { shape, headerBytes } = header;
  const values = file.subarray(headerBytes);
  const needed = shape.reduce((product, size) => product * size, header.bytes);
  if (values.length !== needed)
    throw new Error(`it has ${values.length} bytes of values where its shape needs ${needed}`);
  const numbers = [...decodeNpyValues(values, header)];
  return { shape, values: header.fortranOrder ? inOrderOfC(numbers, shape) : numbers };
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
