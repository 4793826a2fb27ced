import { createHash, randomBytes } from 'node:crypto';
import { UserError } from '../contract/errors';

/** A new identifier: ten letters and digits without those that are easily confused (50 bits). */
export function newIdentifier(): string {
  return Array.from(randomBytes(10), (byte) => alphabet[byte % alphabet.length]).join('');
}

/** SHA-256 (hex) of a value as JSON with sorted keys: equal values have equal hashes. */
export function hashOf(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(value)))
    .digest('hex');
}

/** The only one of the ids that were found; throws a UserError that says how to name it better. */
export function theOne(
  what: 'run' | 'study' | 'generation' | 'dataset',
  given: string,
  found: readonly string[],
): string {
  if (found.length === 1) return found[0]!;
  if (found.length === 0) throw new UserError(`There is no ${what} "${given}".`, 'wavebench list shows what there is.');
  throw new UserError(
    `"${given}" can be ${found.length} things: ${found.slice(0, 5).join(', ')}.`,
    'Give more of its id.',
  );
}

/** 32 signs, so that a byte falls on each equally often. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
