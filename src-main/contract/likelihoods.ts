import type { GenerateRequest } from './generate-job';

/**
 * Series whose likelihood is computed, whole: given tokens, all equally long, or test series of the model's data. For a
 * model of images the black pixel before each of them is given and not counted.
 */
export type LikelihoodSeries = { kind: 'tokens'; rows: number[][] } | { kind: 'dataset'; series: number[] };

export interface LikelihoodChoice {
  series: LikelihoodSeries;
  /**
   * Classes of the global condition, each series under each of them. Null: the series' own classes, and none for a
   * model without a condition. `marginal`: whatever the class, all of them equally likely.
   */
  classes: number[] | 'marginal' | null;
  /** Local condition [samples][channels] of all samples but the last, the same for all series; null without one. */
  local: number[][] | null;
}

export interface LikelihoodRequest extends Pick<GenerateRequest, 'model' | 'data' | 'fetchedSets'> {
  choice: LikelihoodChoice;
}

/** The likelihood of one series under one class, or whatever the class. */
export interface SeriesLikelihood {
  /** Number of the test series, or of the given row. */
  series: number;
  /** Null for a model without a condition, and where all classes are summed over. */
  class: number | null;
  /** log p(x | y) or log p(x) in nats. */
  logLikelihood: number;
  /** −log₂ p / number of samples. */
  bitsPerSample: number;
  /** log p(x_t | x_{<t}, y) or log p(x_t | x_{<t}) in nats, sample by sample. */
  steps: number[];
  /** p(y | x) by classes, where all are summed over; else null. */
  posterior: number[] | null;
}
