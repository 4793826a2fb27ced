import type { Series } from '../contract/figure';
import type { CurveScale } from './curve-scale';

/** Observed tokens as a curve; the first one stands at the index `first`. */
export function truthSeries(
  label: string,
  { tokens, first, scale }: { tokens: readonly number[]; first: number; scale: Pick<CurveScale, 'time' | 'value'> },
): Series {
  return {
    label,
    runIds: [],
    x: tokens.map((_, index) => scale.time(first + index)),
    y: tokens.map((level, index) => scale.value(level, first + index)),
    band: null,
    role: 'truth',
    colorIndex: 0,
    dash: 'solid',
  };
}
