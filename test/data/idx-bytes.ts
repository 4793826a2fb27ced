/** An IDX file of unsigned bytes; `data` is cut from or repeated to the size when it is left out. */
export function idxBytes(dimensions: readonly number[], data?: Uint8Array): Uint8Array {
  const size = dimensions.reduce((product, value) => product * value, 1);
  const values = data ?? Uint8Array.from({ length: size }, (_, i) => i % 251);
  const file = new Uint8Array(4 + 4 * dimensions.length + values.length);
  const view = new DataView(file.buffer);
  file.set([0, 0, 8, dimensions.length]);
  dimensions.forEach((value, i) => view.setUint32(4 + 4 * i, value));
  file.set(values, 4 + 4 * dimensions.length);
  return file;
}
