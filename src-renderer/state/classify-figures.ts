import type {
  ClassificationError,
  ClassificationResult,
  EvaluatedImage,
  EvaluationDetail,
} from '../../src-main/contract/evaluations';
import type { FigureDescription } from '../../src-main/contract/figure';
import type { SeriesLikelihood } from '../../src-main/contract/likelihoods';
import type { RunDetail } from '../../src-main/contract/runs';
import { levelScale } from '../../src-main/figures/curve-scale';
import { figureOf, imagesPanel, signalPanel, type DataSubject } from '../../src-main/figures/describe-data';
import { pictureOf } from '../../src-main/figures/describe-gallery';
import { likelihoodMapPanel } from '../../src-main/figures/describe-likelihood-map';
import { posteriorPanel } from '../../src-main/figures/describe-progressive';
import { imageSubject } from '../../src-main/figures/image-subject';
import { withRemarks } from '../../src-main/figures/remarks';

/** What figures of an evaluation say of its model. */
export function evaluationSubject({ model, environment }: EvaluationDetail, run: RunDetail | null): DataSubject {
  return imageSubject({ run, model: model!, version: environment!.version });
}

/**
 * An image that was taken for another class: the image, p(y | x), and the bits of its pixels under either class, which
 * show where the model was misled; below them its signal. Without the bits while they are not known.
 */
export function misclassifiedFigure(
  subject: DataSubject,
  image: EvaluatedImage,
  { error, likelihoods }: { error: ClassificationError; likelihoods: readonly SeriesLikelihood[] },
): FigureDescription {
  const { index, class: own, predicted, posterior, tokens } = error;
  const bits = likelihoods.map(({ steps }) => steps.map((nats) => -nats / Math.LN2));
  const most = Math.max(1e-9, ...bits.flat());
  const remarks = [
    `Test image ${index} of class ${own}, taken for ${predicted}.`,
    ...likelihoods.map((one) => `p(x | ${one.class}): ${one.bitsPerSample.toFixed(4)} bits per pixel.`),
  ];
  const panels = [
    { ...imagesPanel(image), title: `Test image ${index}`, images: [pictureOf(tokens, 0, image)] },
    { ...posteriorPanel(posterior, own), title: 'p(y | x)' },
    ...bits.map((each, at) => {
      return { ...likelihoodMapPanel(each, image, most), title: `Bits, p(x | ${likelihoods[at]!.class})` };
    }),
    {
      ...signalPanel(tokens, levelScale({ quantizationLevels: image.quantizationLevels, sampleInterval: null })),
      title: 'Signal',
    },
  ];
  const named = { name: `error-${index}`, title: `${own} taken for ${predicted}` };
  return figureOf(withRemarks(subject, remarks), named, panels, 2);
}

/** Share of images that were told apart, in numbers. */
export function hitsOf({ images }: ClassificationResult): { hits: number; count: number } {
  return { hits: images.class.filter((own, i) => own === images.predicted[i]).length, count: images.class.length };
}
