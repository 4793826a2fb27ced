/**
 * Moves labels apart: the places nearest to the wanted ones (least squares) that keep the order, a distance of
 * `spacing` between neighbours, and `min … max`. Places are in the order of `wanted`. Where `max − min` is too short
 * for all, they are set evenly over it.
 */
export function spread(wanted: readonly number[], { spacing, min, max }: Bounds): number[] {
  const count = wanted.length;
  if (count === 0) return [];
  const order = wanted.map((_, index) => index).sort((a, b) => wanted[a]! - wanted[b]!);
  const room = max - min;
  const step = (count - 1) * spacing > room ? room / Math.max(count - 1, 1) : spacing;
  // Without the spacing that their ranks ask for, places need only not fall: pooling adjacent violators.
  const blocks: { sum: number; size: number }[] = [];
  order.forEach((index, rank) => {
    blocks.push({ sum: wanted[index]! - rank * step, size: 1 });
    while (blocks.length > 1 && mean(blocks.at(-2)!) > mean(blocks.at(-1)!)) {
      const { sum, size } = blocks.pop()!;
      const before = blocks.at(-1)!;
      before.sum += sum;
      before.size += size;
    }
  });
  const places = new Array<number>(count);
  let rank = 0;
  for (const block of blocks) {
    for (let member = 0; member < block.size; member += 1) {
      const clamped = Math.min(Math.max(mean(block), min), max - (count - 1) * step);
      places[order[rank]!] = clamped + rank * step;
      rank += 1;
    }
  }
  return places;
}

interface Bounds {
  spacing: number;
  min: number;
  max: number;
}

function mean({ sum, size }: { sum: number; size: number }): number {
  return sum / size;
}
