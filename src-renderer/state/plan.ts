import { temporalWeights } from '../../src-main/architecture/receptive-field';
import type { RunConfiguration } from '../../src-main/contract/configuration';
import { dataSizes } from '../../src-main/contract/data-sizes';
import { planRun } from '../../src-main/contract/run-plan';
import { formatBytes, formatCount, formatDuration, formatNumber, formatSetting } from '../format';

/** What a configuration amounts to before it is trained, on a machine with so many cores. */
export function planRows(configuration: RunConfiguration, cores: number): [name: string, value: string][] {
  const { model, data, training } = configuration;
  const plan = planRun(configuration, cores);
  const { samples, sampleInterval } = dataSizes(data);
  const window = training.windowLength ?? samples;
  return [
    ['Receptive field', `${formatCount(plan.receptiveField)} samples${inSeconds(plan.receptiveField, sampleInterval)}`],
    ['Weights along time', formatCount(temporalWeights(model))],
    ['Parameters', formatCount(plan.parameters)],
    ['Batch', `${formatCount(training.batchSize)} × ${formatCount(window)} samples`],
    ['Steps', formatCount(plan.steps)],
    ['Epochs', formatNumber(plan.epochs)],
    ['Activations, about', formatBytes(plan.activationBytes)],
    ['Per epoch, about', formatDuration(1000 * plan.secondsPerEpoch)],
    ['Time, about', formatDuration(1000 * plan.seconds)],
  ];
}

/** Rough time of several runs that are trained on the same cores, in milliseconds; null where one cannot be trained. */
export function planTime(
  configurations: readonly (RunConfiguration | null)[],
  seeds: number,
  cores: number,
): number | null {
  let seconds = 0;
  for (const configuration of configurations) {
    if (!configuration) return null;
    seconds += planRun(configuration, cores).seconds;
  }
  return 1000 * seconds * seeds;
}

function inSeconds(samples: number, interval: number | null): string {
  return interval === null ? '' : `, ${formatSetting(Number((samples * interval).toPrecision(4)))} s`;
}
