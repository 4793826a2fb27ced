import type { Series } from '../contract/figure';

/** Observed tokens as a curve; the first one stands at the index `first`. */
export function truthSeries(
  label: string,
  { tokens, first, time }: { tokens: readonly number[]; first: number; time: (index: number) => number },
): Series {
  return {
    label,
    runIds: [],
    x: tokens.map((_, index) => time(first + index)),
    y: [...tokens],
    band: null,
    role: 'truth',
    colorIndex: 0,
    dash: 'solid',
  };
}
