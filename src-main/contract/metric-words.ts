import { parseMetricKey, type MetricName } from './metrics';

interface MetricWords {
  title: string;
  unit: string | null;
  /** Null where neither is. */
  higherIsBetter: boolean | null;
}

const words: Record<MetricName, MetricWords> = {
  oneStepLoss: { title: 'One-step loss', unit: 'nats per sample', higherIsBetter: false },
  unrolledLoss: { title: 'Unrolled loss', unit: 'nats per sample', higherIsBetter: false },
  validationLoss: { title: 'Validation loss', unit: 'nats per sample', higherIsBetter: false },
  validationAccuracy: { title: 'Validation accuracy', unit: null, higherIsBetter: true },
  freeRunningError: { title: 'Free-running error', unit: 'levels', higherIsBetter: false },
  freeRunningValueError: { title: 'Free-running error in values', unit: 'unit of the data', higherIsBetter: false },
  learningRate: { title: 'Learning rate', unit: null, higherIsBetter: null },
  gradientNorm: { title: 'Gradient norm', unit: null, higherIsBetter: null },
  stepsPerSecond: { title: 'Steps per second', unit: null, higherIsBetter: true },
  residentMemory: { title: 'Memory', unit: 'bytes', higherIsBetter: false },
  tensorCount: { title: 'Tensors', unit: null, higherIsBetter: null },
};

/** A metric for a person: `Validation accuracy, 8 steps`. */
export function metricTitle(key: string): string {
  const { name, horizon } = parseMetricKey(key);
  return horizon === null ? words[name].title : `${words[name].title}, ${horizon} ${horizon === 1 ? 'step' : 'steps'}`;
}

export function metricUnit(key: string): string | null {
  return words[parseMetricKey(key).name].unit;
}

/** Null for a metric of which neither more nor less is better. */
export function higherIsBetter(key: string): boolean | null {
  return words[parseMetricKey(key).name].higherIsBetter;
}
