import type { BenchRow } from '../../contract/jobs';
import { median } from '../../math/statistics';
import { benchRow } from './bench-row';
import type { BenchCase } from './cases';
import { oneStepGraph, type Contender, type Turn } from './contenders';

/** What was measured of one contender. */
export interface Measured {
  method: string;
  /** Milliseconds of each step after the warm-up. */
  times: number[];
  /** Null where contenders share a process. */
  peakMemoryMb: number | null;
  /** Milliseconds from the start of the process to the end of its first step; null where that is not known. */
  start: number | null;
}

/** Steps that are not counted: the first records and compiles, the second allocates. */
const WARM_UP = 2;
/** Milliseconds before each turn: until then threads of the one before spin in wait for more work. */
const PAUSE = 50;

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
      for (let i = 0; i < WARM_UP; i++) one.turns.push(await turnOf(one.contender));
    }
    for (let i = 0; i < repeats; i++) {
      for (const { contender, turns } of contenders) turns.push(await turnOf(contender));
    }
  } finally {
    for (const { contender } of contenders) await contender.end();
  }
  return contenders.map(({ contender: { method }, turns }) => ({
    method,
    times: turns.slice(WARM_UP).map(({ ms }) => ms),
    peakMemoryMb: greatest(turns.map(({ peakMemoryMb }) => peakMemoryMb)),
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
    return benchRow({ ...one, name, ratio, wanted: limits.filter((limit) => limit !== null).join(', ') || null });
  });
  const recorded = measured.find(({ method }) => method === 'graph');
  if (recorded && oneStep) {
    const ratio = median(recorded.times) / median(oneStep.times);
    rows.push(benchRow({ ...recorded, name: `${name}: ÷ one-step loss`, ratio, wanted: `≤ ${wantedOfOneStep}` }));
  }
  if (recorded && recorded.start !== null && wantedStart !== null) {
    const start = { ...recorded, name: `${name}: start to first step`, times: [recorded.start] };
    rows.push(benchRow({ ...start, wanted: `≤ ${wantedStart} ms` }));
  }
  return rows;
}

async function turnOf(contender: Contender): Promise<Turn> {
  await new Promise((resolve) => setTimeout(resolve, PAUSE));
  return contender.turn();
}

function greatest(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length > 0 ? Math.max(...known) : null;
}
