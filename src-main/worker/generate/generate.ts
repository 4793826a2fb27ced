import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { receptiveField } from '../../architecture/receptive-field';
import type { FromGenerateWorker, GenerateRequest, GenerationStart } from '../../contract/generate-job';
import { methodFor } from '../../contract/generator-benchmark';
import { checkRequest, type GenerationRequest } from '../../generation/generator';
import { bytesPerToken, type TokenFileShape } from '../../generation/npy';
import { writeSafely } from '../safe-files';
import { BlockStream } from './block-stream';
import { generateInParts } from './in-parts';
import { encodeModel, loadModel, type LoadedModel } from './load-model';
import { openGenerator, type OpenGenerator } from './open-generator';
import { resolveLocal } from './resolve-local';
import { resolvePrompts } from './resolve-prompts';
import { testCurvesOf } from './test-curves';
import { TokenComparison, TokenWriter, type TokenTarget } from './token-targets';

export interface GenerateOptions {
  post: (message: FromGenerateWorker) => void;
  /** Folder of the built kernels. */
  kernelFolder: string;
  /** Folder of the image sets that come with the program. */
  bundledSets: string;
  now: () => number;
  /** Resolves when messages that have come were heard. */
  pause: () => Promise<void>;
  cancelled: () => boolean;
}

/**
 * Generates as a request says and tells of it; ends with `written`, `compared` or `cancelled`. When it throws, nothing
 * is left behind.
 */
export async function generate(request: GenerateRequest, options: GenerateOptions): Promise<void> {
  const { post } = options;
  const loaded = await loadModel(request.model);
  const data = request.data ?? loaded.data;
  const prepared = await prepare(request, { ...loaded, data }, options);
  const { opened, start, generation } = prepared;
  try {
    post({ type: 'started', start });
    const stream = new BlockStream({ ...options, trajectories: generation.prompt.length, steps: generation.steps });
    const shape: TokenFileShape = {
      trajectories: generation.prompt.length,
      steps: generation.steps,
      bytesPerToken: bytesPerToken(loaded.trained.model.quantizationLevels),
    };
    const run = (target: TokenTarget) => passOn(prepared, { target, stream, options });
    if (request.target.kind === 'compare') {
      const comparison = await TokenComparison.open(request.target.path, shape);
      const done = await run(comparison);
      await comparison.abandon();
      if (!done) return post({ type: 'cancelled' });
      return post({ type: 'compared', firstDifference: comparison.difference, duration: stream.duration });
    }
    const { folder, name } = request.target;
    const file = `${name}.npy`;
    const writer = await TokenWriter.open(join(folder, file), shape);
    if (!(await run(writer))) {
      await writer.abandon();
      return post({ type: 'cancelled' });
    }
    const weights = await keepWeights(folder, { ...loaded, data });
    const tokens = { file, ...(await writer.finish()) };
    post({ type: 'written', files: { tokens, weights }, duration: stream.duration });
  } finally {
    opened.generator.dispose();
  }
}

interface Prepared {
  start: GenerationStart;
  generation: GenerationRequest;
  opened: OpenGenerator;
  rowsAtOnce: number;
}

/** Everything that can be refused is refused here, before anything is written. */
async function prepare(
  request: GenerateRequest,
  { trained, sha256, data }: LoadedModel,
  { kernelFolder, bundledSets }: GenerateOptions,
): Promise<Prepared> {
  const { choice } = request;
  const { model } = trained;
  const testCurves = testCurvesOf(model, data, { bundled: bundledSets, fetched: request.fetchedSets });
  const prompts = request.prompts ?? (await resolvePrompts(choice, { model, data, testCurves }));
  const rows = prompts.flatMap((prompt) => Array.from({ length: choice.count }, () => prompt));
  const observed = prompts[0]!.tokens.length;
  const generation: GenerationRequest = {
    prompt: rows.map(({ tokens }) => tokens),
    steps: choice.steps,
    sampler: choice.sampler,
    seed: choice.seed,
    noiseStreams: choice.noise === 'common' ? choice.count : 0,
    classes: prompts[0]!.class === null ? null : rows.map((row) => row.class!),
    local: await resolveLocal(choice, {
      model,
      data,
      testCurves,
      series: rows.map((row) => row.series),
      observed,
    }),
  };
  const method = methodFor(model.family, choice.method);
  if (method === 'simd' && rows.length > wideBatch) {
    generation.blockSteps = Math.max(1, Math.floor(blockTokens / rows.length));
  }
  checkRequest(trained, generation);
  const opened = await openGenerator(trained, request, kernelFolder);
  const field = receptiveField(model);
  const { environment } = opened;
  const start = { sha256, configuration: model, receptiveField: field, prompts, environment };
  return { start, generation, opened, rowsAtOnce: rowsAtOnce(method, field) };
}

/** Beyond so many rows the SIMD generator's blocks are bounded by what they hold, not by time. */
const wideBatch = 1024;
const blockTokens = 2 ** 22;

/** Rows that one step computes without a pause: tens of milliseconds with the channels of the talk. */
function rowsAtOnce(method: GenerateRequest['choice']['method'], field: number): number {
  if (method === 'simd') return Infinity;
  return method === 'queue' ? 512 : Math.max(1, Math.floor(2048 / field));
}

/** Hands block after block on; false when it was cancelled. Abandons the target before it throws. */
async function passOn(
  { opened, generation, rowsAtOnce }: Prepared,
  { target, stream, options }: { target: TokenTarget; stream: BlockStream; options: GenerateOptions },
): Promise<boolean> {
  try {
    const { pause, cancelled } = options;
    for await (const block of generateInParts(opened.generator, generation, { rowsAtOnce, pause })) {
      if (cancelled()) return false;
      const goOn = await target.take(block.tokens);
      stream.add(block);
      if (!goOn) break;
    }
    return !cancelled();
  } catch (error) {
    await target.abandon();
    throw error;
  }
}

/** Keeps the weights beside the tokens, once for all generations of the same model. */
async function keepWeights(
  folder: string,
  loaded: Pick<LoadedModel, 'trained' | 'data'>,
): Promise<{ file: string; sha256: string }> {
  const bytes = encodeModel(loaded);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const file = `${sha256}.safetensors`;
  if (!existsSync(join(folder, file))) await writeSafely(join(folder, file), bytes);
  return { file, sha256 };
}
