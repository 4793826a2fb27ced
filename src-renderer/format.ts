/** Between groups of three digits: narrow and never broken over a line. */
const THIN_SPACE = '\u202f';
const MINUS = '\u2212';
/** Stands where there is no value. */
export const NOTHING = '–';

/** A whole number, from five digits on in groups of three: `12 288`. */
export function formatCount(value: number): string {
  if (!Number.isFinite(value)) return formatSpecial(value);
  const digits = Math.abs(Math.round(value)).toString();
  return withSign(value, groupDigits(digits));
}

/**
 * A measured number with `significant` digits; in powers of ten outside 10⁻⁴ … 10⁷ (`2.00e−5`).
 * Zeros at the end stay, because they were measured.
 */
export function formatNumber(value: number, significant = 3): string {
  if (!Number.isFinite(value)) return formatSpecial(value);
  if (value === 0) return '0';
  const magnitude = Math.abs(value);
  if (magnitude < 1e-4 || magnitude >= 1e7) return formatPower(value, significant);
  const exponent = Number(magnitude.toExponential(significant - 1).split('e')[1]);
  const [whole = '', fraction] = magnitude.toFixed(Math.max(0, significant - 1 - exponent)).split('.');
  return withSign(value, fraction ? `${groupDigits(whole)}.${fraction}` : groupDigits(whole));
}

/** A setting as a person would write it: no digit more than it has. */
export function formatSetting(value: number): string {
  if (Number.isInteger(value)) return Math.abs(value) < 1e12 ? formatCount(value) : formatPower(value, 6);
  // Seven digits: what single precision holds, so that 2/3 does not fill the line.
  const text = String(Number(Math.abs(value).toPrecision(7)));
  return text.includes('e') ? formatPower(value, 6) : withSign(value, text);
}

/** A share 0 … 1 with three decimals, as accuracies are written in the talk: `0.756`. */
export function formatShare(value: number): string {
  return formatDecimals(value, 3);
}

export function formatDecimals(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return formatSpecial(value);
  const text = Math.abs(value).toFixed(decimals);
  return withSign(Number(text) === 0 ? 0 : value, text);
}

/** A difference, always with its sign. */
export function formatDelta(value: number, decimals: number): string {
  const text = formatDecimals(value, decimals);
  return value > 0 && Number(value.toFixed(decimals)) > 0 ? `+${text}` : text;
}

/** Mean and spread to the digits that the spread leaves meaningful: two digits of the spread, at most `decimals`. */
export function formatMeanSpread(mean: number, spread: number | null, decimals: number): string {
  if (spread === null || !Number.isFinite(spread)) return formatDecimals(mean, decimals);
  const needed = spread > 0 ? Math.max(0, 1 - Math.floor(Math.log10(spread))) : decimals;
  const shown = Math.min(decimals, needed);
  return `${formatDecimals(mean, shown)} ± ${formatDecimals(spread, shown)}`;
}

/** A duration in its two largest units: `45 s`, `2 min 05 s`, `1 h 12 min`, `3 d 4 h`. */
export function formatDuration(milliseconds: number): string {
  if (!Number.isFinite(milliseconds) || milliseconds < 0) return NOTHING;
  if (milliseconds < 9_950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${twoDigits(seconds % 60)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`;
  const hours = Math.round(minutes / 60);
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** Bytes in decimal units: `1.4 GB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? formatCount(value) : formatNumber(value, value < 10 ? 2 : 3)} ${units[unit]}`;
}

/** Local date and time to the minute, sortable: `2026-11-24 08:04`. */
export function formatDate(millisecondsSince1970: number): string {
  const date = new Date(millisecondsSince1970);
  const day = [date.getFullYear(), twoDigits(date.getMonth() + 1), twoDigits(date.getDate())].join('-');
  return `${day} ${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`;
}

/** Local time to the second: `08:04:31`. */
export function formatClock(millisecondsSince1970: number): string {
  const date = new Date(millisecondsSince1970);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':');
}

/** `1 run`, `2 runs`. */
export function formatPlural(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

function formatPower(value: number, significant: number): string {
  const [mantissa = '', exponent = '0'] = Math.abs(value)
    .toExponential(significant - 1)
    .split('e');
  const short = mantissa.includes('.') && significant > 3 ? mantissa.replace(/\.?0+$/, '') : mantissa;
  return withSign(value, `${short}e${Number(exponent) < 0 ? MINUS : ''}${Math.abs(Number(exponent))}`);
}

function formatSpecial(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? '∞' : `${MINUS}∞`;
}

function withSign(value: number, digits: string): string {
  return value < 0 && /[1-9]/.test(digits) ? MINUS + digits : digits;
}

function groupDigits(digits: string): string {
  return digits.length < 5 ? digits : digits.replace(/\B(?=(\d{3})+$)/g, THIN_SPACE);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
