import { InvalidArgumentError, Option, type Command } from 'commander';
import { resolve } from 'node:path';
import { modelSchema, parseWith } from '../contract/configuration';
import { UserError } from '../contract/errors';
import type { EvaluatedImage } from '../contract/evaluations';
import type { CheckpointChoice } from '../contract/generations';
import type { RunDetail } from '../contract/runs';
import { imageOf } from '../services/bundled-models';
import { nodeFiles } from '../services/files';
import type { ModelSource } from '../services/model-source';
import type { Workbench } from '../services/workbench';

/** What the options that name a model say. */
export interface ModelOptions {
  run?: string;
  model?: string;
  configuration?: string;
  checkpoint: CheckpointChoice;
}

/** Adds the options that name a model: a run with its checkpoint, or a file. */
export function withModelOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--run <run>', 'id of a run, or its beginning; or an arm, whose newest run is taken').conflicts([
        'model',
        'configuration',
      ]),
    )
    .option('--checkpoint <which>', 'best, last or a step', checkpointChoice, 'best' as const)
    .option('--model <file>', 'weights instead of a run: a file, or the name of a model that comes along')
    .option('--configuration <file>', 'JSON of the model, where the weights do not say it');
}

/** Ends the command as wrong usage when no model is named. */
export function requireModel(command: Command, { run, model }: ModelOptions): void {
  if (run === undefined && model === undefined) command.error('error: name a --run or a --model');
}

/** A model, the run that it belongs to, and how its images are unrolled, where either is known. */
export interface NamedModel {
  source: ModelSource;
  run: RunDetail | null;
  image: EvaluatedImage | null;
}

/** The model that the options name. */
export function modelOf(
  { runs, models }: Pick<Workbench, 'runs' | 'models'>,
  { run, model, configuration, checkpoint }: ModelOptions,
): NamedModel {
  if (run !== undefined) {
    const detail = runs.get(newestOfArm(runs, run) ?? runs.find(run));
    return { source: { runId: detail.id, checkpoint }, run: detail, image: imageOf(detail.configuration.data) };
  }
  if (configuration === undefined && !nodeFiles.exists(resolve(model!)) && /^[\w-]+$/.test(model!)) {
    return { source: models.source(model!), run: null, image: models.get(model!).image };
  }
  return {
    source: { path: resolve(model!), configuration: configuration === undefined ? null : readModel(configuration) },
    run: null,
    image: null,
  };
}

/** The id of the first run of an arm in the newest study that has a model of it, or null. */
function newestOfArm(runs: Workbench['runs'], arm: string): string | null {
  const found = runs.list({ archived: false }).find((run) => run.arm === arm && run.progress.step > 0);
  return found?.id ?? null;
}

function readModel(file: string) {
  let value: unknown;
  try {
    value = JSON.parse(nodeFiles.readText(resolve(file)));
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${(error as Error).message}.`);
  }
  return parseWith(modelSchema, value, `configuration in ${file}`);
}

/** Parses `best`, `last` or a step. */
function checkpointChoice(text: string): CheckpointChoice {
  if (text === 'best' || text === 'last') return text;
  if (/^\d+$/.test(text)) return { step: Number(text) };
  throw new InvalidArgumentError('It must be best, last or the step of a checkpoint.');
}
