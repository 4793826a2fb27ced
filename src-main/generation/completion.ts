import { logMarginal } from '../math/bayes';
import { RandomStream } from '../math/random';
import { repeatValues } from '../math/repeat';
import { createSampler, type SamplerConfiguration } from '../model/samplers';
import { classifyProgressively, type ClassLikelihoods } from './classification';
import type { Generator } from './generator';
import { stepStatistics, type StepStatistics } from './trajectories';

export interface CompletionRequest {
  /** Tokens of each series; of all the first `observed` are seen. */
  series: readonly ArrayLike<number>[];
  /** At least 1. */
  observed: number;
  /** Length of a completed series. */
  samples: number;
  /** Completions of each series. */
  count: number;
  sampler: SamplerConfiguration;
  /** Decides all completions; series i has the noise of its number whatever the others are. */
  seed: number;
  /** Number of the first series, so that a part of many gets the completions it has among all; 0 by default. */
  firstSeries?: number;
  /**
   * Class of each series where it is given; else p(y | observed samples) of each, from which a class is drawn for every
   * completion: together they are samples of p(rest | observed). Null for a model without classes.
   */
  classes: { given: ArrayLike<number> } | { posteriors: readonly ArrayLike<number>[] } | null;
  /** Local condition of a series' inputs [samples − 1, C], the same for all; null for a model without one. */
  local: Float32Array | null;
}

/** One completion of a series. */
export interface Completion {
  /** Number of the series. */
  series: number;
  class: number | null;
  /** The observed samples and those that were generated after them. */
  tokens: Uint16Array;
}

/** Completes every series `count` times, all in one batch: series after series. */
export async function complete(generator: Generator, request: CompletionRequest): Promise<Completion[]> {
  const { series, observed, samples, count, sampler, seed, firstSeries = 0 } = request;
  if (!(observed >= 1 && observed < samples)) {
    throw new Error(
      `${observed} samples are observed; it must be at least 1 and less than the ${samples} of a series.`,
    );
  }
  const classes = classesOf(request);
  const completions = series.flatMap((own, number) =>
    Array.from({ length: count }, (_, i): Completion => {
      const tokens = new Uint16Array(samples);
      for (let t = 0; t < observed; t++) tokens[t] = own[t]!;
      return { series: number, class: classes && classes[number * count + i]!, tokens };
    }),
  );
  const blocks = generator.generate({
    prompt: completions.map(({ tokens }) => tokens.subarray(0, observed)),
    steps: samples - observed,
    sampler,
    seed,
    firstRow: firstSeries * count,
    classes,
    local: request.local && repeatValues(request.local, completions.length),
  });
  for await (const { firstStep, steps, tokens } of blocks) {
    completions.forEach((completion, row) => {
      const from = observed + firstStep;
      completion.tokens.set(tokens.subarray(row * steps, (row + 1) * steps), from);
    });
  }
  return completions;
}

/** Mean, spread and interval of each sample over several completions of one series, in levels. */
export function completionStatistics(completions: readonly Completion[]): StepStatistics[] {
  const samples = completions[0]?.tokens.length ?? 0;
  return Array.from({ length: samples }, (_, t) =>
    stepStatistics(
      completions.map(({ tokens }) => tokens[t]!),
      [],
    ),
  );
}

/**
 * −log₂ p(true rest | observed) of a series over the number of its unobserved samples: bits per sample. With a class
 * that of p(rest | observed, y), without one that of all classes, each as likely as the observed samples make it.
 */
export function bitsOfRest(likelihoods: ClassLikelihoods, observed: number, given: number | null): number {
  const { steps } = likelihoods;
  const first = observed - 1;
  const rest = steps.map((own) => own.subarray(first).reduce((sum, value) => sum + value, 0));
  const nats = given === null ? logMarginal(rest, classifyProgressively(likelihoods)[first]!) : rest[given]!;
  return -nats / Math.LN2 / (steps[0]!.length - first);
}

function classesOf({ series, count, seed, firstSeries = 0, classes }: CompletionRequest): Int32Array | null {
  if (!classes) return null;
  const given = 'given' in classes ? classes.given : classes.posteriors;
  if (given.length !== series.length) {
    throw new Error(`There are ${given.length} classes for ${series.length} series; one for each is needed.`);
  }
  if ('given' in classes)
    return Int32Array.from({ length: series.length * count }, (_, row) => classes.given[Math.floor(row / count)]!);
  const draw = createSampler({ kind: 'stochastic', temperature: 1, topK: null, topP: null });
  const drawn = classes.posteriors.flatMap((posterior, number) => {
    const stream = RandomStream.fromSeed(seed).fork(`classes of completions of series ${firstSeries + number}`);
    const logits = Float64Array.from(posterior, Math.log);
    return Array.from({ length: count }, () => draw(logits, stream.uniform()));
  });
  return Int32Array.from(drawn);
}
