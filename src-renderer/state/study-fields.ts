import type { Changes, RunConfiguration } from '../../src-main/contract/configuration';
import { fieldRule, type FieldRule } from './field-rule';
import { fieldText, parseField, type ParsedField } from './field-text';
import { formSections, type FormField } from './form-fields';

/** A field as the form shows it. */
export interface FieldState {
  field: FormField;
  rule: FieldRule;
  text: string;
  /** Differs from what it is without what was written. */
  changed: boolean;
  /** Of an arm: what all arms have, where the arm differs from it; else null. */
  common: string | null;
  /** What is wrong and what is allowed; null when it is well. */
  problem: string | null;
}

/** What was written, by the first path of a field. */
export type FieldTexts = Readonly<Record<string, string>>;

/**
 * The fields that a configuration has, with what was written in its stead; `common` is the configuration that all arms
 * have when these are the fields of one.
 */
export function fieldStates(
  original: RunConfiguration,
  texts: FieldTexts,
  common: RunConfiguration | null = null,
): FieldState[] {
  // A group that is switched on or off brings its fields or takes them away; it comes before them.
  const present = structuredClone(original);
  return formSections.flatMap(({ fields }) =>
    fields.flatMap((field): FieldState[] => {
      const [path] = field.paths;
      const rule = ruleOf(field, present);
      if (!rule || isOfImport(path, present)) return [];
      const given = textOf(field, valueAt(present, path));
      const text = texts[path] ?? given;
      const parsed = parse(field, text, rule);
      if (field.group && 'value' in parsed && text !== given) setValue(present, path, parsed.value);
      const changed = 'value' in parsed ? textOf(field, parsed.value) !== given : true;
      // Of a group that all arms lack there is nothing to compare with; the group itself says so.
      const value = common ? valueAt(common, path) : undefined;
      const ofAll = value === undefined ? null : textOf(field, value);
      return [
        {
          field,
          rule,
          text,
          changed,
          common: ofAll === text ? null : ofAll,
          problem: 'problem' in parsed ? parsed.problem : null,
        },
      ];
    }),
  );
}

/** Of imported series everything but the seed is as they were prepared. */
function isOfImport(path: string, { data }: RunConfiguration): boolean {
  return data.source === 'own' && path.startsWith('data.') && path !== 'data.seed';
}

/** The changes of the configuration that were written and are allowed. */
export function writtenChanges(states: readonly FieldState[]): Changes {
  return Object.fromEntries(
    states
      .filter(({ changed, problem }) => changed && problem === null)
      .flatMap(({ field, rule, text }) => {
        const parsed = parse(field, text, rule);
        return 'value' in parsed ? field.paths.map((path) => [path, parsed.value] as const) : [];
      }),
  ) as Changes;
}

/** Changes in the order in which they apply: the later ones last, those that they replace gone. */
export function joinChanges(earlier: Changes, later: Changes): Changes {
  const kept = Object.entries(earlier).filter(([path]) => !Object.hasOwn(later, path));
  return { ...Object.fromEntries(kept), ...later };
}

/** The value at a dotted path; undefined where there is none. */
export function valueAt(configuration: RunConfiguration, path: string): unknown {
  let value: unknown = configuration;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

function ruleOf(field: FormField, configuration: RunConfiguration): FieldRule | null {
  if (field.group) return { kind: 'switch' };
  const rule = fieldRule(field.paths[0], configuration);
  const value = rule && valueAt(configuration, field.paths[0]);
  // A schedule in place of a number has fields of its own.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? null : rule;
}

function textOf({ group }: FormField, value: unknown): string {
  return group ? String(value !== null && value !== undefined) : fieldText(value);
}

function parse({ group }: FormField, text: string, rule: FieldRule): ParsedField {
  return group ? { value: text === 'true' ? group : null } : parseField(text, rule);
}

function setValue(configuration: RunConfiguration, path: string, value: unknown): void {
  const keys = path.split('.');
  const parent = valueAt(configuration, keys.slice(0, -1).join('.')) as Record<string, unknown>;
  parent[keys.at(-1)!] = structuredClone(value);
}
