import type { ExperimentName } from '../contract/talk';
import type { Experiment } from './experiment';
import { mnistClassification, mnistCompletion, mnistExamples, mnistSamples, scanOrders } from './image-experiments';
import { dilation, fourierData, generators, periodSamples, priorSamples } from './series-experiments';
import { beyondTheTalk, cleanForecasts, noisyForecasts, price, spectra, validation } from './unrolling-experiments';

/** In the order of the talk. */
export const experiments: readonly Experiment[] = [
  dilation,
  fourierData,
  cleanForecasts,
  noisyForecasts,
  validation,
  spectra,
  priorSamples,
  periodSamples,
  generators,
  mnistExamples,
  mnistSamples,
  mnistCompletion,
  scanOrders,
  mnistClassification,
  price,
  beyondTheTalk,
];

export function findExperiment(name: ExperimentName): Experiment {
  return experiments.find((experiment) => experiment.name === name)!;
}

/** Experiments of the talk itself; those beyond it are asked for separately. */
export const talkExperiments = experiments.filter(({ number }) => number !== '').map(({ name }) => name);
