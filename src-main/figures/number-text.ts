const minus = '−';
const thinSpace = '\u2009';

/**
 * Labels of an axis's ticks: as many decimals as their distance needs, the same for all, with a true minus sign and
 * thin spaces from five digits on. Beyond 10⁷ and below 10⁻⁴ in powers of ten (`2e−5`).
 */
export function tickTexts(values: readonly number[]): string[] {
  const largest = Math.max(0, ...values.map(Math.abs));
  const distances = values.slice(1).map((value, index) => Math.abs(value - values[index]!));
  const step = Math.min(...distances.filter((distance) => distance > 0), largest || 1);
  if (largest >= 1e7 || (largest > 0 && largest < 1e-4)) return values.map((value) => powerText(value, largest, step));
  const decimals = decimalsOf(step);
  return values.map((value) => numberText(value, decimals));
}

/** A logarithmic tick's label: plain where it is short, else a power of ten. */
export function logTickText(value: number): string {
  if (value >= 1e5 || value < 1e-3) return powerText(value, value, value);
  return numberText(value, decimalsOf(value));
}

/** A number with a fixed count of decimals, a true minus sign and thin spaces from five digits on. */
export function numberText(value: number, decimals: number): string {
  const [whole, fraction] = Math.abs(value).toFixed(decimals).split('.') as [string, string?];
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, thinSpace) : whole;
  const digits = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  return value < 0 && /[1-9]/.test(digits) ? `${minus}${digits}` : digits;
}

/** A number with so many significant digits at least; those of large ones are all written. */
export function significantText(value: number, digits: number): string {
  const exponent = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
  return numberText(value, Math.min(12, Math.max(0, digits - 1 - exponent)));
}

/** The decimals that tell multiples of `step` apart, at most 12. */
function decimalsOf(step: number): number {
  for (let decimals = 0; decimals < 12; decimals += 1) {
    const scaled = step * 10 ** decimals;
    if (Math.abs(scaled - Math.round(scaled)) < 1e-6 * scaled) return decimals;
  }
  return 12;
}

function powerText(value: number, largest: number, step: number): string {
  if (value === 0) return '0';
  const exponent = Math.floor(Math.log10(largest) + 1e-9);
  const decimals = decimalsOf(step / 10 ** exponent);
  const exponentText = exponent < 0 ? `${minus}${-exponent}` : `${exponent}`;
  return `${numberText(value / 10 ** exponent, Math.min(decimals, 4))}e${exponentText}`;
}
