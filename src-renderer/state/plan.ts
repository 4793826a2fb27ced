import { parameterCount } from '../../src-main/architecture/parameters';
import { receptiveField, temporalWeights } from '../../src-main/architecture/receptive-field';
import type { RunConfiguration } from '../../src-main/contract/configuration';
import { formatCount, formatNumber, formatSetting } from '../format';

/** What a configuration amounts to before it is trained. */
export function planOf({ model, data, training, validation }: RunConfiguration): [name: string, value: string][] {
  const field = receptiveField(model);
  const window = training.windowLength ?? data.samples;
  const samples = training.maxSteps * training.batchSize * window;
  return [
    [
      'Receptive field',
      `${formatCount(field)} samples, ${formatSetting(Number((field * data.sampleInterval).toPrecision(4)))} s`,
    ],
    ['Weights along time', formatCount(temporalWeights(model))],
    ['Parameters', formatCount(parameterCount(model))],
    ['Batch', `${formatCount(training.batchSize)} × ${formatCount(window)} samples`],
    ['Steps', formatCount(training.maxSteps)],
    ['Samples seen', formatNumber(samples)],
    ['Evaluations', formatCount(Math.floor(training.maxSteps / validation.everySteps))],
  ];
}
