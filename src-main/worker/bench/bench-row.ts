import type { BenchRow } from '../../contract/jobs';
import { median } from '../../math/statistics';

/** A row of a benchmark's table from the milliseconds that were measured. */
export function benchRow({
  name,
  method,
  times,
  ratio = null,
  wanted = null,
  peakMemoryMb = null,
}: {
  name: string;
  method: string;
  times: readonly number[];
  ratio?: number | null;
  wanted?: string | null;
  peakMemoryMb?: number | null;
}): BenchRow {
  const [min, max] = [Math.min(...times), Math.max(...times)];
  return { name, method, median: median(times), min, max, repeats: times.length, ratio, wanted, peakMemoryMb };
}
