/** Examples with their classes, as vectors of equal length. */
export interface Examples {
  /** [count, length], row after row. */
  vectors: Float32Array;
  length: number;
  /** [count]. */
  labels: ArrayLike<number>;
}

/**
 * The class that most of the k nearest examples have (Euclidean distance), the nearer one's of equals: the simplest
 * classifier there is, and one that knows nothing of any model.
 */
export function classifyByNeighbours(vector: Float32Array, { vectors, length, labels }: Examples, k: number): number {
  const nearest: { distance: number; label: number }[] = [];
  for (let example = 0; example < labels.length; example++) {
    const limit = nearest.length < k ? Infinity : nearest[k - 1]!.distance;
    const distance = squaredDistance(vector, vectors, { from: example * length, length, limit });
    if (distance >= limit) continue;
    const entry = { distance, label: labels[example]! };
    const place = nearest.findIndex((other) => other.distance > distance);
    nearest.splice(place < 0 ? nearest.length : place, 0, entry);
    if (nearest.length > k) nearest.pop();
  }
  if (nearest.length === 0) throw new Error('A class was to be found among no examples.');
  const votes = new Map<number, number>();
  for (const { label } of nearest) votes.set(label, (votes.get(label) ?? 0) + 1);
  const most = Math.max(...votes.values());
  return nearest.find(({ label }) => votes.get(label) === most)!.label;
}

/** Gives up once the distance is beyond `limit`. */
function squaredDistance(
  vector: Float32Array,
  vectors: Float32Array,
  { from, length, limit }: { from: number; length: number; limit: number },
): number {
  let sum = 0;
  for (let start = 0; start < length; start += STRETCH) {
    const end = Math.min(length, start + STRETCH);
    for (let i = start; i < end; i++) {
      const difference = vector[i]! - vectors[from + i]!;
      sum += difference * difference;
    }
    if (sum >= limit) return Infinity;
  }
  return sum;
}

const STRETCH = 64;
