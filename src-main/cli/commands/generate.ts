import type { Command } from 'commander';
import { resolve } from 'node:path';
import { UserError } from '../../contract/errors';
import type { GenerationDetail, GenerationSummary } from '../../contract/generations';
import { galleryFigure, imageSubject } from '../../services/image-figures';
import type { Workbench } from '../../services/workbench';
import { withDataOptions } from '../arguments';
import { withWorkbench, type Context, type DataOptions } from '../context';
import {
  generationChoice,
  readValues,
  requireFolder,
  tokenTarget,
  withGenerationOptions,
  type GenerationOptions,
} from '../generation-options';
import { withPaperOptions, type FigureFileOptions } from '../figure-files';
import { GenerationProgress } from '../generation-progress';
import { addDrawing, writeResults } from '../image-options';
import { modelOf, requireModel, withModelOptions, type ModelOptions, type NamedModel } from '../model-options';
import { bytesText, durationText, numberText, printJson, printResult } from '../output';
import { signalExitCode, whileStoppable } from '../stop-signals';
import { writeStatistics } from '../trajectory-table';

interface Options extends DataOptions, ModelOptions, GenerationOptions, Omit<FigureFileOptions, 'out'> {
  out?: string;
  gallery?: string[];
  statistics?: string;
}

/** `wavebench generate`: samples from a model; the result is kept with its run. */
export function addGenerateCommand(program: Command, context: Context): void {
  const command = program
    .command('generate')
    .description('generate samples from a model; tokens and all that decides them are kept with the run');
  withPaperOptions(withGenerationOptions(withModelOptions(command)))
    .option('--out <file>', 'write the tokens here as well: .csv, .npy, .json, or of sounds .wav', tokenTarget)
    .option('--statistics <file>', 'write mean, confidence band and quantiles of every step here, as CSV', (file) =>
      resolve(file),
    )
    .option('--gallery <file>', 'draw images as a gallery, a row for each class: .svg, .pdf, .png', addDrawing);
  withDataOptions(command).action(async (options: Options) => {
    requireModel(command, options);
    const targets = [options.out, options.statistics, ...(options.gallery ?? [])];
    for (const target of targets) if (target) requireFolder(target);
    await generateAndReport(context, options);
  });
}

async function generateAndReport(context: Context, options: Options): Promise<void> {
  const progress = new GenerationProgress({ terminal: process.stderr, now: () => Date.now() });
  const publish = (name: string, payload: unknown) => {
    if (name === 'generations:changed') for (const one of payload as GenerationSummary[]) progress.update(one);
  };
  await withWorkbench(context, { dataDir: options.dataDir, publish }, async (workbench) => {
    const { generations } = workbench;
    const model = modelOf(workbench, options);
    if (options.gallery && !model.image) {
      throw new UserError('This model makes no images that could be drawn as a gallery.', 'Leave --gallery out.');
    }
    const values = await readValues(options, { run: model.run, ownDatasets: workbench.ownDatasets });
    const { id } = generations.startBy(model.source, generationChoice(options, { ...model, values }));
    const { result, signal } = await whileStoppable(generations.ended(id), () => generations.cancel([id]));
    progress.end();
    if (signal) process.exitCode = signalExitCode(signal);
    if (result.status === 'failed') throw new UserError(result.reason!);
    if (result.status !== 'completed') return;
    const written = options.out ? await generations.export(id, options.out) : null;
    if (options.statistics) await writeStatistics(generations, result, options.statistics);
    const drawn = options.gallery ? await drawGallery(workbench, { id, model, version: context.version }, options) : [];
    const detail = generations.get(id);
    if (options.json) printJson({ ...result, path: detail.path, written, drawn });
    else printResult(report(detail, [...(written?.paths ?? []), options.statistics, ...drawn]));
  });
}

async function drawGallery(
  workbench: Workbench,
  { id, model, version }: { id: string; model: NamedModel; version: string },
  { gallery, ...paper }: Options,
): Promise<string[]> {
  const generation = workbench.generations.get(id);
  const samples = await everyTrajectory(workbench.generations, generation);
  const subject = imageSubject({ run: model.run, model: generation.model!, version });
  const figure = () => galleryFigure(subject, { image: model.image!, generation, samples });
  return writeResults(workbench, { all: generation, lines: () => [], figure }, { ...paper, out: gallery! });
}

/** The tokens of all trajectories of a generation. */
async function everyTrajectory(
  generations: Workbench['generations'],
  { id, trajectories }: GenerationSummary,
): Promise<number[][]> {
  const samples: number[][] = [];
  for (let first = 0; first < trajectories; first += trajectoriesAtOnce) {
    const count = Math.min(trajectoriesAtOnce, trajectories - first);
    const numbers = Array.from({ length: count }, (_, i) => first + i);
    const request = { generationId: id, trajectories: numbers, from: 0, maxPoints: mostPixels };
    samples.push(...(await generations.trajectories(request)).map(({ token }) => token));
  }
  return samples;
}

/** As many as may be read at once, and more samples than an image has that is looked at. */
const trajectoriesAtOnce = 64;
const mostPixels = 20_000;

function report(generation: GenerationDetail, files: (string | undefined)[]): string {
  const { id, trajectories, choice, environment, model, progress, duration, tokens, path } = generation;
  const { samplesPerSecond } = progress;
  return [
    `Generation ${id}: ${trajectories} × ${choice.steps} samples by ${model!.file}`,
    `${environment!.method}, ${durationText(duration)}, ${numberText(samplesPerSecond, 3)} samples/s`,
    `${path}  ${bytesText(tokens!.bytes)}`,
    ...files.filter((file) => file !== undefined),
  ].join('\n');
}
