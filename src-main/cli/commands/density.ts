import { Option, type Command } from 'commander';
import { resolve } from 'node:path';
import type {
  DensityChoice,
  DensityOfSet,
  DensityResult,
  DensitySet,
  EvaluationDetail,
} from '../../contract/evaluations';
import { densityFigures, imageSubject, type DensityFigure } from '../../services/image-figures';
import type { Workbench } from '../../services/workbench';
import { integer, list, withDataOptions } from '../arguments';
import type { Context, DataOptions } from '../context';
import { evaluateAndReport } from '../evaluate-and-report';
import { withPaperOptions, type FigureFileOptions } from '../figure-files';
import { addResultFile, requireFolders, writeResults } from '../image-options';
import { modelOf, requireModel, withModelOptions, type ModelOptions } from '../model-options';
import { durationText, printJson, printResult, table, type Column } from '../output';

interface Options extends DataOptions, ModelOptions, Omit<FigureFileOptions, 'out'> {
  count: number;
  seed: number;
  rotate: number[];
  noise: boolean;
  other: string[];
  bins: number;
  figure: DensityFigure;
  out: string[];
}

/** `wavebench density`: log p(x) of test images, turned ones, noise and other images. */
export function addDensityCommand(program: Command, context: Context): void {
  const command = program
    .command('density')
    .description('log p(x) of test images, rotated ones, noise and other sets’ images: what the model finds likely');
  withDataOptions(
    withPaperOptions(
      withModelOptions(command)
        .option('--count <images>', 'images of each kind, drawn by the seed', integer(1, 100_000), 200)
        .option('--seed <seed>', 'decides images and noise', integer(0), 1)
        .option('--rotate <degrees>', 'angles that the test images are turned by, e.g. 90,180', angles, [90, 180, 270])
        .option('--no-noise', 'leave noise out')
        .option(
          '--other <folder>',
          'images of another set as well: IDX files of the same size; can be repeated',
          addFolder,
          [],
        )
        .option('--bins <bins>', 'bins of the histograms', integer(2, 400), 60)
        .addOption(
          new Option('--figure <figure>', 'what is drawn into --out')
            .choices(Object.keys(densityFigures))
            .default('histograms'),
        )
        .option(
          '--out <file>',
          '.json: all of it; .csv: a line for each image; .svg, .pdf, .png: the figure',
          addResultFile,
          [],
        ),
    ),
  ).action(async (options: Options) => {
    requireModel(command, options);
    requireFolders(options.out);
    await evaluateAndReport(context, {
      dataDir: options.dataDir,
      choose: (workbench) => ({ ...modelOf(workbench, options), choice: choiceOf(options) }),
      report: (workbench, evaluation) => report(workbench, evaluation, options, context.version),
    });
  });
}

function choiceOf({ count, seed, rotate, noise, other, bins }: Options): DensityChoice {
  const sets: DensitySet[] = [
    { kind: 'test' },
    ...rotate.map((degrees) => ({ kind: 'rotated' as const, degrees })),
    ...(noise ? (['as-data', 'uniform'] as const).map((levels) => ({ kind: 'noise' as const, levels })) : []),
    ...other.map((folder) => ({ kind: 'other' as const, folder })),
  ];
  return { kind: 'density', count, seed, sets, bins };
}

async function report(
  workbench: Workbench,
  evaluation: EvaluationDetail,
  options: Options,
  version: string,
): Promise<void> {
  const result = evaluation.result as DensityResult;
  const { id, model, duration } = evaluation;
  const run = evaluation.runId === null ? null : workbench.runs.get(evaluation.runId);
  const subject = imageSubject({ run, model: model!, version });
  const figure = () => densityFigures[options.figure](subject, result);
  const written = await writeResults(workbench, { all: evaluation, lines: () => everyImage(result), figure }, options);
  if (options.json) return printJson({ ...evaluation, written });
  const about = `Evaluation ${id}: log p(x) by ${model!.file}, ${durationText(duration)}`;
  printResult([about, '', table(columnsOf(result), result.sets), ...written].join('\n'));
}

function columnsOf({ image: { width, height } }: DensityResult): Column<DensityOfSet>[] {
  const nats = -width * height * Math.LN2;
  return [
    { title: 'Images', text: ({ label }) => label },
    { title: 'N', text: ({ bits }) => String(bits.length), align: 'right' },
    { title: 'Bits per pixel', text: ({ mean }) => mean.toFixed(4), align: 'right' },
    { title: '± std', text: ({ standardDeviation }) => standardDeviation.toFixed(4), align: 'right' },
    { title: 'Least', text: ({ bits }) => Math.min(...bits).toFixed(4), align: 'right' },
    { title: 'Most', text: ({ bits }) => Math.max(...bits).toFixed(4), align: 'right' },
    { title: 'Mean log p (nats)', text: ({ mean }) => (nats * mean).toFixed(1), align: 'right' },
  ];
}

function everyImage({ sets }: DensityResult): string[] {
  const lines = sets.flatMap(({ label, bits }) => bits.map((one, i) => `${label},${i},${one}`));
  return ['images,number,bits_per_pixel', ...lines];
}

function angles(text: string): number[] {
  return list(text).map(integer(-360, 360));
}

function addFolder(folder: string, before: string[]): string[] {
  return [...before, resolve(folder)];
}
