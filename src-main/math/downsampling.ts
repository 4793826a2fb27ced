/**
 * The indices of at most `maxPoints` points that draw the same curve: first and last point, and of each bucket of equal
 * width in x the lowest and the highest point, in their order.
 *
 * `x` is ascending. Points that are not finite are left out, except that nothing is dropped when all fit already.
 * `maxPoints` is at least 4.
 */
export function downsampleIndices(x: ArrayLike<number>, y: ArrayLike<number>, maxPoints: number): number[] {
  if (x.length !== y.length)
    throw new Error(`A curve has ${x.length} x values and ${y.length} y values; both must be as many.`);
  if (!(maxPoints >= 4))
    throw new Error(`maxPoints is ${maxPoints}; at least 4 are needed (first, last, lowest, highest).`);
  const count = x.length;
  if (count <= maxPoints) return Array.from({ length: count }, (_, i) => i);

  const buckets = Math.floor((maxPoints - 2) / 2);
  const start = x[0]!;
  const width = (x[count - 1]! - start) / buckets || 1;
  const chosen = [0];
  let next = 1;
  for (let bucket = 0; bucket < buckets; bucket++) {
    const last = bucket === buckets - 1;
    const end = start + (bucket + 1) * width;
    let lowest = -1;
    let highest = -1;
    for (; next < count - 1 && (last || x[next]! < end); next++) {
      if (!Number.isFinite(y[next]!)) continue;
      if (lowest < 0 || y[next]! < y[lowest]!) lowest = next;
      if (highest < 0 || y[next]! > y[highest]!) highest = next;
    }
    if (lowest < 0) continue;
    chosen.push(Math.min(lowest, highest));
    if (lowest !== highest) chosen.push(Math.max(lowest, highest));
  }
  chosen.push(count - 1);
  return chosen;
}
