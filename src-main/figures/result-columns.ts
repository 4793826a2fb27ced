import { parseMetricKey } from '../contract/metrics';
import type { ArmResult } from '../contract/studies';

/** A column of the table of arms. */
export interface ResultColumn {
  key: string;
  title: string;
  unit: string | null;
  decimals: number;
  /** Whether more is better; null where neither is. */
  higherIsBetter: boolean | null;
}

/** The columns that a study's results fill: accuracies by horizon, the error of free-running forecasts. */
export function resultColumns(results: readonly ArmResult[]): ResultColumn[] {
  const keys = [...new Set(results.flatMap((result) => Object.keys(result.metrics)))];
  const pick = (name: string) =>
    keys
      .map((key) => ({ key, ...parseMetricKey(key) }))
      .filter((parsed) => parsed.name === name)
      .sort((a, b) => (a.horizon ?? 0) - (b.horizon ?? 0));
  return [
    ...pick('validationAccuracy').map(({ key, horizon }) => ({
      key,
      title: `Accuracy, ${horizon} ${horizon === 1 ? 'step' : 'steps'}`,
      unit: null,
      decimals: 3,
      higherIsBetter: true,
    })),
    ...pick('freeRunningError').map(({ key, horizon }) => ({
      key,
      title: `Error, free-running ${horizon} steps`,
      unit: 'levels',
      decimals: 2,
      higherIsBetter: false,
    })),
  ];
}
