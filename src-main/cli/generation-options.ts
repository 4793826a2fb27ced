import { InvalidArgumentError, Option, type Command } from 'commander';
import { basename, dirname, extname, resolve } from 'node:path';
import { parseWith } from '../contract/configuration';
import { leadingSamples } from '../contract/data-sizes';
import { UserError } from '../contract/errors';
import type { EvaluatedImage } from '../contract/evaluations';
import { generationChoiceSchema, type GenerationChoice } from '../contract/generations';
import { generatorMethods, type GeneratorMethod } from '../contract/generator-benchmark';
import { runSizes } from '../contract/run-sizes';
import type { ValuePrompt } from '../contract/prompt-files';
import type { RunDetail } from '../contract/runs';
import { nodeFiles } from '../services/files';
import type { OwnDatasets } from '../services/own-datasets';
import { readPrompts, readSamples } from '../services/number-files';
import { classList, decimal, integer, integers } from './arguments';

/** What the options that decide a generation say. */
export interface GenerationOptions {
  method: GeneratorMethod;
  threads?: number;
  greedy?: boolean;
  temperature: number;
  topK?: number;
  topP?: number;
  seed: number;
  count: number;
  steps?: number;
  prompt?: string;
  values?: string;
  dataset?: 'test';
  series: number[];
  observed?: number;
  condition?: number[];
  local?: string;
}

/** Adds the options that decide what is generated. */
export function withGenerationOptions(command: Command): Command {
  const unlessGreedy = (option: Option) => option.conflicts('greedy');
  const ofDataset = (flags: string, description: string) => new Option(flags, description).implies({ dataset: 'test' });
  return command
    .addOption(
      new Option(
        '--prompt <file>',
        'CSV file: a column of tokens for each prompt; or .npy: [prompts, samples]',
      ).conflicts('dataset'),
    )
    .addOption(
      new Option(
        '--values <file>',
        'values of a table, array or sound as a prompt, prepared as the imported data of the run',
      ).conflicts(['dataset', 'prompt']),
    )
    .addOption(new Option('--dataset <split>', 'continue series of the run’s data').choices(['test']))
    .addOption(
      ofDataset('--series <numbers>', 'which series of the data, e.g. 0,1,2').argParser(integers(0)).default([0]),
    )
    .addOption(
      ofDataset('--observed <samples>', 'samples of each series that are observed (default: as in training)').argParser(
        integer(1),
      ),
    )
    .option('--classes, --condition <classes>', 'classes of the global condition: 0,1,2 or 0-9', classList)
    .option(
      '--local <file>',
      'local condition, CSV file: a line for each sample, of imported columns in their own units; or .npy: [samples, channels]',
    )
    .option('--count <trajectories>', 'trajectories of each prompt and class', integer(1, 65_536), 1)
    .option(
      '--steps <samples>',
      'samples to generate (default: whole images, the forecast horizon of a run, or 100)',
      integer(1),
    )
    .addOption(
      unlessGreedy(
        new Option('--temperature <number>', 'divides the logits').argParser(decimal(1e-6, 1000)).default(1),
      ),
    )
    .addOption(
      unlessGreedy(new Option('--top-k <tokens>', 'only the k most likely tokens').argParser(integer(1, 1024))),
    )
    .addOption(
      unlessGreedy(
        new Option('--top-p <share>', 'only the most likely tokens that together reach it').argParser(decimal(1e-9, 1)),
      ),
    )
    .option('--greedy', 'always take the most likely token')
    .option('--seed <seed>', 'decides all samples; the same seed is the same noise', integer(0), 1)
    .addOption(new Option('--method <generator>', 'how it is computed').choices([...generatorMethods]).default('simd'))
    .option('--threads <count>', 'threads to compute on (default: all cores); changes no sample', integer(1, 256));
}

/**
 * The choice that the options make; run and images fill in what is left open. Throws a UserError for files that do not
 * fit.
 */
export function generationChoice(
  options: GenerationOptions,
  { run, image, values = null }: PromptSource,
): GenerationChoice {
  const { method, threads, greedy, temperature, topK, topP, seed, count, condition, local } = options;
  const prompt = values ? tokensOf(values) : promptOf(options, run);
  const choice: GenerationChoice = {
    method,
    threads: threads ?? null,
    sampler: greedy ? { kind: 'greedy' } : { kind: 'stochastic', temperature, topK: topK ?? null, topP: topP ?? null },
    seed,
    count,
    steps: options.steps ?? restOfImage(prompt, image) ?? run?.configuration.validation.forecastHorizon ?? 100,
    prompt,
    classes: condition ?? null,
    local: local === undefined ? null : readSamples(resolve(local), nodeFiles),
  };
  return parseWith(generationChoiceSchema, choice, 'generation');
}

/** Where prompts come from besides the options. */
export interface PromptSource {
  run: RunDetail | null;
  image: EvaluatedImage | null;
  /** What `--values` names, once it was read. */
  values?: ValuePrompt | null;
}

/** The values that `--values` names, prepared as the run's data; null where it is left out. */
export async function readValues(
  { values }: Pick<GenerationOptions, 'values'>,
  { run, ownDatasets }: { run: RunDetail | null; ownDatasets: Pick<OwnDatasets, 'valuePrompt'> },
): Promise<ValuePrompt | null> {
  if (values === undefined) return null;
  const data = run?.configuration.data;
  if (data?.source !== 'own')
    throw new UserError(
      'Values can be a prompt of runs on imported series alone, as they are prepared like these.',
      'Give levels by --prompt instead.',
    );
  return ownDatasets.valuePrompt(data.dataset, resolve(values));
}

function tokensOf({ rows, stretches }: ValuePrompt): GenerationChoice['prompt'] {
  return { kind: 'tokens', rows, stretches };
}

/** Pixels that make the images whole; null for a model of other data, and where a file says how they begin. */
function restOfImage(prompt: GenerationChoice['prompt'], image: EvaluatedImage | null): number | null {
  if (image === null || prompt.kind === 'tokens') return null;
  const pixels = image.width * image.height;
  return prompt.kind === 'none' ? pixels : Math.max(1, leadingSamples + pixels - prompt.observed);
}

/** Parses the name of a file of tokens. */
export function tokenTarget(file: string): string {
  if (['.csv', '.npy', '.json', '.wav'].includes(extname(file).toLowerCase())) return resolve(file);
  throw new InvalidArgumentError('Its name must end with .csv, .npy, .json, .wav.');
}

/** Throws a UserError before anything is generated that could not be written afterwards. */
export function requireFolder(target: string): void {
  if (nodeFiles.exists(dirname(target))) return;
  throw new UserError(`The folder of ${basename(target)} does not exist: ${dirname(target)}.`, 'Make it first.');
}

function promptOf(
  { prompt, dataset, series, observed }: GenerationOptions,
  run: RunDetail | null,
): GenerationChoice['prompt'] {
  if (prompt !== undefined) return { kind: 'tokens', rows: readPrompts(resolve(prompt), nodeFiles) };
  if (dataset === undefined) return { kind: 'none' };
  const shown = observed ?? (run ? runSizes(run.configuration).forecastOrigin + 1 : null);
  if (shown === null) throw new UserError('How much is observed is not known for a model file.', 'Add --observed.');
  return { kind: 'dataset', series, observed: shown };
}
