import { readFileSync, rmSync } from 'node:fs';
import type { ElectronApplication } from '@playwright/test';

/** What the page does after an event until it is on the screen: so long it is watched, in microseconds. */
const watched = 50_000;
const categories = ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'input', 'blink.user_timing'];
/** Scripting and layout; painting is the compositor's. */
const counted = new Set([
  'EvaluateScript',
  'EventDispatch',
  'FireAnimationFrame',
  'FunctionCall',
  'Layout',
  'MinorGC',
  'MajorGC',
  'ParseHTML',
  'RunMicrotasks',
  'TimerFire',
  'UpdateLayoutTree',
]);

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  /** Microseconds. */
  ts: number;
  dur?: number;
  /** Microseconds of the processor, which others may use meanwhile. */
  tdur?: number;
  args: { data?: { type?: string }; name?: string };
}

/**
 * Milliseconds of the processor for scripting and layout in the page within 50 ms after each event of a type, by a trace;
 * whatever else the page does in that time counts as well.
 */
export async function pageCosts(
  electron: ElectronApplication,
  type: string,
  act: () => Promise<void>,
): Promise<number[]> {
  await electron.evaluate(
    ({ contentTracing }, categories) => contentTracing.startRecording({ included_categories: categories }),
    categories,
  );
  await act();
  const file = await electron.evaluate(({ contentTracing }) => contentTracing.stopRecording());
  const { traceEvents } = JSON.parse(readFileSync(file, 'utf8')) as { traceEvents: TraceEvent[] };
  rmSync(file);
  return costsOf(traceEvents, type);
}

function costsOf(events: readonly TraceEvent[], type: string): number[] {
  const main = events.find(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain');
  if (!main) throw new Error('The trace has no main thread of a page.');
  const own = events
    .filter(({ ph, pid, tid }) => ph === 'X' && pid === main.pid && tid === main.tid)
    .sort((a, b) => a.ts - b.ts);
  const begun = own.filter(({ name, args }) => name === 'EventDispatch' && args.data?.type === type);
  return begun.map(({ ts }) => busy(own, ts, ts + watched) / 1000);
}

/** Time of the counted events that begin within [from, to); one inside another counts once. */
function busy(events: readonly TraceEvent[], from: number, to: number): number {
  let [sum, covered] = [0, from];
  for (const { name, ts, dur = 0, tdur = dur } of events) {
    if (!counted.has(name) || ts < covered || ts >= to) continue;
    covered = ts + dur;
    sum += tdur;
  }
  return sum;
}
