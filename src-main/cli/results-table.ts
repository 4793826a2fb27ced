import { parseMetricKey } from '../contract/metrics';
import type { ArmResult } from '../contract/studies';
import { durationText, table, type Column } from './output';

/** The table of a study: each arm's accuracies at every horizon, its free-running error and its time. */
export function resultsTable(results: readonly ArmResult[]): string {
  if (results.length === 0) return 'No run of this study has completed yet.';
  const keys = [...new Set(results.flatMap(({ metrics }) => Object.keys(metrics)))].map((key) => ({
    key,
    ...parseMetricKey(key),
  }));
  const byHorizon = (a: { horizon: number | null }, b: { horizon: number | null }) =>
    (a.horizon ?? 0) - (b.horizon ?? 0);
  const accuracies = keys.filter(({ name }) => name === 'validationAccuracy').sort(byHorizon);
  const errors = keys.filter(({ name }) => name === 'freeRunningError').sort(byHorizon);
  const column = (key: string, title: string, digits: number): Column<ArmResult> => ({
    title,
    text: ({ metrics }) => (metrics[key] ? meanText(metrics[key], (value) => value.toFixed(digits)) : '-'),
    align: 'right',
  });
  const columns: Column<ArmResult>[] = [
    { title: 'Arm', text: ({ label }) => label },
    { title: 'Seeds', text: ({ seeds }) => seeds.join(', ') },
    ...accuracies.map(({ key, horizon }) => column(key, `Accuracy, ${horizon} ${horizon === 1 ? 'step' : 'steps'}`, 3)),
    ...errors.map(({ key, horizon }) => column(key, `Error, ${horizon} steps (levels)`, 2)),
    { title: 'Time', text: ({ trainingTime }) => durationText(mean(trainingTime)), align: 'right' },
  ];
  const notes = [
    'Accuracy: share of exact tokens on the validation curves at the best checkpoint; greedy, 1 step teacher-forced.',
    'Error: mean absolute error of free-running forecasts of the test curves.',
    ...(results.some(({ seeds }) => seeds.length > 1) ? ['Several seeds: mean ± standard deviation; mean time.'] : []),
  ];
  return [table(columns, results), '', ...notes].join('\n');
}

function meanText(values: readonly number[], format: (value: number) => string): string {
  if (values.length === 1) return format(values[0]!);
  const center = mean(values);
  const variance = values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (values.length - 1);
  return `${format(center)} ± ${format(Math.sqrt(variance))}`;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
