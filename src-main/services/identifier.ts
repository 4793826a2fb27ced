import { createHash, randomBytes } from 'node:crypto';

/** A new identifier: ten letters and digits without those that are easily confused (50 bits). */
export function newIdentifier(): string {
  return Array.from(randomBytes(10), (byte) => alphabet[byte % alphabet.length]).join('');
}

/** SHA-256 (hex) of a value as JSON with sorted keys: equal values have equal hashes. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(sorted(value))).digest('hex');
}

/** 32 signs, so that a byte falls on each equally often. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
