import { Option, type Command } from 'commander';
import type { CompletedImage, CompletionChoice, ImageCompletions } from '../../contract/evaluations';
import { nodeFiles } from '../../services/files';
import { completionsFigure, imageSubject } from '../../services/image-figures';
import { writeTokens } from '../../services/number-files';
import { decimal, integer, integers, withDataOptions } from '../arguments';
import { withWorkbench, type Context, type DataOptions } from '../context';
import { progressText } from '../evaluate-and-report';
import { withPaperOptions, type FigureFileOptions } from '../figure-files';
import { addTokensFile, requireFolders, writeResults } from '../image-options';
import { modelOf, requireModel, withModelOptions, type ModelOptions } from '../model-options';
import { numberText, printJson, printResult, table, type Column } from '../output';
import { StatusLine } from '../status-line';
import { signalExitCode, whileStoppable } from '../stop-signals';

interface Options extends DataOptions, ModelOptions, Omit<FigureFileOptions, 'out'> {
  images: number[];
  observed: number;
  count: number;
  class: CompletionChoice['class'];
  temperature: number;
  seed: number;
  shown: number;
  out: string[];
}

/** `wavebench complete`: test images from their first pixels on. */
export function addCompleteCommand(program: Command, context: Context): void {
  const command = program
    .command('complete')
    .description('complete test images from their first pixels; says how probable their true rest was');
  withDataOptions(
    withPaperOptions(
      withModelOptions(command)
        .option('--images <numbers>', 'which test images, e.g. 0,1,2', integers(0), [0, 1, 2, 3, 4, 5, 6])
        .option('--observed <pixels>', 'pixels in scan order that are seen', integer(1), 392)
        .option('--count <completions>', 'completions of each image', integer(1, 4096), 6)
        .addOption(
          new Option('--class <class>', 'under each image’s own class, or by what the seen pixels say of it')
            .choices(['given', 'none'])
            .default('given'),
        )
        .option('--temperature <number>', 'divides the logits', decimal(1e-6, 1000), 1)
        .option('--seed <seed>', 'decides all samples', integer(0), 1)
        .option('--shown <completions>', 'completions of each image that are drawn', integer(1, 100), 6)
        .option(
          '--out <file>',
          '.json: all of it; .csv: a line for each pixel; .npy: [images, 1 + completions, samples], each original ' +
            'before its completions; .svg, .pdf, .png: the figure',
          addTokensFile,
          [],
        ),
    ),
  ).action(async (options: Options) => {
    requireModel(command, options);
    requireFolders(options.out);
    await completeAndReport(context, options);
  });
}

async function completeAndReport(context: Context, options: Options): Promise<void> {
  const { images, observed, count, class: classed, temperature, seed } = options;
  const line = new StatusLine({ terminal: process.stderr, now: () => Date.now() });
  await withWorkbench(context, { dataDir: options.dataDir }, async (workbench) => {
    const { source, run } = modelOf(workbench, options);
    const choice: CompletionChoice = { images, observed, count, class: classed, temperature, seed };
    const work = workbench.images.complete(source, choice, {
      onReport: (report) => {
        if (report.type === 'progress' && report.done > 0) line.show(() => progressText(report));
      },
    });
    const caught = work.then(
      (result) => ({ result }),
      (error: unknown) => ({ error }),
    );
    const { result: outcome, signal } = await whileStoppable(caught, () => workbench.images.cancel());
    line.end();
    if (signal) {
      process.exitCode = signalExitCode(signal);
      return;
    }
    if ('error' in outcome) throw outcome.error;
    const { result } = outcome;
    const file = 'path' in source ? (source.name ?? source.path) : String(options.checkpoint);
    const subject = imageSubject({ run, model: { file }, version: context.version });
    const figure = () => completionsFigure(subject, result, options.shown);
    const results = {
      all: result,
      lines: () => everyPixel(result),
      array: (path: string) => writeArray(path, result),
      figure,
    };
    const written = await writeResults(workbench, results, options);
    if (options.json) printJson({ ...result, written });
    else printResult([table(columns, result.images), ...written].join('\n'));
  });
}

const columns: Column<CompletedImage>[] = [
  { title: 'Image', text: ({ index }) => String(index), align: 'right' },
  { title: 'Class', text: ({ class: own }) => String(own ?? '-'), align: 'right' },
  {
    title: 'p(class | seen)',
    text: ({ class: own, posterior }) => (posterior && own !== null ? posterior[own]!.toFixed(3) : '-'),
    align: 'right',
  },
  { title: 'Completed as', text: ({ completions }) => classesOf(completions) },
  { title: 'Bits per pixel of the true rest', text: ({ bitsOfRest }) => bitsOfRest.toFixed(4), align: 'right' },
  {
    title: 'Mean std of a pixel',
    text: ({ standardDeviation }) => numberText(meanOf(standardDeviation), 3),
    align: 'right',
  },
];

/** `4 × 9, 2 × 4`, the most frequent first. */
function classesOf(completions: CompletedImage['completions']): string {
  const counts = new Map<number, number>();
  for (const { class: own } of completions) if (own !== null) counts.set(own, (counts.get(own) ?? 0) + 1);
  if (counts.size === 0) return '-';
  const byFrequency = [...counts].sort(([, a], [, b]) => b - a);
  return byFrequency.map(([own, count]) => `${count} × ${own}`).join(', ');
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Signals with the black pixel before each image: of each image the original, then its completions. */
function writeArray(path: string, { image, images }: ImageCompletions): void {
  const { quantizationLevels } = image;
  const rows = images.flatMap(({ original, completions }) => [original, ...completions.map(({ tokens }) => tokens)]);
  writeTokens(path, { rows, shape: [images.length, rows.length / images.length], quantizationLevels }, nodeFiles);
}

/** A line for each sample: the original, mean and standard deviation, and each completion, image after image. */
function everyPixel({ images }: ImageCompletions): string[] {
  const count = images[0]!.completions.length;
  const names = Array.from({ length: count }, (_, i) => `completion_${i}`);
  const lines = images.flatMap(({ index, original, mean, standardDeviation, completions }) =>
    original.map((level, t) => {
      const own = completions.map(({ tokens }) => tokens[t]!);
      return [index, t, level, mean[t], standardDeviation[t], ...own].join(',');
    }),
  );
  return [`image,sample,original,mean,standard_deviation,${names.join(',')}`, ...lines];
}
