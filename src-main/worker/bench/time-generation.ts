import type { GeneratorMethod } from '../../contract/generator-benchmark';
import type { BenchRow } from '../../contract/jobs';
import type { KernelModule } from '../../generation/simd/kernel-module';
import { SimdSession } from '../../generation/simd/session';
import { median } from '../../math/statistics';
import { benchRow } from './bench-row';
import { pytorchContender, type Contender, type PyTorch } from './contenders';
import { distanceFromLine } from './distance-from-line';
import { cyclicDilations, generationModel, untrained } from './generation-models';
import { GeneratorTimer, type GeneratorTimerOptions } from './generator-timer';
import { measure, type Measured } from './time-case';

export interface TimeGenerationOptions {
  kernel: KernelModule;
  /** Cores of this machine. */
  cores: number;
  pytorch: PyTorch | null;
  repeats: number;
}

/** The network that everything is compared with: 20 layers, a receptive field of 2,047 samples. */
const LAYERS = 20;
/** Ends of the decades of a long generation. */
const DECADES = [1e3, 1e4, 1e5, 1e6];

/** Times generation; milliseconds are those of one step of all rows. */
export async function* timeGeneration(options: TimeGenerationOptions): AsyncGenerator<BenchRow, void, void> {
  yield* besidePyTorch({ batch: 32, wanted: 40 }, options);
  yield* besidePyTorch({ batch: 1, wanted: 80 }, options);
  for (const batch of [32, 1]) yield* richerModel(batch, options);
  yield* besideDefault(options);
  yield* byLayers(options);
  yield* byHorizon(options);
  yield* packing(options);
}

/** The fast generators on one, two and all cores beside PyTorch's on as many threads. */
async function* besidePyTorch(
  { batch, wanted }: { batch: number; wanted: number },
  options: TimeGenerationOptions,
): AsyncGenerator<BenchRow> {
  const { pytorch, cores, repeats } = options;
  const counts = [...new Set([2, 1, cores])].filter((threads) => threads <= cores);
  const model = generationModel(cyclicDilations(LAYERS));
  const starts = counts.map((threads) =>
    contender({ model, method: 'simd', batch, threads, steps: stepsFor(batch) }, options),
  );
  starts.push(contender({ model, method: 'queue', batch, threads: cores, steps: 20 }, options));
  if (pytorch) starts.push(...counts.map((threads) => () => pytorchQueues(pytorch, { batch, threads })));

  const measured = await measure(starts, repeats);
  const best = Math.min(...measured.filter(({ method }) => method.startsWith('PyTorch')).map(medianOf));
  for (const one of measured) {
    const judged = one === measured[0] && pytorch !== null;
    yield benchRow({
      ...one,
      name: `${LAYERS} layers, batch ${batch}`,
      ratio: judged ? best / medianOf(one) : null,
      wanted: judged ? `≥ ${wanted} × as fast as PyTorch` : null,
    });
  }
}

/** A long input kernel, classes and many levels beside the plain network. */
async function* richerModel(batch: number, options: TimeGenerationOptions): AsyncGenerator<BenchRow> {
  const dilations = cyclicDilations(LAYERS);
  const richer = { inputKernelSize: 7, conditionClasses: 5, quantizationLevels: 256 };
  const run = { method: 'simd', batch, threads: Math.min(2, options.cores), steps: stepsFor(batch) } as const;
  const [plain, rich] = await measure(
    [
      contender({ ...run, model: generationModel(dilations) }, options),
      contender({ ...run, model: generationModel(dilations, richer) }, options),
    ],
    options.repeats,
  );
  const name = `${LAYERS} layers, batch ${batch}`;
  yield benchRow({ ...plain!, name: `${name}: 8 levels, input kernel 1` });
  yield benchRow({
    ...rich!,
    name: `${name}: 256 levels, input kernel 7, 5 classes`,
    ratio: medianOf(rich!) / medianOf(plain!),
    wanted: '≤ 1.3 × the plain one',
  });
}

async function* besideDefault(options: TimeGenerationOptions): AsyncGenerator<BenchRow> {
  const run = { model: generationModel(cyclicDilations(LAYERS)), batch: 32, threads: Math.min(2, options.cores) };
  const [simd, slow] = await measure(
    [
      contender({ ...run, method: 'simd', steps: stepsFor(32) }, options),
      contender({ ...run, method: 'default', steps: 1 }, options),
    ],
    options.repeats,
  );
  const name = `${LAYERS} layers, batch 32, receptive field 2,047`;
  yield benchRow({ ...simd!, name, ratio: medianOf(slow!) / medianOf(simd!), wanted: '≥ 1000 × as fast as default' });
  yield benchRow({ ...slow!, name });
}

