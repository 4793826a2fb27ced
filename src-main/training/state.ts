import { z } from 'zod';
import { BatchStream, type BatchOptions } from '../data/batches';
import type { Curves } from '../data/curves';
import { RandomStream } from '../math/random';
import { initialEarlyStopping } from './early-stopping';
import { initialLearningRate } from './learning-rate';

const randomStateSchema = z.object({ key: z.tuple([z.int(), z.int()]), position: z.int().min(0) });
const counter = z.int().min(0);

/** TrainingState as a checkpoint holds it. */
export const trainingStateSchema = z.object({
  /** Optimisation steps done. */
  step: counter,
  /** Milliseconds of training so far, pauses left out. */
  elapsed: z.number().min(0),
  batches: z.object({ epoch: counter, position: counter, order: randomStateSchema, windows: randomStateSchema }),
  /** Streams of the unrolled forecasts: where they begin, and their Gumbel noise. */
  origins: randomStateSchema,
  noise: randomStateSchema,
  learningRate: z.object({ scale: z.number(), best: z.number().nullable(), stepsWithoutImprovement: counter }),
  earlyStopping: z.object({ best: z.number().nullable(), evaluationsWithoutImprovement: counter }),
  /** Step of the latest evaluation; 0 before the first. */
  evaluatedStep: counter,
  /** Monitored validation accuracy of that evaluation, or null. */
  score: z.number().nullable(),
  /** Checkpoints that are kept, best first. */
  best: z.array(z.object({ step: counter, file: z.string(), score: z.number() })),
});

/**
 * All that a training remembers besides weights and moments, as plain JSON. With them in a checkpoint, a resumed run
 * goes on as if it had never stopped.
 */
export type TrainingState = z.infer<typeof trainingStateSchema>;

/** The state before the first step of a run with this seed. */
export function initialState(curves: Curves, options: BatchOptions, seed: number): TrainingState {
  const stream = RandomStream.fromSeed(seed);
  return {
    step: 0,
    elapsed: 0,
    batches: BatchStream.begin(curves, options, stream.fork('batches')).cursor(),
    origins: stream.fork('origins').state(),
    noise: stream.fork('noise').state(),
    learningRate: initialLearningRate(),
    earlyStopping: initialEarlyStopping(),
    evaluatedStep: 0,
    score: null,
    best: [],
  };
}

/** The stream that draws a run's first weights: independent of data order, origins and noise. */
export function weightStream(seed: number): RandomStream {
  return RandomStream.fromSeed(seed).fork('weights');
}
