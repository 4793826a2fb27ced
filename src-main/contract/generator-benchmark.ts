import { z } from 'zod';
import type { ModelConfiguration } from '../architecture/configuration';

/**
 * The benchmark of the generators: the time for 100 samples against the number of dilated layers, for the network of
 * the talk's figure (32 rows, 64 channels, 8 levels, kernel 2, dilations 1, 2, 4 …).
 */
export const generatorMethods = ['default', 'queue', 'simd'] as const;
export type GeneratorMethod = (typeof generatorMethods)[number];

/** What generates by a model when `wanted` was asked for: the SIMD kernel runs WaveNets, queues the other families. */
export function methodFor(family: ModelConfiguration['family'], wanted: GeneratorMethod): GeneratorMethod {
  return wanted === 'simd' && family !== 'wavenet' ? 'queue' : wanted;
}

/** Rows of the batch, channels everywhere, levels of a sample, samples that a time is given for. */
export const generatorBenchmarkSize = { batch: 32, channels: 64, quantizationLevels: 8, samples: 100 } as const;
/** The published curve ends here: a receptive field of 8,192 samples. */
export const mostDilatedLayers = 13;

export const startGeneratorBenchmarkSchema = z.strictObject({
  methods: z
    .array(z.enum(generatorMethods))
    .min(1)
    .max(3)
    .default([...generatorMethods]),
  /** Numbers of dilated layers, measured in this order. */
  layers: z
    .array(z.int().min(1).max(mostDilatedLayers))
    .min(1)
    .max(mostDilatedLayers)
    .default(Array.from({ length: mostDilatedLayers }, (_, i) => i + 1)),
  /** Most seconds of measuring for each point; a slow generator then makes fewer steps. */
  secondsPerPoint: z.number().min(0.1).max(600).default(20),
});
export type StartGeneratorBenchmark = z.infer<typeof startGeneratorBenchmarkSchema>;

export const generatorPointSchema = z.strictObject({
  method: z.enum(generatorMethods),
  dilatedLayers: z.int().min(1),
  receptiveField: z.int().min(2),
  /** Seconds for 100 samples of every row: median, least and greatest of the repeats. */
  median: z.number().positive(),
  min: z.number().positive(),
  max: z.number().positive(),
  repeats: z.int().min(1),
  /** Steps of each repeat; where they are fewer than 100 the time is scaled up. */
  steps: z.int().min(1),
});
export type GeneratorPoint = z.infer<typeof generatorPointSchema>;

/** What it was measured on. */
export const benchmarkMachineSchema = z.strictObject({
  processor: z.string().max(200),
  /** Threads of the SIMD generator. */
  threads: z.int().min(1),
  /** What the default and the queue generator run on: the processor, or the name of a GPU. */
  device: z.string().max(200),
  /** Program and library → version. */
  versions: z.record(z.string().max(64), z.string().max(200)),
  /** Instructions of the SIMD generator. */
  simd: z.enum(['plain', 'relaxed']),
});
export type BenchmarkMachine = z.infer<typeof benchmarkMachineSchema>;

/** One benchmark, also as it is kept in the data folder: `benchmarks/<id>.json`. */
export const generatorBenchmarkSchema = z.strictObject({
  id: z.string().min(1).max(64),
  /** Milliseconds since 1970. */
  createdAt: z.number(),
  status: z.enum(['running', 'completed', 'stopped', 'failed']),
  /** Why it failed or stopped, or null. */
  reason: z.string().nullable(),
  request: startGeneratorBenchmarkSchema,
  /** Null until the measuring process has said. */
  machine: benchmarkMachineSchema.nullable(),
  /** What is being measured at the moment, or null. */
  measuring: z.strictObject({ method: z.enum(generatorMethods), dilatedLayers: z.int() }).nullable(),
  points: z.array(generatorPointSchema).max(3 * mostDilatedLayers),
});
export type GeneratorBenchmark = z.infer<typeof generatorBenchmarkSchema>;
