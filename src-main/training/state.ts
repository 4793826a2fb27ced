import { BatchStream, type BatchCursor, type BatchOptions } from '../data/batches';
import type { Curves } from '../data/curves';
import { RandomStream, type RandomState } from '../math/random';
import type { ScoredCheckpoint } from './best-checkpoints';
import { initialEarlyStopping, type EarlyStoppingState } from './early-stopping';
import { initialLearningRate, type LearningRateState } from './learning-rate';

/**
 * All that a training remembers besides weights and moments, as plain JSON. With them in a checkpoint, a resumed run
 * goes on as if it had never stopped.
 */
export interface TrainingState {
  /** Optimisation steps done. */
  step: number;
  /** Milliseconds of training so far, pauses left out. */
  elapsed: number;
  batches: BatchCursor;
  /** Streams of the unrolled forecasts: where they begin, and their Gumbel noise. */
  origins: RandomState;
  noise: RandomState;
  learningRate: LearningRateState;
  earlyStopping: EarlyStoppingState;
  /** Step of the latest evaluation; 0 before the first. */
  evaluatedStep: number;
  /** Monitored validation accuracy of that evaluation, or null. */
  score: number | null;
  /** Checkpoints that are kept, best first. */
  best: ScoredCheckpoint[];
}

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
