import { Option, type Command } from 'commander';
import { extname, resolve } from 'node:path';
import { UserError } from '../../contract/errors';
import type { ClassificationChoice, ClassificationResult, EvaluationDetail } from '../../contract/evaluations';
import {
  classificationFigures,
  imageSubject,
  progressiveFrames,
  type ClassificationFigure,
} from '../../services/image-figures';
import type { Workbench } from '../../services/workbench';
import { decimal, integer, withDataOptions } from '../arguments';
import { withWorkbench, type Context, type DataOptions } from '../context';
import { evaluateAndReport } from '../evaluate-and-report';
import { paperOf, withPaperOptions, type FigureFileOptions } from '../figure-files';
import { addResultFile, requireFolders, writeResults } from '../image-options';
import { modelOf, requireModel, withModelOptions, type ModelOptions } from '../model-options';
import { bytesText, durationText, numberText, printJson, printResult, table, type Column } from '../output';

interface Options extends DataOptions, ModelOptions, Omit<FigureFileOptions, 'out'> {
  count?: number;
  seed: number;
  prior: ClassificationChoice['prior'];
  bins: number;
  figure: ClassificationFigure;
  out: string[];
  animate?: number;
  frames: number;
  seconds: number;
}

/** `wavebench classify`: tells test images apart by p(y | x) ∝ p(x | y) p(y). */
export function addClassifyCommand(program: Command, context: Context): void {
  const command = program
    .command('classify')
    .description('tell test images apart by p(y | x) ∝ p(x | y) p(y); what comes out is kept with the run');
  withDataOptions(
    withPaperOptions(
      withModelOptions(command)
        .option('--count <images>', 'test images, drawn by the seed (default: all)', integer(1, 100_000))
        .option('--seed <seed>', 'decides which images are taken', integer(0), 1)
        .addOption(
          new Option('--prior <prior>', 'p(y) of the classes').choices(['uniform', 'training']).default('uniform'),
        )
        .option('--bins <bins>', 'bins of the calibration', integer(2, 100), 10)
        .addOption(
          new Option('--figure <figure>', 'what is drawn into --out')
            .choices(Object.keys(classificationFigures))
            .default('confusion'),
        )
        .option(
          '--out <file>',
          '.json: all of it; .csv: a line for each image; .svg, .pdf, .png: the figure; .gif or .png with --animate',
          addFile,
          [],
        )
        .option('--animate <image>', 'draw p(y | first n pixels) of this test image into --out instead', integer(0))
        .option('--frames <count>', 'frames of the animation', integer(2, 480), 57)
        .option('--seconds <seconds>', 'time of a frame', decimal(0.02, 60), 0.1),
    ),
  ).action(async (options: Options) => {
    requireModel(command, options);
    requireFolders(options.out);
    const animated = options.out.filter((file) => extname(file).toLowerCase() === '.gif');
    if (options.animate !== undefined) return animate(context, options, options.animate);
    if (animated.length > 0) command.error('error: a .gif needs --animate <image>');
    await evaluateAndReport(context, {
      dataDir: options.dataDir,
      choose: (workbench) => ({ ...modelOf(workbench, options), choice: choiceOf(options) }),
      report: (workbench, evaluation) => report(workbench, evaluation, options, context.version),
    });
  });
}

function addFile(file: string, before: string[]): string[] {
  if (extname(file).toLowerCase() === '.gif') return [...before, resolve(file)];
  return addResultFile(file, before);
}

function choiceOf({ count, seed, prior, bins }: Options): ClassificationChoice {
  return { kind: 'classification', count: count ?? null, seed, prior, bins };
}

async function report(
  workbench: Workbench,
  evaluation: EvaluationDetail,
  options: Options,
  version: string,
): Promise<void> {
  const result = evaluation.result as ClassificationResult;
  const run = evaluation.runId === null ? null : workbench.runs.get(evaluation.runId);
  const subject = imageSubject({ run, model: evaluation.model!, version });
  const figure = () => {
    if (options.figure === 'errors' && result.errors.length === 0) {
      throw new UserError('All images were told apart, so there are no errors to draw.', 'Take more: --count.');
    }
    return classificationFigures[options.figure](subject, result);
  };
  const written = await writeResults(workbench, { all: evaluation, lines: () => predictions(result), figure }, options);
  if (options.json) printJson({ ...evaluation, written });
  else printResult([summary(evaluation, result), ...written].join('\n'));
}

