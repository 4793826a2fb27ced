import type { WaveNetConfiguration } from '../../architecture/configuration';
import { receptiveField } from '../../architecture/receptive-field';
import type { TrainedModel } from '../../model/network';
import { checkRequest, type GenerationBlock, type GenerationRequest, type Generator } from '../generator';
import type { KernelModule } from './kernel-module';
import { SimdSession } from './session';

export interface SimdOptions {
  kernel: KernelModule;
  /** Threads to use, ≥ 1; what is generated does not depend on it. */
  threads: number;
}

/** Milliseconds that a block should take: often enough for a person who watches or cancels. */
const BLOCK_TIME = 25;
const LONGEST_BLOCK = 4096;

/**
 * Fast generation (Paine et al. 2016) by a WebAssembly kernel: queues, products and sampling without leaving it. Same
 * requests and same tokens as the other generators; WaveNets only.
 */
export function simdGenerator(trained: TrainedModel, options: SimdOptions): Generator {
  const { model, parameters } = trained;
  if (model.family !== 'wavenet') {
    throw new Error(`The SIMD generator runs WaveNets; this is a ${model.family} model. Choose the queue generator.`);
  }
  const damaged = parameters.findIndex((value) => !Number.isFinite(value));
  if (damaged >= 0) {
    throw new Error(`Weight ${damaged} of the model is ${parameters[damaged]}. Choose an earlier checkpoint.`);
  }
  return {
    name: 'simd',
    generate(request) {
      checkRequest(trained, request);
      return generateBlocks({ model, parameters }, request, options);
    },
    dispose: () => {},
  };
}

async function* generateBlocks(
  { model, parameters }: { model: WaveNetConfiguration; parameters: Float32Array },
  request: GenerationRequest,
  { kernel, threads }: SimdOptions,
): AsyncGenerator<GenerationBlock, void, void> {
  const { prompt, steps, sampler, seed, classes = null, firstRow = 0, noiseStreams = 0, keepLogits = false } = request;
  const longest = Math.min(steps, request.blockSteps ?? LONGEST_BLOCK);
  const session = new SimdSession({
    model,
    parameters,
    rows: prompt.length,
    classes,
    sampler,
    seed,
    firstRow,
    noiseStreams,
    threads,
    kernel,
    blockSteps: longest,
    logits: keepLogits,
  });
  try {
    const beginning = visibleBeginning(model, request);
    await session.observe(beginning.tokens, beginning.length, beginning.local);
    // The sample of zeros that stands in for an empty prompt is not remembered.
    const forgetful = prompt[0]!.length === 0 && model.padding === 'layer';
    let blockSteps = request.blockSteps ?? 1;
    for (let first = 0; first < steps;) {
      const count = forgetful && first === 0 ? 1 : Math.min(blockSteps, steps - first);
      const started = performance.now();
      const { tokens, logits } = await session.generate(count, localOf(request, model, { first, count }));
      const elapsed = performance.now() - started;
      if (forgetful && first === 0) session.forget();
      yield { firstStep: first, steps: count, tokens, logits };
      first += count;
      if (request.blockSteps === undefined) {
        blockSteps = Math.min(longest, Math.max(1, Math.round((count * BLOCK_TIME) / elapsed)), 4 * blockSteps);
      }
    }
  } finally {
    await session.close();
  }
}

/** What the queues must have seen before the first step: padding where the model's is at the input, then the prompt. */
function visibleBeginning(model: WaveNetConfiguration, { prompt, steps, local }: GenerationRequest) {
  const field = receptiveField(model);
  const observed = prompt[0]!.length;
  const seen = Math.min(observed, field);
  const padding = Math.max(model.padding === 'input' ? field - seen : 0, observed === 0 ? 1 : 0);
  const length = padding + seen;
  const channels = model.localConditionChannels ?? 0;
  const tokens = new Uint16Array(prompt.length * length).fill(model.quantizationLevels);
  const values = channels > 0 ? new Float32Array(prompt.length * length * channels) : null;
  prompt.forEach((row, b) => {
    const start = observed - seen;
    for (let i = 0; i < seen; i++) tokens[b * length + padding + i] = row[start + i]!;
    const total = observed + steps - 1;
    const given = local?.subarray((b * total + start) * channels, (b * total + observed) * channels);
    if (values && given) values.set(given, (b * length + padding) * channels);
  });
  return { tokens, length, local: values };
}

/** Condition [B, count, C] at the samples that steps first … first + count − 1 start from. */
function localOf(
  { prompt, steps, local }: GenerationRequest,
  model: WaveNetConfiguration,
  { first, count }: { first: number; count: number },
): Float32Array | null {
  const channels = model.localConditionChannels;
  if (!local || channels === null) return null;
  const observed = prompt[0]!.length;
  const total = observed + steps - 1;
  const out = new Float32Array(prompt.length * count * channels);
  prompt.forEach((_, b) => {
    for (let i = 0; i < count; i++) {
      const sample = observed - 1 + first + i;
      if (sample < 0) continue; // before the first sample there is no condition
      const place = (b * total + sample) * channels;
      out.set(local.subarray(place, place + channels), (b * count + i) * channels);
    }
  });
  return out;
}
