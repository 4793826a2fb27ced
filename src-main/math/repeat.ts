/** The values over and over, so many times: one row's condition for all rows of a batch. */
export function repeatValues(values: Float32Array, times: number): Float32Array {
  const all = new Float32Array(times * values.length);
  for (let i = 0; i < times; i++) all.set(values, i * values.length);
  return all;
}
