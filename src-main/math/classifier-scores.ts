import { mostLikely } from './bayes';

/** What a classifier made of some items. */
export interface ClassifierScores {
  count: number;
  /** Share of items whose most likely class is their own. */
  accuracy: number;
  /** Mean −log p(own class), in nats. */
  logLoss: number;
  /** Items by own class (rows) and most likely class (columns). */
  confusion: number[][];
  calibration: CalibrationBin[];
}

/** Items whose most likely class has a probability within a bin: well calibrated, confidence equals accuracy. */
export interface CalibrationBin {
  low: number;
  high: number;
  count: number;
  /** Mean probability of the most likely class; null of no items. */
  confidence: number | null;
  /** Share of them whose most likely class is their own; null of no items. */
  accuracy: number | null;
}

/** Expected calibration error: mean |accuracy − confidence| over the bins, each by its share of the items. */
export function calibrationError(bins: readonly CalibrationBin[]): number {
  const all = bins.reduce((sum, { count }) => sum + count, 0);
  const gaps = bins.map(({ count, accuracy, confidence }) =>
    count === 0 ? 0 : (count / all) * Math.abs(accuracy! - confidence!),
  );
  return gaps.reduce((a, b) => a + b, 0);
}

/** Compares p(y | x) of each item with its own class; `bins` of equal width for the calibration curve. */
export function scoreClassifier(
  posteriors: readonly ArrayLike<number>[],
  labels: ArrayLike<number>,
  bins = 10,
): ClassifierScores {
  const count = posteriors.length;
  if (labels.length !== count || count === 0) {
    throw new Error(
      `A classifier is scored on as many labels as items, at least one; given ${labels.length} and ${count}.`,
    );
  }
  const classes = posteriors[0]!.length;
  const confusion = Array.from({ length: classes }, () => Array<number>(classes).fill(0));
  const binned = Array.from({ length: bins }, () => ({ count: 0, confidence: 0, correct: 0 }));
  let correct = 0;
  let logLoss = 0;
  posteriors.forEach((probabilities, item) => {
    const own = labels[item]!;
    const given = mostLikely(probabilities);
    const confidence = probabilities[given]!;
    const bin = binned[Math.min(bins - 1, Math.floor(confidence * bins))]!;
    confusion[own]![given]! += 1;
    bin.count += 1;
    bin.confidence += confidence;
    if (given === own) {
      bin.correct += 1;
      correct += 1;
    }
    logLoss -= Math.log(probabilities[own]!);
  });
  return {
    count,
    accuracy: correct / count,
    logLoss: logLoss / count,
    confusion,
    calibration: binned.map((bin, i) => ({
      low: i / bins,
      high: (i + 1) / bins,
      count: bin.count,
      confidence: bin.count === 0 ? null : bin.confidence / bin.count,
      accuracy: bin.count === 0 ? null : bin.correct / bin.count,
    })),
  };
}
