import type { Command } from 'commander';
import { resolve } from 'node:path';
import { UserError } from '../../contract/errors';
import type { GenerationSummary } from '../../contract/generations';
import { withDataOptions } from '../arguments';
import { withWorkbench, type Context, type DataOptions } from '../context';
import {
  generationChoice,
  requireFolder,
  tokenTarget,
  withGenerationOptions,
  type GenerationOptions,
} from '../generation-options';
import { GenerationProgress } from '../generation-progress';
import { modelOf, requireModel, withModelOptions, type ModelOptions } from '../model-options';
import { bytesText, durationText, numberText, printJson, printResult } from '../output';
import { signalExitCode, whileStoppable } from '../stop-signals';
import { writeStatistics } from '../trajectory-table';

interface Options extends DataOptions, ModelOptions, GenerationOptions {
  out?: string;
  statistics?: string;
}

/** `wavebench generate`: samples from a model; the result is kept with its run. */
export function addGenerateCommand(program: Command, context: Context): void {
  const command = program
    .command('generate')
    .description('generate samples from a model; tokens and all that decides them are kept with the run');
  withGenerationOptions(withModelOptions(command))
    .option('--out <file>', 'write the tokens here as well: .csv, .npy or .json', tokenTarget)
    .option('--statistics <file>', 'write mean, confidence band and quantiles of every step here, as CSV', (file) =>
      resolve(file),
    );
  withDataOptions(command).action(async (options: Options) => {
    requireModel(command, options);
    for (const target of [options.out, options.statistics]) if (target) requireFolder(target);
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
    const { source, run } = modelOf(workbench, options);
    const { id } = generations.startBy(source, generationChoice(options, run));
    const { result, signal } = await whileStoppable(generations.ended(id), () => generations.cancel([id]));
    progress.end();
    if (signal) process.exitCode = signalExitCode(signal);
    if (result.status === 'failed') throw new UserError(result.reason!);
    if (result.status !== 'completed') return;
    const written = options.out ? await generations.export(id, options.out) : null;
    if (options.statistics) await writeStatistics(generations, result, options.statistics);
    const { path } = generations.get(id);
    if (options.json) printJson({ ...result, path, written });
    else printResult(report(result, path!, [written?.path, options.statistics]));
  });
}

function report(generation: GenerationSummary, path: string, files: (string | undefined)[]): string {
  const { id, trajectories, choice, model, progress, duration, tokens } = generation;
  const { samplesPerSecond } = progress;
  return [
    `Generation ${id}: ${trajectories} × ${choice.steps} samples by ${model!.file}`,
    `${choice.method}, ${durationText(duration)}, ${numberText(samplesPerSecond, 3)} samples/s`,
    `${path}  ${bytesText(tokens!.bytes)}`,
    ...files.filter((file) => file !== undefined),
  ].join('\n');
}
