import { metricTitle } from '../../src-main/contract/metric-words';
import { parseMetricKey } from '../../src-main/contract/metrics';
import type { LiveChart } from './live-panels';

/** The metrics that a training of these latest values logs, in a fixed order, with those of every kind of run. */
export function liveKeys(latest: readonly Readonly<Record<string, number>>[]): string[] {
  const always = ['oneStepLoss', 'learningRate', 'gradientNorm', 'stepsPerSecond', 'residentMemory', 'tensorCount'];
  const logged = [...new Set(latest.flatMap((values) => Object.keys(values)))].filter((key) => {
    const { name } = parseMetricKey(key);
    return name === 'validationAccuracy' || name === 'validationLoss' || name === 'unrolledLoss';
  });
  return [...new Set([...always, ...logged.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))])];
}

/** Horizons at which a metric is logged, ascending. */
export function horizonsOf(keys: readonly string[], metric: string): number[] {
  return keys
    .map(parseMetricKey)
    .filter(({ name, horizon }) => name === metric && horizon !== null)
    .map(({ horizon }) => horizon!)
    .sort((a, b) => a - b);
}

export interface ChartChoice {
  keys: readonly string[];
  horizon: number | null;
  logarithmicLoss: boolean;
  /** 0 draws losses unsmoothed. */
  halfLife: number;
}

/** The charts of the Live screen: the two that are looked at first, and the small ones below them. */
export function liveCharts({ keys, horizon, logarithmicLoss, halfLife }: ChartChoice): {
  main: LiveChart[];
  small: LiveChart[];
} {
  const loss = { yTitle: 'Loss', unit: 'nats per sample', logarithmic: logarithmicLoss, halfLife };
  const plain = { unit: null, logarithmic: false, halfLife: 0 };
  const unrolled = keys.find((key) => key.startsWith('unrolledLoss'));
  const validation = horizon === null ? null : `validationLoss@${horizon}`;
  const accuracy = horizon === null ? null : `validationAccuracy@${horizon}`;
  return {
    main: [
      { ...loss, key: 'oneStepLoss', title: 'One-step loss' },
      ...(accuracy ? [{ ...plain, key: accuracy, title: metricTitle(accuracy), yTitle: 'Accuracy' }] : []),
    ],
    small: [
      ...(unrolled ? [{ ...loss, key: unrolled, title: metricTitle(unrolled) }] : []),
      ...(validation ? [{ ...loss, key: validation, title: metricTitle(validation) }] : []),
      { ...plain, key: 'learningRate', title: 'Learning rate', yTitle: 'Learning rate' },
      { ...plain, key: 'gradientNorm', title: 'Gradient norm', yTitle: 'Norm', logarithmic: true, halfLife },
      { ...plain, key: 'stepsPerSecond', title: 'Throughput', yTitle: 'Steps', unit: 'per s' },
      { ...plain, key: 'tensorCount', title: 'Tensors', yTitle: 'Tensors' },
      { ...plain, key: 'residentMemory', title: 'Memory of the process', yTitle: 'Memory', unit: 'GB', divisor: 1e9 },
    ],
  };
}
