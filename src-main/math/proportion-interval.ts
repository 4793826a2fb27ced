/**
 * Wilson's interval of a share: `hits` of `count` ≥ 1 independent trials, with confidence 95 %. Unlike the usual normal
 * one it stays within 0 … 1 and keeps its coverage for shares near the ends and for few trials.
 * Wilson (1927), Probable inference, the law of succession, and statistical inference.
 */
export function proportionInterval(hits: number, count: number): { low: number; high: number } {
  if (!(count >= 1 && hits >= 0 && hits <= count)) {
    throw new Error(`A share is of at least one trial and at most all of them; given ${hits} of ${count}.`);
  }
  const share = hits / count;
  const squared = NORMAL_975 ** 2;
  const center = share + squared / (2 * count);
  const half = NORMAL_975 * Math.sqrt((share * (1 - share)) / count + squared / (4 * count ** 2));
  const scale = 1 + squared / count;
  return { low: Math.max(0, (center - half) / scale), high: Math.min(1, (center + half) / scale) };
}

/** The 97.5 % quantile of the standard normal distribution. */
const NORMAL_975 = 1.959963984540054;
