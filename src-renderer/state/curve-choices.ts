import { metricTitle } from '../../src-main/contract/metric-words';
import { metricNames, parseMetricKey } from '../../src-main/contract/metrics';
import type { RunConfiguration } from '../../src-main/contract/configuration';
import { settingDifferences } from '../../src-main/figures/setting-text';

export interface MetricChoice {
  id: string;
  label: string;
  group: MetricGroup;
}
export const metricGroups = ['Validation', 'Training', 'Machine'] as const;
type MetricGroup = (typeof metricGroups)[number];

/** The metrics that were logged, in the order of their names and horizons. */
export function metricChoices(keys: readonly string[]): MetricChoice[] {
  const place = (key: string) => metricNames.indexOf(parseMetricKey(key).name);
  const horizon = (key: string) => parseMetricKey(key).horizon ?? 0;
  return [...new Set(keys)]
    .sort((a, b) => place(a) - place(b) || horizon(a) - horizon(b))
    .map((key) => ({ id: key, label: metricTitle(key), group: groupOf(key) }));
}

/** Metrics of which more or less is better and that say how good a model is: what a claim can be made of. */
export function isClaimable(key: string): boolean {
  return groupOf(key) === 'Validation' || parseMetricKey(key).name.endsWith('Loss');
}

/** The settings in which arms differ: what colour, dash and panels can go by. */
export function differingPaths(configurations: readonly RunConfiguration[]): string[] {
  return configurations.length < 2 ? [] : settingDifferences(configurations).map(({ path }) => path);
}

/** Half-lives that are offered for the smoothing, in steps. */
export const halfLives = [0, 5, 10, 25, 50, 100, 250, 500] as const;

function groupOf(key: string): MetricGroup {
  const { name } = parseMetricKey(key);
  if (name === 'validationLoss' || name === 'validationAccuracy' || name === 'freeRunningError') return 'Validation';
  return name === 'stepsPerSecond' || name === 'residentMemory' || name === 'tensorCount' ? 'Machine' : 'Training';
}
