import * as tf from '@tensorflow/tfjs-core';
import type { RunConfiguration } from '../contract/configuration';
import { runSizes } from '../contract/run-sizes';
import type { Curves } from '../data/curves';
import { RandomStream } from '../math/random';
import { loadNetwork } from '../model/network';
import {
  addSums,
  evaluateBatch,
  forecastScore,
  teacherForcedScore,
  type EvaluationBatch,
  type EvaluationSums,
  type Score,
} from '../model/rolling-origin';
import { computeTidily } from '../model/tidy';

/** Some curves and the origins that are common to them. */
interface Piece {
  batch: EvaluationBatch;
  origins: number[];
}

/** Bounds of a piece's samples: fewer cost more in kernel launches than in work, more take too much memory. */
const FEWEST_SAMPLES = 32_768;
const MOST_SAMPLES = 65_536;

/**
 * The validation of a run: the same curves and origins at every evaluation and in every arm, as origins are drawn from
 * the data's seed.
 */
export function validationPieces(configuration: RunConfiguration, curves: Curves): Piece[] {
  const { data, validation } = configuration;
  const { firstOrigin } = runSizes(configuration);
  const places = curves.samples - Math.max(...validation.horizons) - firstOrigin;
  const stream = RandomStream.fromSeed(data.seed).fork('validation origins');
  const rows = Math.max(1, Math.floor(samplesPerPiece(configuration) / curves.samples));
  const pieces: Piece[] = [];
  for (let first = 0; first < validation.curves; first += rows) {
    const origins = stream.distinct(validation.numOrigins, places).map((place) => place + firstOrigin);
    const count = Math.min(rows, validation.curves - first);
    pieces.push({ batch: evaluationBatch(curves, first, count), origins: origins.sort((a, b) => a - b) });
  }
  return pieces;
}

/**
 * Scores by horizon, greedy; horizon 1 is teacher-forced. `parameters` is the model's flat vector. Returns null when
 * `proceed` gives false between two pieces.
 */
export async function evaluate(
  { model, validation }: RunConfiguration,
  { parameters, pieces }: { parameters: Float32Array; pieces: readonly Piece[] },
  proceed: () => Promise<boolean>,
): Promise<Map<number, Score> | null> {
  const horizon = Math.max(...validation.horizons);
  const sums: EvaluationSums[] = [];
  const network = loadNetwork({ model, parameters });
  try {
    for (const { batch, origins } of pieces) {
      if (!(await proceed())) return null;
      sums.push(computeTidily(() => evaluateBatch(network, batch, { origins, horizon })));
    }
  } finally {
    tf.dispose(network as unknown as tf.TensorContainer);
  }
  const total = addSums(sums);
  const horizons = [...validation.horizons].sort((a, b) => a - b);
  return new Map(horizons.map((h) => [h, h === 1 ? teacherForcedScore(total) : forecastScore(total, h)]));
}

/** So many that a piece takes about as long as a training step, which is how long a message may wait. */
function samplesPerPiece(configuration: RunConfiguration): number {
  const { batchSize } = configuration.training;
  return Math.min(MOST_SAMPLES, Math.max(FEWEST_SAMPLES, 2 * batchSize * runSizes(configuration).window));
}

function evaluationBatch({ tokens, samples, classes }: Curves, first: number, count: number): EvaluationBatch {
  return {
    tokens: Int32Array.from(tokens.subarray(first * samples, (first + count) * samples)),
    batch: count,
    length: samples - 1,
    classes: classes && Int32Array.from(classes.subarray(first, first + count)),
    local: null,
  };
}
