/**
 * At most `limit` multiples of one round step (1, 2 or 5 times a power of ten) from `min` to `max`; the finest step
 * that gives no more. `limit` is at least 2.
 */
export function roundNumbers(min: number, max: number, limit: number): number[] {
  if (!(limit >= 2)) throw new Error(`There are at least 2 ticks, not ${limit}.`);
  if (!(max > min)) return [min];
  const decade = Math.floor(Math.log10((max - min) / limit));
  for (let power = decade; ; power += 1) {
    for (const digit of [1, 2, 5]) {
      const first = Math.ceil(divided(min, digit, power) - 1e-9);
      const last = Math.floor(divided(max, digit, power) + 1e-9);
      const count = Math.max(0, last - first + 1);
      if (count > limit) continue;
      return Array.from({ length: count }, (_, place) => multiplied((first + place) * digit, power));
    }
  }
}

/** Division by a power of ten that keeps 0.3 / 0.1 at 3: a negative power is no exact number, its inverse is. */
function divided(value: number, digit: number, power: number): number {
  return power < 0 ? (value * 10 ** -power) / digit : value / (digit * 10 ** power);
}

function multiplied(value: number, power: number): number {
  return power < 0 ? value / 10 ** -power : value * 10 ** power;
}
