import type { Series } from '../contract/figure';
import { shownPoints, type CurveScale } from './curve-scale';

/** Observed tokens as a curve; the first one stands at the index `first`. */
export function truthSeries(
  label: string,
  { tokens, first, scale }: { tokens: readonly number[]; first: number; scale: CurveScale },
): Series {
  return {
    label,
    runIds: [],
    ...shownPoints(tokens, (index) => first + index, scale),
    band: null,
    role: 'truth',
    colorIndex: 0,
    dash: 'solid',
  };
}