function summary({ id, model, duration }: EvaluationDetail, result: ClassificationResult): string {
  const { accuracy, calibrationError, bitsPerPixel, logLoss, millisecondsPerThousand, images, errors } = result;
  const rows = result.confusion.map((row, own): Confused => ({ own, row }));
  const columns: Column<Confused>[] = [
    { title: 'Own\\as', text: ({ own }) => String(own), align: 'right' },
    ...rows.map(({ own: predicted }): Column<Confused> => {
      const text = (row: Confused) => (row.row[predicted] ? String(row.row[predicted]) : '.');
      return { title: String(predicted), text, align: 'right' };
    }),
  ];
  const count = images.index.length;
  return [
    `Evaluation ${id}: ${count} test images by ${model!.file}, ${durationText(duration)}`,
    `Accuracy           ${(100 * accuracy).toFixed(2)} % (${count - wrong(result)} of ${count})`,
    `Log loss           ${numberText(logLoss, 3)} nats, calibration error ${numberText(calibrationError, 3)}`,
    `Bits per pixel     ${bitsPerPixel.marginal.toFixed(4)}, ${bitsPerPixel.ofClass.toFixed(4)} given the class`,
    `Time               ${durationText(millisecondsPerThousand)} for 1,000 images`,
    '',
    table(columns, rows),
    '',
    table(seenColumns, seenRows(result)),
    ...(errors.length > 0 ? ['', `Surest errors: ${errors.slice(0, 8).map(errorText).join('; ')}`] : []),
  ].join('\n');
}

/** A row of the confusion matrix. */
interface Confused {
  own: number;
  row: readonly number[];
}

interface Seen {
  pixels: number;
  accuracy: number;
  confidence: number;
}

const seenColumns: Column<Seen>[] = [
  { title: 'Pixels seen', text: ({ pixels }) => String(pixels), align: 'right' },
  { title: 'Accuracy', text: ({ accuracy }) => accuracy.toFixed(3), align: 'right' },
  { title: 'Mean probability', text: ({ confidence }) => confidence.toFixed(3), align: 'right' },
];

/** Every eighth of an image. */
function seenRows({ progressive: { pixels, accuracy, confidence } }: ClassificationResult): Seen[] {
  const stride = Math.max(1, Math.floor((pixels.length - 1) / 8));
  return pixels
    .map((seen, i) => ({ pixels: seen, accuracy: accuracy[i]!, confidence: confidence[i]! }))
    .filter((_, i) => i % stride === 0);
}

function wrong({ images }: ClassificationResult): number {
  return images.class.filter((own, i) => own !== images.predicted[i]).length;
}

function errorText({ index, class: own, predicted, posterior }: ClassificationResult['errors'][number]): string {
  return `image ${index}, ${own} as ${predicted} (${posterior[predicted]!.toFixed(2)})`;
}

function predictions({ images }: ClassificationResult): string[] {
  const lines = images.index.map((index, i) => {
    return [index, images.class[i], images.predicted[i], images.confidence[i]].join(',');
  });
  return ['image,class,predicted,probability', ...lines];
}

/** Frames in which the last one of an animation stands, so that it is seen before all begins anew. */
const rest = 15;
/** Dots per inch of frames at most: they are looked at on a screen. */
const screenDots = 150;

async function animate(context: Context, options: Options, image: number): Promise<void> {
  await withWorkbench(context, { dataDir: options.dataDir }, async (workbench) => {
    const { source, run } = modelOf(workbench, options);
    const [found] = await workbench.images.posteriors(source, { images: [image], prior: options.prior });
    const file = 'path' in source ? (source.name ?? source.path) : `${options.checkpoint}`;
    const subject = imageSubject({ run, model: { file }, version: context.version });
    for (const path of options.out) {
      const pause = extname(path).toLowerCase() === '.gif' ? rest : 0;
      const frames = progressiveFrames(subject, found!, { frames: options.frames, rest: pause });
      const paper = paperOf(frames[0]!, { ...options, dpi: Math.min(options.dpi, screenDots) });
      const request = { frames, paper, secondsPerFrame: options.seconds, path };
      const files = await workbench.figure.call('exportFrames', request);
      printResult(files.map((written) => `${written.path}  ${bytesText(written.bytes)}`).join('\n'));
    }
    if (options.out.length === 0) printResult(posteriorTable(found!.posteriors));
  });
}

function posteriorTable(posteriors: readonly (readonly number[])[]): string {
  const stride = Math.max(1, Math.floor((posteriors.length - 1) / 16));
  const rows = posteriors.map((row, seen) => ({ seen, row })).filter((_, seen) => seen % stride === 0);
  return table(
    [
      { title: 'Pixels seen', text: ({ seen }) => String(seen), align: 'right' },
      ...posteriors[0]!.map((_, y): Column<(typeof rows)[number]> => {
        return { title: `p(${y})`, text: ({ row }) => row[y]!.toFixed(3), align: 'right' };
      }),
    ],
    rows,
  );
}
