import fc from 'fast-check';
import { z } from 'zod';
import { requestSchemas, type RequestName } from '../../../src-main/contract/ipc';

export interface Asked {
  name: string;
  argument: unknown;
}

export const names = Object.keys(requestSchemas) as RequestName[];
const argumentsOf = new Map<RequestName, fc.Arbitrary<unknown>>();

/** What a page may send: nearly right arguments of every request, and whatever a structured clone carries. */
export const asked: fc.Arbitrary<Asked> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.constantFrom(...names).chain((name) => argumentOf(name).map((argument) => ({ name, argument }))),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      name: fc.oneof(fc.string(), fc.constantFrom('__proto__', 'toString')),
      argument: hostile(),
    }),
  },
);

function argumentOf(name: RequestName): fc.Arbitrary<unknown> {
  const known = argumentsOf.get(name) ?? nearlyRight(name);
  argumentsOf.set(name, known);
  return known;
}

function nearlyRight(name: RequestName): fc.Arbitrary<unknown> {
  const form = z.toJSONSchema(requestSchemas[name], { unrepresentable: 'any', io: 'input', cycles: 'ref' }) as Form;
  const right = valueOf(form, form, 0);
  return fc.oneof(
    { weight: 2, arbitrary: right },
    { weight: 3, arbitrary: fc.tuple(right, fc.nat(), hostile()).map(spoilt) },
    { weight: 1, arbitrary: hostile() },
  );
}

/** One value within another replaced, the place chosen by a number. */
function spoilt([value, at, bad]: [unknown, number, unknown]): unknown {
  if (typeof value !== 'object' || value === null) return bad;
  const keys = Object.keys(value);
  if (keys.length === 0 || at % 5 === 0) return bad;
  const key = keys[at % keys.length]!;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...value };
  Object.assign(copy, { [key]: spoilt([(value as Record<string, unknown>)[key], Math.floor(at / keys.length), bad]) });
  if (at % 7 === 0) Object.defineProperty(copy, '__proto__', { value: { polluted: 1 }, enumerable: true });
  return copy;
}

function hostile(): fc.Arbitrary<unknown> {
  const circle: unknown[] = [];
  circle.push({ circle });
  const deep = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`) as unknown;
  return fc.oneof(
    fc.constantFrom<unknown>(
      ...[
        null,
        undefined,
        NaN,
        Infinity,
        -0,
        -1,
        1.5,
        2 ** 53,
        '',
        '__proto__',
        '../../etc/passwd',
        '/etc/passwd',
        '\u0000',
      ],
      ...[
        'x'.repeat(100_000),
        circle,
        deep,
        { circle },
        new Array(20_000).fill('a'),
        new Uint8Array(9),
        new Map([[1, 2]]),
      ],
      ...[
        new Set([1]),
        new Date(NaN),
        10n,
        /x/,
        new Error('x'),
        JSON.parse('{"__proto__":{"polluted":1},"constructor":1}'),
      ],
    ),
    fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true, maxDepth: 3 }),
    fc.string({ unit: 'binary' }),
  );
}

/** The parts of JSON Schema that the contract's requests have. */
interface Form {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Form[];
  oneOf?: Form[];
  allOf?: Form[];
  properties?: Record<string, Form>;
  required?: string[];
  items?: Form;
  prefixItems?: Form[];
  additionalProperties?: Form | boolean;
  propertyNames?: Form;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  $ref?: string;
  $defs?: Record<string, Form>;
}

function valueOf(form: Form, root: Form, depth: number): fc.Arbitrary<unknown> {
  if (depth > 8) return fc.constant(null);
  const inner = (part: Form) => valueOf(part, root, depth + 1);
  if (form.$ref) return inner(root.$defs?.[form.$ref.split('/').pop()!] ?? {});
  if ('const' in form) return fc.constant(form.const);
  if (form.enum) return fc.constantFrom(...form.enum);
  const choices = form.anyOf ?? form.oneOf ?? form.allOf;
  if (choices) return fc.oneof(...choices.map(inner));
  if (form.type === 'object') {
    const { properties = {}, required = [] } = form;
    const { additionalProperties: others } = form;
    if (typeof others === 'object' && Object.keys(properties).length === 0)
      return fc.dictionary(fc.string({ maxLength: 12 }), inner(others), { maxKeys: 3 });
    const parts = Object.entries(properties).map(([key, part]) => [key, inner(part)]);
    return fc.record(Object.fromEntries(parts) as Record<string, fc.Arbitrary<unknown>>, { requiredKeys: required });
  }
  if (form.prefixItems) return fc.tuple(...form.prefixItems.map(inner));
  if (form.type === 'array') {
    const minLength = form.minItems ?? 0;
    return fc.array(inner(form.items ?? {}), {
      minLength,
      maxLength: Math.min(form.maxItems ?? Infinity, minLength + 3),
    });
  }
  if (form.type === 'integer') {
    const [least, most] = [form.minimum ?? 0, form.maximum ?? 1000];
    return fc.integer({ min: Math.max(least, -(2 ** 31)), max: Math.min(most, 2 ** 31 - 1) });
  }
  if (form.type === 'number') return fc.double({ min: form.minimum ?? -10, max: form.maximum ?? 10, noNaN: true });
  if (form.type === 'boolean') return fc.boolean();
  if (form.type === 'null') return fc.constant(null);
  if (form.type !== 'string') return fc.constantFrom(undefined, null, 1, 'a');
  if (form.pattern) return fc.stringMatching(new RegExp(form.pattern));
  const minLength = form.minLength ?? 0;
  return fc.string({ minLength, maxLength: Math.max(minLength, Math.min(form.maxLength ?? 20, 20)) });
}
