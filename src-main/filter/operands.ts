import type { FieldKind } from './fields';

/** What a field is compared with. */
export interface Operand {
  text: string;
  /** `none`: nothing was logged, written or set. */
  none: boolean;
  /**
   * As a number: of durations in milliseconds. A date is a span, from its first moment up to that after its last;
   * other numbers are a span of one point. Null where the text is no number.
   */
  span: { from: number; to: number } | null;
}

/** Reads what stands after an operator; gives what was expected instead where it does not fit the field. */
export function readOperand(text: string, kind: FieldKind): { operand: Operand } | { expected: string } {
  const operand = { text, none: /^none$/i.test(text), span: null };
  if (operand.none || kind === 'text') return { operand };
  if (kind === 'date') {
    const span = dateSpan(text);
    return span ? { operand: { ...operand, span } } : { expected: 'a date, such as 2026-11-24 or "2026-11-24 14:30"' };
  }
  const value = kind === 'duration' ? duration(text) : number(text);
  const span = value === null ? null : { from: value, to: value };
  if (span || kind === 'setting') return { operand: { ...operand, span } };
  return {
    expected: kind === 'duration' ? 'a duration, such as 90s, 5m, 2h or 1d' : 'a number, such as 0.6, 60% or 10k',
  };
}

/** A number, with `%`, `k` or `M` after it where that is shorter. */
function number(text: string): number | null {
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(%|k|M)?$/i.exec(text.replace(/\u2212/g, '-'));
  if (!match) return null;
  const value = Number(match[1]);
  const unit = match[2]?.toLowerCase();
  return unit === '%' ? value / 100 : value * (unit === 'k' ? 1e3 : unit === 'm' ? 1e6 : 1);
}

const milliseconds: Record<string, number> = { ms: 1, s: 1e3, m: 6e4, min: 6e4, h: 36e5, d: 864e5 };

/** One or several counts with units, `1h30m`; a bare number counts seconds. */
function duration(text: string): number | null {
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text) * 1e3;
  if (!/^(?:\d+(?:\.\d+)?\s*(?:ms|min|s|m|h|d)\s*)+$/.test(text)) return null;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)\s*(ms|min|s|m|h|d)/g)];
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * milliseconds[unit!]!, 0);
}

/** A year, month, day, hour or minute in local time. */
function dateSpan(text: string): { from: number; to: number } | null {
  const match = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d)(?::(\d\d))?)?)?)?$/.exec(text);
  if (!match) return null;
  const given = match.slice(1).filter((part) => part !== undefined);
  const parts = given.map((part, index) => Number(part) - (index === 1 ? 1 : 0));
  const at = (more: number) => {
    const [year, month = 0, day = 1, hour = 0, minute = 0] = parts.map((part, index) =>
      index === parts.length - 1 ? part + more : part,
    );
    return new Date(year!, month, day, hour, minute);
  };
  const first = at(0);
  // 2026-02-31 would be the third of March.
  const isReal = parts.every(
    (part, index) =>
      part === [first.getFullYear(), first.getMonth(), first.getDate(), first.getHours(), first.getMinutes()][index],
  );
  return isReal ? { from: first.getTime(), to: at(1).getTime() } : null;
}
