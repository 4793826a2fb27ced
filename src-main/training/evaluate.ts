import * as tf from '@tensorflow/tfjs-core';
import type { RunConfiguration } from '../contract/configuration';
import { runSizes } from '../contract/run-sizes';
import { localRows, type Curves } from '../data/curves';
import { RandomStream } from '../math/random';
import type { EvaluationBatch } from '../model/evaluation-batch';
import { addSums, forecastScore, teacherForcedScore, type EvaluationSums, type Score } from '../model/evaluation-sums';
import type { Evaluator } from '../model/evaluator';

/** Some curves and the origins that are common to them. */
interface Piece {
  batch: EvaluationBatch;
  origins: number[];
}

/**
 * Samples of a piece: as many as a recorded evaluation handles within a fraction of a training step's time, which is
 * how long a message may wait.
 */
const PIECE_SAMPLES = 32_768;

/**
 * The validation of a run: the same curves and origins at every evaluation and in every arm, as origins are drawn from
 * the data's seed.
 */
export function validationPieces(configuration: RunConfiguration, curves: Curves): Piece[] {
  const { data, validation } = configuration;
  const { firstOrigin } = runSizes(configuration);
  const places = curves.samples - Math.max(...validation.horizons) - firstOrigin;
  const stream = RandomStream.fromSeed(data.seed).fork('validation origins');
  const rows = Math.max(1, Math.floor(PIECE_SAMPLES / curves.samples));
  const shared = curves.local?.shared
    ? localRows(curves, { first: 0, rows: Math.min(rows, validation.curves), length: curves.samples - 1 })
    : null;
  const pieces: Piece[] = [];
  for (let first = 0; first < validation.curves; first += rows) {
    const origins = stream.distinct(validation.numOrigins, places).map((place) => place + firstOrigin);
    const count = Math.min(rows, validation.curves - first);
    const local = shared ?? localRows(curves, { first, rows: count, length: curves.samples - 1 });
    pieces.push({ batch: evaluationBatch(curves, { first, count, local }), origins: origins.sort((a, b) => a - b) });
  }
  return pieces;
}

/**
 * Scores by horizon, greedy; horizon 1 is teacher-forced. `parameters` is the model's flat vector. Returns null when
 * `proceed` gives false between two pieces.
 */
export async function evaluate(
  evaluator: Evaluator,
  { parameters, pieces, horizons }: { parameters: Float32Array; pieces: readonly Piece[]; horizons: readonly number[] },
  proceed: () => Promise<boolean>,
): Promise<Map<number, Score> | null> {
  const horizon = Math.max(...horizons);
  const sums: EvaluationSums[] = [];
  const flat = tf.tensor1d(parameters);
  try {
    for (const { batch, origins } of pieces) {
      if (!(await proceed())) return null;
      sums.push(evaluator.evaluate(flat, batch, { origins, horizon }));
    }
  } finally {
    flat.dispose();
  }
  const total = addSums(sums);
  const ascending = [...horizons].sort((a, b) => a - b);
  return new Map(ascending.map((h) => [h, h === 1 ? teacherForcedScore(total) : forecastScore(total, h)]));
}

/** `local` is that of at least so many rows. */
function evaluationBatch(
  { tokens, samples, classes, local: own }: Curves,
  { first, count, local }: { first: number; count: number; local: Float32Array | null },
): EvaluationBatch {
  return {
    tokens: Int32Array.from(tokens.subarray(first * samples, (first + count) * samples)),
    batch: count,
    length: samples - 1,
    classes: classes && Int32Array.from(classes.subarray(first, first + count)),
    local: local && local.subarray(0, count * (samples - 1) * own!.channels),
  };
}
