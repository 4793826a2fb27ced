import type { BenchRow } from '../../contract/jobs';
import { median } from '../../math/statistics';
import type { BenchCase } from './cases';
import { oneStepGraph, type Contender, type Turn } from './contenders';

/** What was measured of one contender. */
export interface Measured {
  method: string;
  /** Milliseconds of each step after the warm-up. */
  times: number[];
  peakMemoryMb: number;
  /** Milliseconds from the start of the process to the end of its first step; null where that is not known. */
  start: number | null;
}

/** Steps that are not counted: the first records and compiles, the second allocates. */
const WARM_UP = 2;

/**
 * Starts the contenders and lets them make one step each in turns, so that whatever else the machine does meets all of
 * them; ends them when done.
 */
export async function measure(starts: readonly (() => Contender)[], repeats: number): Promise<Measured[]> {
  const contenders: { contender: Contender; turns: Turn[] }[] = [];
  try {
    // One after the other, so that none starts or warms up while another is timed.
    for (const start of starts) {
      const one = { contender: start(), turns: [] as Turn[] };
      contenders.push(one);
      for (let i = 0; i < WARM_UP; i++) one.turns.push(await one.contender.turn());
    }
    for (let i = 0; i < repeats; i++) {
      for (const { contender, turns } of contenders) turns.push(await contender.turn());
    }
  } finally {
    for (const { contender } of contenders) contender.end();
  }
  return contenders.map(({ contender: { method }, turns }) => ({
    method,
    times: turns.slice(WARM_UP).map(({ ms }) => ms),
    peakMemoryMb: Math.max(...turns.map(({ peakMemoryMb }) => peakMemoryMb)),
    start: turns[0]!.sinceStart,
  }));
}

/** The rows that a case gives: each contender's time, then what else is wanted of the recorded step. */
export function rowsOf(benchCase: BenchCase, measured: readonly Measured[]): BenchRow[] {
  const { name, wantedRatio, wantedOfOneStep, wantedStart, wantedMemory } = benchCase;
  const pytorch = measured.find(({ method }) => method === 'PyTorch');
  const oneStep = measured.find(({ method }) => method === oneStepGraph);
  const rows = measured.map((one) => {
    const own = one !== pytorch && one !== oneStep;
    const limits = [
      own && one.method !== 'eager' && wantedRatio !== null ? `≤ ${wantedRatio} × PyTorch` : null,
      one.method === 'graph' && wantedMemory !== null ? `≤ ${wantedMemory} MB` : null,
    ];
    const ratio = own && pytorch ? median(one.times) / median(pytorch.times) : null;
    return row({ name, measured: one, ratio, wanted: limits.filter((limit) => limit !== null).join(', ') || null });
  });
  const recorded = measured.find(({ method }) => method === 'graph');
  if (recorded && oneStep) {
    const ratio = median(recorded.times) / median(oneStep.times);
    rows.push(row({ name: `${name}: ÷ one-step loss`, measured: recorded, ratio, wanted: `≤ ${wantedOfOneStep}` }));
  }
  if (recorded && recorded.start !== null && wantedStart !== null) {
    const start = { ...recorded, times: [recorded.start] };
    rows.push(row({ name: `${name}: start to first step`, measured: start, ratio: null, wanted: `≤ ${wantedStart} ms` }));
  }
  return rows;
}

function row({ name, measured: { method, times, peakMemoryMb }, ratio, wanted }: {
  name: string;
  measured: Measured;
  ratio: number | null;
  wanted: string | null;
}): BenchRow {
  const [min, max] = [Math.min(...times), Math.max(...times)];
  return { name, method, median: median(times), min, max, repeats: times.length, ratio, wanted, peakMemoryMb };
}
