import type { RunConfiguration } from '../contract/configuration';
import { settingsOf, type SettingValue } from '../contract/run-settings';
import { numberText } from './number-text';

/** The settings in which configurations differ, with the text of each; null where one has no such setting. */
export function settingDifferences(
  configurations: readonly RunConfiguration[],
): { path: string; texts: (string | null)[] }[] {
  const maps = configurations.map((configuration) => {
    return new Map(settingsOf(configuration).map(([path, value]) => [path, settingText(value)]));
  });
  const paths = [...new Set(maps.flatMap((map) => [...map.keys()]))];
  return (
    paths
      .map((path) => ({ path, texts: maps.map((map) => map.get(path) ?? null) }))
      // A group that one has and another has not differs in its settings; that it is there says nothing more.
      .filter(({ texts }) => new Set(texts.map((text) => text ?? 'none')).size > 1)
  );
}

/** A setting as a person reads it. */
export function settingText(value: SettingValue): string {
  if (value === null) return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return settingNumber(value);
  if (typeof value === 'string') return value;
  const counts = value.every((item): item is number => Number.isInteger(item) && (item as number) >= 0);
  return counts ? numberList(value) : value.map((item) => settingText(item)).join(', ');
}

/** Numbers with commas; doublings are written short: 1, 2, 4, …, 128 as `1..128`. */
export function numberList(values: readonly number[]): string {
  const parts: string[] = [];
  for (let start = 0; start < values.length;) {
    let end = start;
    while (end + 1 < values.length && values[end + 1] === 2 * values[end]! && values[start]! > 0) end += 1;
    if (end - start >= 3) {
      parts.push(`${values[start]}..${values[end]}`);
      start = end + 1;
    } else {
      parts.push(String(values[start]));
      start += 1;
    }
  }
  return parts.join(', ');
}

/** No digit more than it has, at most the seven that single precision holds: 2/3 does not fill the line. */
function settingNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e12) return numberText(value, 0);
  return String(Number(value.toPrecision(7)))
    .replace('e+', 'e')
    .replace(/-/g, '−');
}
