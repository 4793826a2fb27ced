import { InvalidArgumentError, Option, type Command } from 'commander';
import { UserError } from '../../contract/errors';
import { parseWith } from '../../contract/configuration';
import {
  generatorMethods,
  mostDilatedLayers,
  startGeneratorBenchmarkSchema,
  type GeneratorBenchmark,
  type GeneratorMethod,
  type GeneratorPoint,
  type StartGeneratorBenchmark,
} from '../../contract/generator-benchmark';
import type { Workbench } from '../../services/workbench';
import { decimal, integer, list, withDataOptions } from '../arguments';
import { withWorkbench, type Context, type DataOptions } from '../context';
import { outOption, printFiles, withPaperOptions, writeFigure, type FigureFileOptions } from '../figure-files';
import { numberText, printJson, printResult, table, tell, type Column } from '../output';
import { signalExitCode, whileStoppable } from '../stop-signals';

interface Options extends DataOptions, Omit<FigureFileOptions, 'out'> {
  methods: GeneratorMethod[];
  layers?: number[];
  seconds: number;
  out?: FigureFileOptions['out'];
  published: boolean;
  again?: boolean;
}

/** `wavebench bench generators`: the time for 100 samples against the number of dilated layers, and its figure. */
export function addBenchGeneratorsCommand(bench: Command, context: Context): void {
  const command = bench
    .command('generators')
    .description('time all generators against the number of dilated layers; the result is kept with the studies')
    .option('--methods <names>', `some of ${generatorMethods.join(', ')}`, methodList, [...generatorMethods])
    .option('--layers <counts>', 'numbers of dilated layers, e.g. 1,5,10 (default: 1 to 13)', layerList)
    .option('--seconds <limit>', 'most seconds for each point', decimal(0.1, 600), 20)
    .addOption(outOption())
    .option('--no-published', 'leave the published curves out of the figure')
    .addOption(new Option('--again', 'draw the newest that is kept instead of measuring'));
  withDataOptions(withPaperOptions(command)).action(async (options: Options) => {
    await withWorkbench(context, { dataDir: options.dataDir, publish: tellPoints }, async (workbench) => {
      const { benchmark, signal } = options.again
        ? { benchmark: newest(workbench), signal: null }
        : await measure(workbench, requestOf(options));
      if (benchmark.status === 'failed') throw new UserError(`The benchmark failed: ${benchmark.reason}`);
      if (options.json) printJson(benchmark);
      else printResult(table(columns, benchmark.points));
      if (options.out && benchmark.points.length > 0) {
        const { out, published } = options;
        const figure = workbench.benchmarks.figure(benchmark, { published });
        const files = await writeFigure(workbench, figure, { ...options, out });
        if (!options.json) printFiles(files);
      }
      if (signal) process.exitCode = signalExitCode(signal);
    });
  });
}

/** Measures until all points are there or a signal ends it. */
async function measure(
  { benchmarks }: Workbench,
  request: StartGeneratorBenchmark,
): Promise<{ benchmark: GeneratorBenchmark; signal: NodeJS.Signals | null }> {
  benchmarks.start(request);
  const { result, signal } = await whileStoppable(benchmarks.ended(), () => benchmarks.stop());
  return { benchmark: result!, signal };
}

function newest({ benchmarks }: Workbench): GeneratorBenchmark {
  const [benchmark] = benchmarks.list();
  if (!benchmark) throw new UserError('No benchmark is kept yet.', 'Leave --again out to measure.');
  return benchmark;
}

function requestOf({ methods, layers, seconds }: Options): StartGeneratorBenchmark {
  const request = { methods, secondsPerPoint: seconds, ...(layers ? { layers } : {}) };
  return parseWith(startGeneratorBenchmarkSchema, request, 'benchmark');
}

const tellPoints: NonNullable<Parameters<typeof withWorkbench>[1]['publish']> = (name, payload) => {
  if (name !== 'benchmark:row') return;
  const { point } = payload as { point: GeneratorPoint };
  const { method, dilatedLayers, median, repeats, steps } = point;
  tell(`${dilatedLayers} layers, ${method}: ${numberText(median)} s for 100 samples (${repeats} × ${steps} steps)`);
};

const columns: Column<GeneratorPoint>[] = [
  { title: 'Layers', text: ({ dilatedLayers }) => String(dilatedLayers), align: 'right' },
  { title: 'Receptive field', text: ({ receptiveField }) => String(receptiveField), align: 'right' },
  { title: 'Generator', text: ({ method }) => method },
  { title: 'Seconds for 100 samples', text: ({ median }) => numberText(median), align: 'right' },
  { title: 'Least … greatest', text: ({ min, max }) => `${numberText(min)} … ${numberText(max)}`, align: 'right' },
  { title: 'Repeats × steps', text: ({ repeats, steps }) => `${repeats} × ${steps}`, align: 'right' },
];

function methodList(text: string): GeneratorMethod[] {
  return list(text).map((name) => {
    const method = generatorMethods.find((known) => known === name);
    if (!method) throw new InvalidArgumentError(`"${name}" is none of ${generatorMethods.join(', ')}.`);
    return method;
  });
}

function layerList(text: string): number[] {
  return list(text).map(integer(1, mostDilatedLayers));
}
