import published from '../../resources/reference/talk.json';
import { mean } from '../math/statistics';

/** Numbers of the two arms as they were published with the talk. */
export interface PublishedPair {
  unrolled: number;
  oneStep: number;
}

/** Mean absolute error in levels over the first steps of the published forecasts; all 778 when left out. */
export function publishedError(observations: 'clean' | 'noisy', steps?: number): PublishedPair {
  const { unrolled, oneStep } = published.forecasts[observations];
  return { unrolled: mean(unrolled.slice(0, steps)), oneStep: mean(oneStep.slice(0, steps)) };
}

/** Error by forecast step of four published curves. */
export function publishedErrors(observations: 'clean' | 'noisy'): { unrolled: number[]; oneStep: number[] } {
  return published.forecasts[observations];
}

/** Best accuracy over 8 steps, and minutes of training of the whole curve. */
export function publishedValidation(): { best: PublishedPair; minutes: PublishedPair } {
  const { unrolled, oneStep } = published.validationAccuracy;
  return {
    best: { unrolled: Math.max(...unrolled.accuracy), oneStep: Math.max(...oneStep.accuracy) },
    minutes: { unrolled: unrolled.minutes.at(-1)!, oneStep: oneStep.minutes.at(-1)! },
  };
}

/** Milliseconds of a training step on the talk's own machine, from its log. */
export function publishedStepTime(): PublishedPair {
  const ofStep = ({ step, minutes }: { step: number[]; minutes: number[] }) =>
    (60_000 * (minutes.at(-1)! - minutes[0]!)) / (step.at(-1)! - step[0]!);
  const { unrolled, oneStep } = published.validationAccuracy;
  return { unrolled: ofStep(unrolled), oneStep: ofStep(oneStep) };
}

/** Share of test images told apart, by the number of levels. */
export const publishedClassification = published.classification;
