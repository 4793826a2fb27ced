import type { FieldRule } from './field-rule';

/** Numbers that a generation is asked for by. */
export const optionNames = [
  'temperature',
  'topK',
  'topP',
  'seed',
  'count',
  'steps',
  'observed',
  'threads',
] as const;
export type OptionName = (typeof optionNames)[number];

export interface Option {
  label: string;
  rule: Extract<FieldRule, { kind: 'number' }>;
  /** What an empty field means, where it may be empty. */
  empty?: string;
}

/** What the limits of some options depend on. */
export interface OptionLimits {
  quantizationLevels: number;
  /** Samples of a series, and how many of them always come before what is learnt. */
  samples: number;
  leading: number;
}

/** The limits are those of `generationChoiceSchema`, and what the model and its data have. */
export function generationOption(name: OptionName, { quantizationLevels, samples, leading }: OptionLimits): Option {
  const whole = { kind: 'number', integer: true, nullable: false, min: 1, max: null, aboveMin: false, belowMax: false };
  const number = (rule: Partial<Option['rule']>) => ({ ...whole, ...rule }) as Option['rule'];
  switch (name) {
    case 'temperature':
      return { label: 'Temperature', rule: number({ integer: false, min: 0, aboveMin: true, max: 1000 }) };
    case 'topK':
      return { label: 'Top-k', rule: number({ nullable: true, max: quantizationLevels }), empty: 'all levels' };
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
