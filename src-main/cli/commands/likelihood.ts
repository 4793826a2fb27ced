import { Option, type Command } from 'commander';
import { resolve } from 'node:path';
import type { LikelihoodChoice, SeriesLikelihood } from '../../contract/likelihoods';
import { nodeFiles } from '../../services/files';
import { readPrompts, readSamples } from '../../services/number-files';
import { integers, withDataOptions } from '../arguments';
import { withWorkbench, type Context, type DataOptions } from '../context';
import { requireFolder } from '../generation-options';
import { modelOf, requireModel, withModelOptions, type ModelOptions } from '../model-options';
import { numberText, printJson, printResult, table, type Column } from '../output';

interface Options extends DataOptions, ModelOptions {
  data?: string;
  series: number[];
  condition?: number[];
  marginal?: boolean;
  local?: string;
  steps?: string;
}

/** `wavebench likelihood`: how probable a model finds whole series. */
export function addLikelihoodCommand(program: Command, context: Context): void {
  const command = program
    .command('likelihood')
    .description('log p(x) of whole series under a model, and bits per sample; of the run’s test data, or of a file');
  withDataOptions(
    withModelOptions(command)
      .option('--series <numbers>', 'which test series of the run’s data, e.g. 0,1,2', integers(0), [0])
      .addOption(
        new Option('--data <file>', 'CSV file with a column of tokens for each series, or .npy with a row').conflicts(
          'series',
        ),
      )
      .addOption(
        new Option('--condition <classes>', 'under these classes (default: the series’ own)')
          .argParser(integers(0))
          .conflicts('marginal'),
      )
      .option('--marginal', 'whatever the class: summed over all of them, each as likely as any other')
      .option('--local <file>', 'local condition, CSV or .npy: a line for each sample but the last')
      .option('--steps <file>', 'write the bits of every sample here, as CSV', (file) => resolve(file)),
  ).action(async (options: Options) => {
    requireModel(command, options);
    if (options.steps) requireFolder(options.steps);
    await withWorkbench(context, { dataDir: options.dataDir }, async (workbench) => {
      const { source } = modelOf(workbench, options);
      const found = await workbench.likelihoods(source, choiceOf(options));
      if (options.steps) nodeFiles.write(options.steps, stepsTable(found));
      if (options.json) printJson(found);
      else printResult(table(columns, found));
    });
  });
}

function choiceOf({ data, series, condition, marginal, local }: Options): LikelihoodChoice {
  return {
    series:
      data === undefined
        ? { kind: 'dataset', series }
        : { kind: 'tokens', rows: readPrompts(resolve(data), nodeFiles) },
    classes: marginal ? 'marginal' : (condition ?? null),
    local: local === undefined ? null : readSamples(resolve(local), nodeFiles),
  };
}

const columns: Column<SeriesLikelihood>[] = [
  { title: 'Series', text: ({ series }) => String(series), align: 'right' },
  { title: 'Class', text: ({ class: own, posterior }) => (posterior ? 'any' : String(own ?? '-')), align: 'right' },
  { title: 'Samples', text: ({ steps }) => String(steps.length), align: 'right' },
  { title: 'log p (nats)', text: ({ logLikelihood }) => logLikelihood.toFixed(3), align: 'right' },
  { title: 'Bits per sample', text: ({ bitsPerSample }) => bitsPerSample.toFixed(4), align: 'right' },
  {
    title: 'p(class | series)',
    text: ({ posterior }) => posterior?.map((share) => numberText(share, 3)).join(', ') ?? '',
  },
];

function stepsTable(found: readonly SeriesLikelihood[]): string {
  const lines = found.flatMap(({ series, class: own, steps }) =>
    steps.map((nats, sample) => `${series},${own ?? ''},${sample},${-nats / Math.LN2}`),
  );
  return ['series,class,sample,bits', ...lines, ''].join('\n');
}
