import type { ExperimentName } from '../../contract/talk';
import { beyond, dilation } from './architectures';
import { generators } from './generators';
import { mnistClassification, mnistCompletion, mnistExamples, mnistSamples, scanOrders } from './images';
import type { Findings, Lab } from './lab';
import { fourierData, periodSamples, priorSamples } from './samples';
import { cleanForecasts, noisyForecasts, price, spectra, validation } from './unrolling';

/** How each experiment is made. */
export const collectors: Record<ExperimentName, (lab: Lab) => Promise<Findings>> = {
  dilation,
  'fourier-data': fourierData,
  'forecasts-clean': cleanForecasts,
  'forecasts-noisy': noisyForecasts,
  validation,
  spectra,
  'prior-samples': priorSamples,
  'period-samples': periodSamples,
  generators,
  'mnist-examples': mnistExamples,
  'mnist-samples': mnistSamples,
  'mnist-completion': mnistCompletion,
  'scan-orders': scanOrders,
  'mnist-classification': mnistClassification,
  price,
  beyond,
};
