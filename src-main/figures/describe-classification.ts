import type { ClassificationResult, ClassificationError } from '../contract/evaluations';
import type { ChartPanel, FigureDescription, Series } from '../contract/figure';
import { confusionPanel } from './confusion-matrix';
import { pictureOf } from './describe-gallery';
import { figureOf, imagesPanel, type DataSubject } from './describe-data';
import { withRemarks } from './remarks';

/** Which class images were taken for, by their own. */
export function describeConfusion(subject: DataSubject, result: ClassificationResult): FigureDescription {
  const named = { name: 'confusion', title: 'Own and predicted class' };
  const remarks = [summary(result), 'Colour: square root of the share of the row.'];
  return figureOf(withRemarks(subject, remarks), named, [confusionPanel(result.confusion)]);
}

/** Reliability: the accuracy of images by the probability of their most likely class, and how many there are. */
export function describeCalibration(subject: DataSubject, result: ClassificationResult): FigureDescription {
  const bins = result.calibration.filter(({ count }) => count > 0);
  const x = { title: 'Probability of the most likely class', unit: null, scale: 'linear', min: 0, max: 1 } as const;
  const panels: ChartPanel[] = [
    {
      kind: 'chart',
      title: '',
      x,
      y: { title: 'Accuracy', unit: null, scale: 'linear', min: 0, max: 1 },
      series: [
        { ...plain, label: 'Calibrated', x: [0, 1], y: [0, 1], role: 'truth', dash: 'dashed' },
        {
          ...plain,
          label: 'Model',
          x: bins.map(({ confidence }) => confidence),
          y: bins.map(({ accuracy }) => accuracy),
        },
      ],
      marks: [],
    },
    {
      kind: 'chart',
      title: '',
      x,
      y: { title: 'Images', unit: null, scale: 'log', min: null, max: null },
      series: [
        {
          ...plain,
          label: 'Images',
          x: result.calibration.map(({ low, high }) => (low + high) / 2),
          y: result.calibration.map(({ count }) => (count > 0 ? count : null)),
          stepped: true,
        },
      ],
      marks: [],
    },
  ];
  const remarks = [
    summary(result),
    `Expected calibration error ${result.calibrationError.toFixed(4)} over ${result.calibration.length} bins; ` +
      `images by bin: ${result.calibration.map(({ count }) => count).join(', ')}.`,
  ];
  const named = { name: 'calibration', title: 'Calibration' };
  return { ...figureOf(withRemarks(subject, remarks), named, panels), sharedX: true };
}

/** How many images are told apart by their first pixels, and how sure the model is of it. */
export function describeProgressiveAccuracy(subject: DataSubject, result: ClassificationResult): FigureDescription {
  const { pixels, accuracy, confidence } = result.progressive;
  const panel: ChartPanel = {
    kind: 'chart',
    title: '',
    x: { title: 'Pixels seen', unit: null, scale: 'linear', min: 0, max: pixels.at(-1)! },
    y: { title: 'Share of images', unit: null, scale: 'linear', min: 0, max: 1 },
    series: [
      { ...plain, label: 'Accuracy', x: pixels, y: accuracy },
      { ...plain, label: 'Mean probability', x: pixels, y: confidence, colorIndex: 1, dash: 'dashed' },
    ],
    marks: [],
  };
  const remarks = [summary(result), 'Probability: of the most likely class, mean over all images.'];
  return {
    ...figureOf(withRemarks(subject, remarks), { name: 'progressive', title: 'Class from the first pixels' }, [panel]),
    legend: 'inside',
  };
}

/** Images that were taken for another class, the surest errors first: own → predicted class, and its probability. */
export function describeErrors(
  subject: DataSubject,
  result: ClassificationResult,
  { count = 40, columns = 8 }: { count?: number; columns?: number } = {},
): FigureDescription {
  const errors = result.errors.slice(0, count);
  const panel = {
    ...imagesPanel(result.image),
    columns: Math.max(1, Math.min(columns, errors.length)),
    images: errors.map(({ tokens }) => pictureOf(tokens, 0, result.image)),
    captions: errors.map(errorCaption),
  };
  const remarks = [summary(result), 'Below each image: own → predicted class, and the probability of the latter.'];
  return figureOf(withRemarks(subject, remarks), { name: 'errors', title: 'Images taken for another class' }, [panel]);
}

/** `4 → 9  0.98`. */
export function errorCaption({ class: own, predicted, posterior }: ClassificationError): string {
  return `${own} → ${predicted}  ${posterior[predicted]!.toFixed(2)}`;
}

function summary({ images, accuracy, prior }: ClassificationResult): string {
  const share = `${(100 * accuracy).toFixed(1)} % of ${images.index.length} test images told apart`;
  const uniform = prior.every((one) => one === prior[0]);
  return `${share} by p(y | x) ∝ p(x | y) p(y), p(y) ${uniform ? 'uniform' : 'as in the training data'}.`;
}

const plain = { runIds: [], band: null, role: 'curve', colorIndex: 0, dash: 'solid' } satisfies Partial<Series>;
