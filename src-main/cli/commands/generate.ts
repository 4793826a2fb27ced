import { Option, type Command } from 'commander';
import { resolve } from 'node:path';
import { modelSchema, parseWith } from '../../contract/configuration';
import { UserError } from '../../contract/errors';
import type { CheckpointChoice, GenerationSummary } from '../../contract/generations';
import { nodeFiles } from '../../services/files';
import type { Workbench } from '../../services/workbench';
import { withDataOptions } from '../arguments';
import { withWorkbench, type Context, type DataOptions } from '../context';
import {
  checkpointChoice,
  generationChoice,
  requireFolder,
  tokenTarget,
  withGenerationOptions,
  type GenerationOptions,
} from '../generation-options';
import { GenerationProgress } from '../generation-progress';
import { bytesText, durationText, numberText, printJson, printResult } from '../output';
import { signalExitCode, whileStoppable } from '../stop-signals';
import { writeStatistics } from '../trajectory-table';

interface Options extends DataOptions, GenerationOptions {
  run?: string;
  model?: string;
  configuration?: string;
  checkpoint: CheckpointChoice;
  out?: string;
  statistics?: string;
}

/** `wavebench generate`: samples from a model; the result is kept with its run. */
export function addGenerateCommand(program: Command, context: Context): void {
  const command = program
    .command('generate')
    .description('generate samples from a model; tokens and all that decides them are kept with the run')
    .addOption(new Option('--run <run>', 'id of a run, or its beginning').conflicts(['model', 'configuration']))
    .option('--checkpoint <which>', 'best, last or a step', checkpointChoice, 'best' as const)
    .option('--model <file>', 'weights instead of a run: a checkpoint or a .safetensors file')
    .option('--configuration <file>', 'JSON of the model, where the weights do not say it');
  withGenerationOptions(command)
    .option('--out <file>', 'write the tokens here as well: .csv, .npy or .json', tokenTarget)
    .option('--statistics <file>', 'write mean, confidence band and quantiles of every step here, as CSV', (file) =>
      resolve(file),
    );
  withDataOptions(command).action(async (options: Options) => {
    if (!options.run && !options.model) command.error('error: name a --run or a --model');
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
    const { id } = start(workbench, options);
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

function start({ runs, generations }: Workbench, options: Options): GenerationSummary {
  const { checkpoint, configuration } = options;
  if (options.run === undefined) {
    const text = configuration === undefined ? null : nodeFiles.readText(resolve(configuration));
    const model = text === null ? null : parseWith(modelSchema, JSON.parse(text), configuration!);
    return generations.startByFile(resolve(options.model!), model, generationChoice(options, null));
  }
  const run = runs.get(runs.find(options.run));
  return generations.start({ runId: run.id, checkpoint, ...generationChoice(options, run) });
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
