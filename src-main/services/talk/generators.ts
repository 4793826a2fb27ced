import { UserError } from '../../contract/errors';
import { mostDilatedLayers, type GeneratorBenchmark, type GeneratorPoint } from '../../contract/generator-benchmark';
import { describeGeneratorBenchmark } from '../../figures/describe-generator-benchmark';
import { publishedGenerators } from '../../figures/published-generators';
import type { Findings, Lab } from './lab';

/** Receptive field from which on the growth counts: before it other things than the network take the time. */
const fromReceptiveField = 256;

/** Experiment 9: the newest whole benchmark of this machine, or a new one. */
export async function generators(lab: Lab): Promise<Findings> {
  const benchmark = await wholeBenchmark(lab);
  const pointOf = (method: string, field: number) =>
    benchmark.points.find((point) => point.method === method && point.receptiveField === field);
  const timeOf = (method: string, field: number) => pointOf(method, field)?.median ?? null;
  const fields = [...new Set(benchmark.points.map(({ receptiveField }) => receptiveField))].sort((a, b) => a - b);
  const deep = fields.filter((field) => field >= fromReceptiveField);
  const pairs = deep.slice(1).map((field, index) => {
    const doublings = (method: string) => Math.log2(pointOf(method, field)!.min / pointOf(method, deep[index]!)!.min);
    return { label: `R = ${field}`, arm: doublings('queue'), baseline: doublings('default') };
  });
  const published = publishedGenerators(100);
  const publishedTime = (method: string, field: number) => {
    const curve = published.find((one) => one.method === method)!;
    return curve.seconds[curve.receptiveFields.indexOf(field)] ?? null;
  };
  const columns = ['Default, s', 'Queue, s', 'SIMD, s', 'Default, published, s', 'Queue, published, s'];
  return {
    runs: [],
    conclusions: [{ conclusion: 'growth', pairs }],
    tables: [
      {
        title: 'Time for 100 samples of 32 rows by receptive field',
        columns: columns.map((title) => ({ title, decimals: 4 })),
        rows: fields.map((field) => ({
          label: String(field),
          values: [
            timeOf('default', field),
            timeOf('queue', field),
            timeOf('simd', field),
            publishedTime('default', field),
            publishedTime('queue', field),
          ],
        })),
      },
    ],
    figures: [describeGeneratorBenchmark({ benchmark, published: true })],
    remarks: ['That the fast method costs considerable code, the talk’s other conclusion, is not measured.'],
  };
}

async function wholeBenchmark(lab: Lab): Promise<GeneratorBenchmark> {
  const { benchmarks } = lab.services;
  const known = benchmarks.list().find((one) => one.status === 'completed' && isWhole(one.points));
  if (known) return known;
  lab.tell('timing the generators');
  benchmarks.start({
    methods: ['default', 'queue', 'simd'],
    layers: Array.from({ length: mostDilatedLayers }, (_, i) => i + 1),
    secondsPerPoint: lab.choice.scale === 'quick' ? 6 : 20,
  });
  const stop = () => benchmarks.stop();
  lab.signal.addEventListener('abort', stop);
  const ended = await benchmarks.ended();
  lab.signal.removeEventListener('abort', stop);
  lab.signal.throwIfAborted();
  if (ended?.status !== 'completed') throw new UserError(ended?.reason ?? 'The benchmark did not complete.');
  return ended;
}

function isWhole(points: readonly GeneratorPoint[]): boolean {
  return points.length === 3 * mostDilatedLayers;
}
