import { markOf, parseCall } from '../../src-main/filter/fields';
import type { FilterRow } from '../../src-main/filter/fields';
import { resolveMetric } from '../../src-main/filter/run-metrics';
import {
  formatCount,
  formatDate,
  formatDuration,
  formatMeanSpread,
  formatNumber,
  formatSetting,
  formatShare,
} from '../format';
import { settingText } from '../../src-main/figures/setting-text';
import { metricText } from './metric-text';
import type { RunColumn } from './run-columns';
import type { GroupSummary } from './run-groups';

/** What a cell says, with its unit or step in grey; null where there is nothing to say. */
export function cellText(row: FilterRow, { key, field }: RunColumn): { value: string; unit?: string } | null {
  const call = parseCall(key);
  if (call) {
    const mark = markOf(row.run, call.measure, call.metric);
    return (
      mark && {
        value: metricText(resolveMetric(row.run, call.metric)!, mark.value),
        unit: `@ ${formatCount(mark.step)}`,
      }
    );
  }
  const value = field.read(row);
  if (value === null || value === undefined) return null;
  switch (field.kind) {
    case 'text': {
      const texts = value as readonly string[];
      const shown = key === 'tag' ? texts.join(', ') : texts[key === 'study' ? 1 : 0];
      return shown ? { value: shown } : null;
    }
    case 'date':
      return { value: formatDate(value as number) };
    case 'duration':
      return (value as number) > 0 ? { value: formatDuration(value as number) } : null;
    case 'number':
      return { value: key === 'accuracy' ? formatShare(value as number) : formatSetting(value as number) };
    case 'setting':
      return { value: settingText(value) };
  }
}

/** Mean ± standard deviation of a group, in the digits of the column. */
export function summaryText({ mean, deviation }: GroupSummary, { key, field }: RunColumn): string {
  if (field.kind === 'duration')
    return deviation === null ? formatDuration(mean) : `${formatDuration(mean)} ± ${formatDuration(deviation)}`;
  const call = parseCall(key);
  if (key === 'accuracy' || call?.metric.startsWith('validationAccuracy')) return formatMeanSpread(mean, deviation, 3);
  return deviation === null ? formatNumber(mean) : `${formatNumber(mean)} ± ${formatNumber(deviation, 2)}`;
}
