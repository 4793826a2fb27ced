import { z } from 'zod';
import { runConfigurationSchema } from '../../src-main/contract/configuration';
import { formatSetting } from '../format';

/** What a field of the configuration takes, read from the schema that validates it everywhere else too. */
export type FieldRule =
  | ({ kind: 'number'; integer: boolean; nullable: boolean } & Bounds)
  /** A list of numbers, or, where `alone`, also a single one. */
  | ({ kind: 'numbers'; integer: boolean; alone: boolean; lengths: number[] | null; least: number } & Bounds)
  | { kind: 'choice'; options: string[] }
  | { kind: 'switch' };

export interface Bounds {
  min: number | null;
  /** The smallest value itself is not allowed. */
  aboveMin: boolean;
  max: number | null;
  belowMax: boolean;
}

/** The part of JSON Schema that zod makes of the run configuration. */
interface Node {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  exclusiveMaximum?: number;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, Node>;
  items?: Node | false;
  prefixItems?: Node[];
  anyOf?: Node[];
  oneOf?: Node[];
}

let schema: Node | null = null;

/**
 * The rule of the field at a dotted path, in the alternative of each union that `configuration` takes; null where the
 * configuration has no such field.
 */
export function fieldRule(path: string, configuration: unknown): FieldRule | null {
  // Through `unknown`: the renderer needs the JSON Schema as data, not its types.
  schema ??= z.toJSONSchema(runConfigurationSchema as unknown as z.ZodType, { io: 'input' }) as Node;
  let node: Node | undefined = schema;
  let value = configuration;
  for (const key of path.split('.')) {
    node = alternatives(node).find((one) => one.properties?.[key] && fits(one, value))?.properties?.[key];
    if (!node || typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return null;
    value = (value as Record<string, unknown>)[key];
  }
  return ruleOf(alternatives(node));
}

/** The numbers that are allowed, for a person: `1 … 8192`, `more than 0`, `0 … 1, without 1`. */
export function describeBounds({ min, max, aboveMin, belowMax }: Bounds): string {
  if (min !== null && max !== null) {
    const without = [aboveMin ? formatSetting(min) : null, belowMax ? formatSetting(max) : null].filter(Boolean);
    const range = `${formatSetting(min)} … ${formatSetting(max)}`;
    return without.length > 0 ? `${range}, without ${without.join(' and ')}` : range;
  }
  if (min !== null) return aboveMin ? `more than ${formatSetting(min)}` : `${formatSetting(min)} or more`;
  if (max !== null) return belowMax ? `less than ${formatSetting(max)}` : `${formatSetting(max)} or less`;
  return 'any number';
}

function ruleOf(nodes: Node[]): FieldRule | null {
  if (nodes.some((node) => node.enum))
    return { kind: 'choice', options: nodes.flatMap((node) => node.enum ?? []).map(String) };
  if (nodes.some((node) => node.type === 'boolean')) return { kind: 'switch' };
  const number = nodes.find(isNumber);
  const lists = nodes.filter((node) => node.type === 'array');
  if (lists.length > 0) {
    const item = lists
      .map((list) => list.prefixItems?.[0] ?? (list.items || undefined))
      .find((one) => one && isNumber(one));
    if (!item) return null;
    const open = lists.some((list) => !list.prefixItems);
    const lengths = open ? null : lists.map((list) => list.prefixItems!.length);
    const of = number ?? item;
    const least = Math.min(...lists.map((list) => list.minItems ?? 0));
    return {
      kind: 'numbers',
      integer: of.type === 'integer',
      alone: number !== undefined,
      lengths,
      least,
      ...boundsOf(of),
    };
  }
  if (!number) return null;
  const nullable = nodes.some((node) => node.type === 'null');
  return { kind: 'number', integer: number.type === 'integer', nullable, ...boundsOf(number) };
}

function isNumber(node: Node): boolean {
  return node.type === 'integer' || node.type === 'number';
}

function boundsOf(node: Node): Bounds {
  const max = node.maximum ?? node.exclusiveMaximum ?? null;
  return {
    min: node.minimum ?? node.exclusiveMinimum ?? null,
    aboveMin: node.minimum === undefined && node.exclusiveMinimum !== undefined,
    // The largest whole number of a double is no limit that a person need read.
    max: max === Number.MAX_SAFE_INTEGER ? null : max,
    belowMax: node.maximum === undefined && node.exclusiveMaximum !== undefined,
  };
}

function alternatives(node: Node | undefined): Node[] {
  if (!node) return [];
  const inner = node.anyOf ?? node.oneOf;
  return inner ? inner.flatMap(alternatives) : [node];
}

/** Whether the constants of an alternative (`family: 'wavenet'`) are those of the value. */
function fits(node: Node, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(node.properties ?? {}).every(
    ([key, property]) => property.const === undefined || property.const === (value as Record<string, unknown>)[key],
  );
}
