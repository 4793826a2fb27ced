import { parseMetricKey, type MetricName } from '../../src-main/contract/metrics';

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
