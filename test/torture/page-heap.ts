import type { CDPSession, Page } from '@playwright/test';

/** What a page holds on to once its garbage has been collected. */
export interface Held {
  /** MiB of all of the JavaScript heap. */
  heap: number;
  /** MiB of what the program made: objects, arrays, texts, functions; without compiled code and the engine's own. */
  data: number;
  /** Of the document, and detached ones. */
  nodes: number;
  listeners: number;
}

/** What is returned collects the page's garbage and tells what is left. */
export async function pageHolds(page: Page): Promise<() => Promise<Held>> {
  const debug = await page.context().newCDPSession(page);
  await debug.send('Performance.enable');
  return async () => {
    // What only the document's own collector frees, the next one finds.
    for (let turn = 0; turn < 2; turn += 1) await debug.send('HeapProfiler.collectGarbage');
    const { metrics } = await debug.send('Performance.getMetrics');
    const valueOf = (name: string) => metrics.find((metric) => metric.name === name)!.value;
    return {
      heap: valueOf('JSHeapUsedSize') / megabyte,
      data: dataOf(await heapSnapshot(debug)) / megabyte,
      nodes: valueOf('Nodes'),
      listeners: valueOf('JSEventListeners'),
    };
  };
}

const megabyte = 2 ** 20;
/** Grows while V8 gets to know the program, however little that keeps. */
const ofEngine = new Set(['code', 'hidden', 'object shape']);

/** V8's own format: the fields of all nodes in a row, named in `meta`. */
interface HeapSnapshot {
  snapshot: { meta: { node_fields: string[]; node_types: [string[], ...unknown[]] } };
  nodes: number[];
}

async function heapSnapshot(debug: CDPSession): Promise<HeapSnapshot> {
  const chunks: string[] = [];
  const add = ({ chunk }: { chunk: string }) => chunks.push(chunk);
  debug.on('HeapProfiler.addHeapSnapshotChunk', add);
  await debug.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  debug.off('HeapProfiler.addHeapSnapshotChunk', add);
  return JSON.parse(chunks.join('')) as HeapSnapshot;
}

/** Bytes. */
function dataOf({ snapshot: { meta }, nodes }: HeapSnapshot): number {
  const [type, size] = [meta.node_fields.indexOf('type'), meta.node_fields.indexOf('self_size')];
  let sum = 0;
  for (let node = 0; node < nodes.length; node += meta.node_fields.length)
    if (!ofEngine.has(meta.node_types[0][nodes[node + type]!]!)) sum += nodes[node + size]!;
  return sum;
}
