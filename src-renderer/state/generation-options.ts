import { leadingSamples } from '../../src-main/contract/data-sizes';
import type { ModelFacts } from './asked-model';
import type { FieldRule } from './field-rule';

/** Numbers that a generation is asked for by. */
export const optionNames = ['temperature', 'topK', 'topP', 'seed', 'count', 'steps', 'observed', 'threads'] as const;
export type OptionName = (typeof optionNames)[number];

export interface Option {
  label: string;
  rule: Extract<FieldRule, { kind: 'number' }>;
  /** What an empty field means, where it may be empty. */
  empty?: string;
}

const LONGEST_DEFAULT = 2048;
/** Few enough that two models find room side by side, and that all of ten classes are seen while they are made. */
export const IMAGES_IN_ROW = 5;

/** The limits are those of `generationChoiceSchema`, and what the model and its data have. */
export function generationOption(name: OptionName, { levels, sizes, leading }: ModelFacts): Option {
  const samples = sizes?.samples ?? 1;
  const whole = { kind: 'number', integer: true, nullable: false, min: 1, max: null, aboveMin: false, belowMax: false };
  const number = (rule: Partial<Option['rule']>) => ({ ...whole, ...rule }) as Option['rule'];
  switch (name) {
    case 'temperature':
      return { label: 'Temperature', rule: number({ integer: false, min: 0, aboveMin: true, max: 1000 }) };
    case 'topK':
      return { label: 'Top-k', rule: number({ nullable: true, max: levels }), empty: 'all levels' };
    case 'topP':
      return {
        label: 'Top-p',
        rule: number({ integer: false, nullable: true, min: 0, aboveMin: true, max: 1 }),
        empty: 'all levels',
      };
    case 'seed':
      return { label: 'Seed', rule: number({ min: 0 }) };
    case 'count':
      return { label: 'Samples', rule: number({ max: 65_536 }) };
    case 'steps':
      return { label: 'Steps', rule: number({ max: 100_000_000 }) };
    case 'observed':
      return { label: 'Observed', rule: number({ min: 1 - leading, max: samples - leading }) };
    case 'threads':
      return { label: 'Threads', rule: number({ nullable: true, max: 256 }), empty: 'all cores' };
  }
}

/** What an option is where nobody wrote anything; `observed` samples stand before what is generated, null for none. */
export function defaultOption(name: OptionName, facts: ModelFacts, observed: () => number | null): number | null {
  const { areImages, conditionClasses, receptiveField, sizes } = facts;
  switch (name) {
    case 'temperature':
    case 'seed':
      return 1;
    case 'count':
      if (areImages) return IMAGES_IN_ROW;
      return conditionClasses === null ? 4 : 1;
    case 'steps':
      // The rest of the image, or as long as the series that the model has learnt.
      if (areImages) return Math.max(1, sizes!.samples - (observed() ?? leadingSamples));
      return sizes ? Math.min(LONGEST_DEFAULT, sizes.samples) : 100;
    case 'observed':
      if (areImages) return Math.floor((sizes!.samples - leadingSamples) / 2);
      return Math.max(1, Math.min(receptiveField ?? 1, Math.floor((sizes?.samples ?? 2) / 2)));
    default:
      return null;
  }
}
