import type { ClassificationError, ClassificationResult, ProgressiveAccuracy } from '../contract/evaluations';
import { listedErrors } from '../contract/evaluations';
import { logMarginal, mostLikely } from '../math/bayes';
import { calibrationError, scoreClassifier } from '../math/classifier-scores';
import { bayesClassify, classifyProgressively, type ClassLikelihoods } from './classification';
import { bitsPerSample } from './likelihood';

export interface ClassificationTallyOptions {
  /** p(y) by classes. */
  prior: ArrayLike<number>;
  /** Pixels of an image. */
  pixels: number;
  /** Bins of the calibration curve. */
  bins: number;
}

/** An image with what the model makes of it. */
export interface WeighedImage {
  /** Place in the test data. */
  index: number;
  class: number;
  /** With the black pixel before the image. */
  tokens: ArrayLike<number>;
  likelihoods: ClassLikelihoods;
}

/** Points of the curve of accuracy against pixels seen, besides its beginning. */
const progressivePoints = 56;

/** Adds up how well images are told apart; keeps of each image a few numbers alone. */
export class ClassificationTally {
  readonly #options: ClassificationTallyOptions;
  readonly #seen: number[];
  readonly #images: ClassificationResult['images'] = { index: [], class: [], predicted: [], confidence: [] };
  readonly #posteriors: Float64Array[] = [];
  readonly #errors: ClassificationError[] = [];
  readonly #correct: number[];
  readonly #confidence: number[];
  readonly #bits = { ofClass: 0, marginal: 0 };

  constructor(options: ClassificationTallyOptions) {
    this.#options = options;
    const { pixels } = options;
    const points = Math.min(pixels, progressivePoints);
    this.#seen = Array.from({ length: points + 1 }, (_, i) => Math.round((i * pixels) / points));
    this.#correct = this.#seen.map(() => 0);
    this.#confidence = this.#seen.map(() => 0);
  }

  add({ index, class: own, tokens, likelihoods }: WeighedImage): void {
    const { prior, pixels } = this.#options;
    const probabilities = bayesClassify(likelihoods, prior);
    const predicted = mostLikely(probabilities);
    this.#posteriors.push(probabilities);
    this.#images.index.push(index);
    this.#images.class.push(own);
    this.#images.predicted.push(predicted);
    this.#images.confidence.push(probabilities[predicted]!);
    this.#bits.ofClass += bitsPerSample(likelihoods.whole[own]!, pixels);
    this.#bits.marginal += bitsPerSample(logMarginal(likelihoods.whole, prior), pixels);
    if (predicted !== own) {
      this.#errors.push({ index, class: own, predicted, posterior: [...probabilities], tokens: Array.from(tokens) });
    }
    classifyProgressively(likelihoods, prior, this.#seen).forEach((at, point) => {
      const best = mostLikely(at);
      if (best === own) this.#correct[point]! += 1;
      this.#confidence[point]! += at[best]!;
    });
  }

  /** What all images that were added give; at least one. */
  result(): Omit<ClassificationResult, 'kind' | 'image' | 'millisecondsPerThousand'> {
    const { prior, bins } = this.#options;
    const { count, accuracy, logLoss, confusion, calibration } = scoreClassifier(
      this.#posteriors,
      this.#images.class,
      bins,
    );
    const surest = (a: ClassificationError, b: ClassificationError) =>
      b.posterior[b.predicted]! - a.posterior[a.predicted]! || a.index - b.index;
    return {
      prior: Array.from(prior),
      images: this.#images,
      accuracy,
      logLoss,
      confusion,
      calibration,
      calibrationError: calibrationError(calibration),
      bitsPerPixel: { ofClass: this.#bits.ofClass / count, marginal: this.#bits.marginal / count },
      errors: this.#errors.sort(surest).slice(0, listedErrors),
      progressive: this.#progressive(count),
    };
  }

  #progressive(count: number): ProgressiveAccuracy {
    return {
      pixels: this.#seen,
      accuracy: this.#correct.map((correct) => correct / count),
      confidence: this.#confidence.map((sum) => sum / count),
    };
  }
}
