import type { Preparation, SeriesRecord } from '../../contract/own-data';
import { LineFit } from '../../math/least-squares';
import type { Part } from './parts';
import type { Signal } from './series-spool';

/** Values that are read at once. */
const block = 65_536;
/** Bins in which quantiles are sought, between the least and the greatest value. */
const quantileBins = 65_536;

type Inverse = Pick<SeriesRecord, 'scale' | 'offset' | 'slope'>;

/** Calls back with each value of a stretch of a series and its place. */
export function forEachValue(
  signal: Signal,
  { from, to }: Pick<Part, 'from' | 'to'>,
  visit: (value: number, place: number) => void,
): void {
  for (let start = from; start < to; start += block) {
    const values = signal.read(start, Math.min(block, to - start));
    for (let i = 0; i < values.length; i++) visit(values[i]!, start + i);
  }
}

/**
 * Line, mean and deviation that are taken from a series, measured on a part of it alone; the inverse of what
 * `transformed` does.
 */
export function measureInverse(
  signal: Signal,
  part: Pick<Part, 'from' | 'to'>,
  { detrend, standardise }: Pick<Preparation, 'detrend' | 'standardise'>,
): Inverse {
  if (!detrend && !standardise) return { scale: 1, offset: 0, slope: 0 };
  const fit = new LineFit();
  forEachValue(signal, part, (value) => fit.push(value));
  const { mean } = fit;
  const { intercept, slope } = fit.line();
  const line = detrend ? { offset: intercept - slope * part.from, slope } : { offset: mean, slope: 0 };
  if (!standardise) return { scale: 1, ...line };
  let squares = 0;
  forEachValue(signal, part, (value, place) => (squares += (value - line.offset - line.slope * place) ** 2));
  const deviation = Math.sqrt(squares / Math.max(1, part.to - part.from));
  return { scale: deviation > 0 ? deviation : 1, ...line };
}

/** A value without trend, mean and deviation. */
export function transformed(value: number, place: number, { scale, offset, slope }: Inverse): number {
  return (value - offset - slope * place) / scale;
}

/** The range of values that gets levels, measured over stretches of series; quantiles to 1/65,536 of their extent. */
export function measureRange(
  stretches: readonly { signal: Signal; part: Pick<Part, 'from' | 'to'>; inverse: Inverse }[],
  range: Preparation['range'],
): { low: number; high: number } {
  if (range.kind === 'fixed') return { low: range.low, high: range.high };
  const all = (visit: (value: number) => void) => {
    for (const { signal, part, inverse } of stretches) {
      forEachValue(signal, part, (value, place) => visit(transformed(value, place, inverse)));
    }
  };
  const extent = { low: Infinity, high: -Infinity };
  all((value) => {
    if (value < extent.low) extent.low = value;
    if (value > extent.high) extent.high = value;
  });
  if (range.kind === 'min-max' || !(extent.high > extent.low)) return extent;
  const width = (extent.high - extent.low) / quantileBins;
  const counts = new Float64Array(quantileBins);
  let total = 0;
  all((value) => {
    counts[Math.min(quantileBins - 1, Math.floor((value - extent.low) / width))]! += 1;
    total += 1;
  });
  const at = (probability: number) => {
    let below = 0;
    for (let bin = 0; bin < quantileBins; bin++) {
      below += counts[bin]!;
      if (below >= probability * total && below > 0) return extent.low + (bin + 0.5) * width;
    }
    return extent.high;
  };
  return { low: at(range.low), high: at(range.high) };
}
