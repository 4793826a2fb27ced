import {
  startGeneratorBenchmarkSchema,
  type GeneratorBenchmark,
  type GeneratorMethod,
  type GeneratorPoint,
  type StartGeneratorBenchmark,
} from '../../../src-main/contract/generator-benchmark';
import type { Events } from '../../../src-main/contract/ipc';
import type { Scenario } from './fake-data';

type Publish = <Name extends keyof Events>(name: Name, payload: Events[Name]) => void;

/** Answers the requests of the Benchmark screen with made-up points, one every half second. */
export function fakeBenchmarks(scenario: Scenario, publish: Publish) {
  const benchmarks = scenario === 'empty' ? [] : [finished(), stoppedEarly()];
  const changed = (benchmark: GeneratorBenchmark) => publish('benchmark:changed', structuredClone(benchmark));
  const running = () => benchmarks.find(({ status }) => status === 'running');
  const end = (benchmark: GeneratorBenchmark, status: 'completed' | 'stopped') => {
    clearInterval(timer);
    const reason = status === 'stopped' ? 'Stopped by request.' : null;
    changed(Object.assign(benchmark, { status, reason, measuring: null }));
  };
  let timer: ReturnType<typeof setInterval>;

  return {
    'benchmark:start': (given: Partial<StartGeneratorBenchmark>) => {
      const request = startGeneratorBenchmarkSchema.parse(given);
      const benchmark = emptyBenchmark(`benchmark-${benchmarks.length + 1}`, Date.now(), request);
      const todo = request.layers.flatMap((layers) => request.methods.map((method) => ({ method, layers })));
      benchmarks.unshift(benchmark);
      changed(benchmark);
      timer = setInterval(() => {
        if (benchmark.measuring) {
          const point = pointOf(benchmark.measuring.method, benchmark.measuring.dilatedLayers);
          benchmark.points.push(point);
          publish('benchmark:row', { benchmarkId: benchmark.id, point });
        }
        const next = todo.shift();
        if (!next) return end(benchmark, 'completed');
        benchmark.measuring = { method: next.method, dilatedLayers: next.layers };
        changed(benchmark);
      }, 500);
      return benchmark;
    },
    'benchmark:stop': () => {
      const benchmark = running();
      if (benchmark) end(benchmark, 'stopped');
    },
    'benchmark:list': () => benchmarks,
    'benchmark:delete': ({ benchmarkId }: { benchmarkId: string }) => {
      benchmarks.splice(0, benchmarks.length, ...benchmarks.filter(({ id }) => id !== benchmarkId));
    },
  };
}

function finished(): GeneratorBenchmark {
  const benchmark = emptyBenchmark('benchmark-1', Date.now() - 86_400_000, startGeneratorBenchmarkSchema.parse({}));
  const { layers, methods } = benchmark.request;
  benchmark.points = layers.flatMap((count) => methods.map((method) => pointOf(method, count)));
  return Object.assign(benchmark, { status: 'completed' as const });
}

/** Another one, of some days before, that somebody had no time for. */
function stoppedEarly(): GeneratorBenchmark {
  const whole = finished();
  return Object.assign(whole, {
    id: 'benchmark-0',
    createdAt: whole.createdAt - 3 * 86_400_000,
    status: 'stopped' as const,
    reason: 'Stopped by request.',
    points: whole.points.slice(0, 19),
  });
}

function emptyBenchmark(id: string, createdAt: number, request: StartGeneratorBenchmark): GeneratorBenchmark {
  return {
    id,
    createdAt,
    status: 'running',
    reason: null,
    request,
    machine: {
      processor: 'A processor of two cores',
      threads: 2,
      device: 'A processor of two cores',
      versions: { wavebench: '0.1.0', tensorflow: '2.21.0' },
      simd: 'relaxed',
    },
    measuring: null,
    points: [],
  };
}

function pointOf(method: GeneratorMethod, dilatedLayers: number): GeneratorPoint {
  const receptiveField = 2 ** dilatedLayers;
  const median = {
    default: 0.05 * dilatedLayers + 3e-4 * dilatedLayers * receptiveField,
    queue: 0.2 + 0.11 * dilatedLayers,
    simd: 3e-4 + 1.8e-3 * dilatedLayers,
  }[method];
  // At most 20 s for five repeats.
  const steps = Math.max(1, Math.min(100, Math.floor(400 / median)));
  const repeats = Math.round(Math.max(5, Math.min(25, 0.3 / median)));
  const spread = 0.01 + 0.03 * Math.abs(Math.sin(7 * dilatedLayers + method.length));
  return {
    method,
    dilatedLayers,
    receptiveField,
    median,
    min: (1 - spread) * median,
    max: (1 + 2 * spread) * median,
    repeats,
    steps,
  };
}
