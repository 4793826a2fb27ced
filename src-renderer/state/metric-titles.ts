import { parseMetricKey, type MetricName } from '../../src-main/contract/metrics';
import { formatBytes, formatCount, formatNumber, formatSetting, formatShare } from '../format';

const titles: Record<MetricName, string> = {
  oneStepLoss: 'One-step loss',
  unrolledLoss: 'Unrolled loss',
  validationLoss: 'Validation loss',
  validationAccuracy: 'Validation accuracy',
  freeRunningError: 'Free-running error',
  learningRate: 'Learning rate',
  gradientNorm: 'Gradient norm',
  stepsPerSecond: 'Steps per second',
  residentMemory: 'Memory',
  tensorCount: 'Tensors',
};

/** A metric for a person: `Validation accuracy, 8 steps`. */
export function metricTitle(key: string): string {
  const { name, horizon } = parseMetricKey(key);
  return horizon === null ? titles[name] : `${titles[name]}, ${horizon} ${horizon === 1 ? 'step' : 'steps'}`;
}

/** A value of a metric with the digits that mean something. */
export function metricText(key: string, value: number): string {
  switch (parseMetricKey(key).name) {
    case 'residentMemory':
      return formatBytes(value);
    case 'tensorCount':
      return formatCount(value);
    case 'learningRate':
      return formatSetting(Number(value.toPrecision(4)));
    case 'validationAccuracy':
      return formatShare(value);
    default:
      return formatNumber(value);
  }
}
