import { parseMetricKey } from '../../src-main/contract/metrics';
import { formatBytes, formatCount, formatNumber, formatSetting, formatShare } from '../format';

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
