import type { RandomStream } from '../math/random';

/**
 * Draws disjoint groups of items, each with the classes in the shares that they have among the items not drawn yet
 * (largest remainders). The first groups do not depend on the sizes of later ones; the items of a group are shuffled.
 *
 * `sizes` together are at most the number of labels.
 */
export function stratifiedSplit(labels: Uint8Array, sizes: readonly number[], stream: RandomStream): Uint32Array[] {
  const waiting = itemsByClass(labels);
  waiting.forEach((items, label) => stream.fork(`class/${label}`).shuffle(items));
  return sizes.map((size, group) => {
    const quotas = apportion(
      size,
      waiting.map((items) => items.length),
    );
    const drawn = waiting.flatMap((items, label) => items.splice(0, quotas[label]!));
    return stream.fork(`group/${group}`).shuffle(Uint32Array.from(drawn));
  });
}

/** Divides `total` by weights, which sum to at least as much: whole numbers, none above its weight. */
export function apportion(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  if (total > sum) throw new Error(`${total} items were asked for; there are ${sum}.`);
  const exact = weights.map((weight) => (sum === 0 ? 0 : (total * weight) / sum));
  const quotas = exact.map(Math.floor);
  const missing = total - quotas.reduce((a, b) => a + b, 0);
  const byRemainder = exact
    .map((value, label) => ({ label, remainder: value - quotas[label]! }))
    .sort((a, b) => b.remainder - a.remainder || a.label - b.label);
  for (const { label } of byRemainder.slice(0, missing)) quotas[label]! += 1;
  return quotas;
}

function itemsByClass(labels: Uint8Array): number[][] {
  const items: number[][] = [];
  labels.forEach((label, item) => {
    while (items.length <= label) items.push([]);
    items[label]!.push(item);
  });
  return items;
}
