import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ChildProcessHost } from '../../src-main/cli/job-host';
import { startGeneratorBenchmarkSchema, type GeneratorBenchmark } from '../../src-main/contract/generator-benchmark';
import { systemClock } from '../../src-main/services/clock';
import { nodeFiles } from '../../src-main/services/files';
import { GeneratorBenchmarks } from '../../src-main/services/generator-benchmarks';
import { temporaryFolder } from '../store/support';
import { Published } from './support';

const request = startGeneratorBenchmarkSchema.parse({ layers: [1, 2], methods: ['queue', 'simd'] });

function open(behaviour = '', dataFolder = temporaryFolder()) {
  const published = new Published();
  const jobs = new ChildProcessHost(join(import.meta.dirname, 'jobs'), { TEST_BENCH: behaviour });
  const shared = { jobs, files: nodeFiles, clock: systemClock, publish: published.publish, version: '1.2.3' };
  const benchmarks = new GeneratorBenchmarks({ ...shared, dataFolder });
  onTestFinished(async () => {
    benchmarks.stop();
    await benchmarks.ended();
  });
  const folder = join(dataFolder, 'benchmarks');
  const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as GeneratorBenchmark;
  const kept = () => readdirSync(folder).map(read);
  return { benchmarks, published, dataFolder, folder, kept };
}

test('a benchmark publishes its points as they come and is kept', async () => {
  const { benchmarks, published, dataFolder } = open();
  const { id } = benchmarks.start(request);
  const ended = (await benchmarks.ended())!;
  expect(ended).toMatchObject({ id, status: 'completed', reason: null, measuring: null, request });
  expect(ended.machine!.versions).toEqual({ wavebench: '1.2.3', tensorflow: '0' });
  expect(ended.points.map(({ method, dilatedLayers }) => `${dilatedLayers} ${method}`)).toEqual([
    '1 queue',
    '1 simd',
    '2 queue',
    '2 simd',
  ]);
  expect(published.of('benchmark:row')).toEqual(ended.points.map((point) => ({ benchmarkId: id, point })));
  const changes = published.of('benchmark:changed');
  const measuring = changes.map((benchmark) => benchmark.measuring?.method ?? benchmark.status);
  expect(measuring).toEqual(['running', 'queue', 'simd', 'queue', 'simd', 'completed']);

  const later = open('', dataFolder).benchmarks;
  expect(later.list()).toEqual([ended]);
  later.delete(id);
  expect(benchmarks.list()).toEqual([]);
  expect(() => later.delete('../../settings')).toThrow('There is no benchmark "../../settings".');
});

test('one runs at a time; stopped, it keeps what it has measured', async () => {
  const { benchmarks, published, kept } = open('hold');
  const { id } = benchmarks.start(request);
  await published.until(() => published.of('benchmark:row').length === 2);
  expect(() => benchmarks.start(request)).toThrow('A benchmark is running already.');
  expect(() => benchmarks.delete(id)).toThrow('This benchmark is running.');
  expect(benchmarks.list()).toMatchObject([{ id, status: 'running' }]);
  // What is kept while it runs is what a program that ends now leaves behind.
  expect(kept()).toMatchObject([{ id, status: 'stopped', reason: 'The program ended.', points: [{}, {}] }]);
  const begun = performance.now();
  benchmarks.stop();
  const stopped = { status: 'stopped', reason: 'Stopped by request.', points: [{}, {}] };
  expect(await benchmarks.ended()).toMatchObject(stopped);
  expect(performance.now() - begun).toBeLessThan(1000);
  expect(kept()).toMatchObject([{ id, status: 'stopped', reason: 'Stopped by request.' }]);
  expect(await benchmarks.ended()).toBeNull();
});

test.each([
  ['crash', /The bench process ended/],
  ['error', /No memory is left/],
])('one that fails says why and keeps its points: %s', async (behaviour, reason) => {
  const { benchmarks, kept } = open(behaviour);
  benchmarks.start(request);
  const ended = (await benchmarks.ended())!;
  expect(ended).toMatchObject({ status: 'failed', points: [{}, {}] });
  expect(ended.reason).toMatch(reason);
  expect(kept()).toEqual([ended]);
});

test('a damaged file is left out of the list', async () => {
  const { benchmarks, folder } = open();
  benchmarks.start(request);
  await benchmarks.ended();
  writeFileSync(join(folder, 'half.json'), '{"id": "half"');
  writeFileSync(join(folder, 'other.json'), '{"id": "other"}');
  expect(benchmarks.list()).toHaveLength(1);
});
