const MOST_SEEDS = 100;
const LARGEST_SEED = 0xffffffff;

/** Seeds as a person writes them: `1, 2, 5` or `1-3`. */
export function parseSeeds(text: string): { seeds: number[] } | { problem: string } {
  const seeds: number[] = [];
  for (const item of text.split(/[\s,;]+/).filter(Boolean)) {
    const match = /^(\d+)(?:[-–…](\d+))?$/.exec(item);
    const [first, last] = match ? [Number(match[1]), Number(match[2] ?? match[1])] : [NaN, NaN];
    if (!(first <= last && last <= LARGEST_SEED)) {
      return { problem: `"${item}" is no seed: write whole numbers from 0 to ${LARGEST_SEED}, or a range as 1-3.` };
    }
    if (last - first >= MOST_SEEDS) return { problem: tooMany(last - first + 1) };
    for (let seed = first; seed <= last; seed += 1) if (!seeds.includes(seed)) seeds.push(seed);
  }
  if (seeds.length === 0) return { problem: 'Write at least one seed, as 1, or several, as 1-3.' };
  return seeds.length > MOST_SEEDS ? { problem: tooMany(seeds.length) } : { seeds };
}

function tooMany(count: number): string {
  return `${count} seeds are too many: at most ${MOST_SEEDS} in a study.`;
}