async function* byLayers(options: TimeGenerationOptions): AsyncGenerator<BenchRow> {
  const counts = [1, 5, 10, 15, 20, 25, 30];
  const measured = await measure(
    counts.map((layers) => {
      const model = generationModel(cyclicDilations(layers));
      const steps = Math.ceil((LAYERS / layers) * stepsFor(32));
      return contender({ model, method: 'simd', batch: 32, threads: Math.min(2, options.cores), steps }, options);
    }),
    options.repeats,
  );
  const farthest = distanceFromLine(counts, measured.map(medianOf));
  for (const [i, one] of measured.entries()) {
    const last = i === counts.length - 1;
    yield benchRow({
      ...one,
      name: `${counts[i]} layers, batch 32`,
      ratio: last ? farthest : null,
      wanted: last ? 'linear: all ≤ 0.15 off a line' : null,
    });
  }
}

/**
 * A step's time in each decade of one long generation, so that what a step costs late can be told; the median of blocks
 * of 500, as a million steps outlast many a pause that the machine makes.
 */
async function* byHorizon(options: TimeGenerationOptions): AsyncGenerator<BenchRow> {
  const model = generationModel(cyclicDilations(LAYERS));
  const run = { model, method: 'simd', batch: 1, threads: 1, steps: 500 } as const;
  const times = DECADES.map((): number[] => []);
  // A million steps take half a minute, so a few times have to do.
  for (let repeat = 0; repeat < Math.min(3, options.repeats); repeat++) {
    const timer = timerOf(run, options);
    try {
      // The kernel's compilers take some steps to settle.
      for (let made = 0; made < 20_000; made += run.steps) await timer.time();
      let made = 0;
      for (const [decade, end] of DECADES.entries()) {
        const blocks: number[] = [];
        for (; made < end; made += run.steps) blocks.push((await timer.time()).ms / run.steps);
        times[decade]!.push(median(blocks));
      }
    } finally {
      await timer.end();
    }
  }
  for (const [decade, own] of times.entries()) {
    yield benchRow({
      name: `${LAYERS} layers, batch 1, steps up to 10^${decade + 3}`,
      method: simdName(options.kernel, run.threads),
      times: own,
      ratio: median(own) / median(times[0]!),
      wanted: decade === 0 ? null : '≤ 1.1 × the first thousand',
    });
  }
}

/** From a model's parameters to queues and panels in the kernel's memory, with the threads started. */
async function* packing({ kernel, cores, repeats }: TimeGenerationOptions): AsyncGenerator<BenchRow> {
  const { model, parameters } = untrained(generationModel(cyclicDilations(2 * LAYERS)));
  for (const batch of [32, 1]) {
    const times: number[] = [];
    for (let i = 0; i < repeats; i++) {
      const begun = performance.now();
      const session = new SimdSession({
        model,
        parameters,
        rows: batch,
        classes: null,
        sampler: { kind: 'greedy' },
        firstRow: 0,
        noiseStreams: 0,
        seed: 0,
        threads: Math.min(2, cores),
        kernel,
        blockSteps: 1,
        logits: false,
      });
      times.push(performance.now() - begun);
      await session.close();
    }
    yield benchRow({
      name: `building and packing ${(parameters.length / 1e6).toFixed(2)} M parameters, batch ${batch}`,
      method: simdName(kernel, Math.min(2, cores)),
      times,
      wanted: '≤ 50 ms',
    });
  }
}

type Run = Pick<GeneratorTimerOptions, 'batch' | 'threads' | 'steps'> & {
  model: ReturnType<typeof generationModel>;
  method: GeneratorMethod;
};

function contender(run: Run, options: TimeGenerationOptions): () => Contender {
  return () => {
    const timer = timerOf(run, options);
    return {
      method: run.method === 'simd' ? simdName(options.kernel, run.threads) : run.method,
      turn: async () => {
        const { ms, steps } = await timer.time();
        return { ms: ms / steps, peakMemoryMb: null, sinceStart: null };
      },
      end: () => timer.end(),
    };
  };
}

function timerOf({ model, ...run }: Run, { kernel }: TimeGenerationOptions): GeneratorTimer {
  return new GeneratorTimer({ ...run, trained: untrained(model), kernel });
}

function pytorchQueues(pytorch: PyTorch, { batch, threads }: { batch: number; threads: number }): Contender {
  const sizes = { batch, layers: LAYERS, threads };
  const options = Object.entries(sizes).flatMap(([name, size]) => [`--${name}`, String(size)]);
  return pytorchContender(pytorch, ['generate', ...options], `PyTorch, queues, ${threadsText(threads)}`);
}

/** Steps of 20 layers that take about a tenth of a second. */
function stepsFor(batch: number): number {
  return batch === 1 ? 4000 : 250;
}

function simdName(kernel: KernelModule, threads: number): string {
  return `simd (${kernel.variant}), ${threadsText(threads)}`;
}

function threadsText(threads: number): string {
  return threads === 1 ? '1 thread' : `${threads} threads`;
}

function medianOf({ times }: Measured): number {
  return median(times);
}
