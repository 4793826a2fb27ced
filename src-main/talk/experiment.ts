import type { Scale } from '../contract/configuration';
import type { ExperimentName } from '../contract/talk';
import type { TalkStudyName } from './studies';

/**
 * A conclusion of the talk and its measure, written down before anything was run: pairs of two numbers each, and which
 * of them is to be the greater one for the conclusion to hold.
 */
export interface Conclusion {
  name: string;
  /** As the talk says it, or what it leaves open. */
  says: string;
  measure: string;
  /** What the two numbers of a pair are. */
  arm: string;
  baseline: string;
  /** What is paired: one pair for each of these. */
  each: 'seed' | 'run' | 'sample' | 'image' | 'layer' | 'receptive field';
  /** Of the arm against the baseline. */
  expected: 'less' | 'more';
  /** `counted`: exact numbers, of which there is nothing to be estimated. */
  kind: 'measured' | 'counted';
  unit: string | null;
  decimals: number;
}

export interface Experiment {
  name: ExperimentName;
  /** In the order of the talk; empty for what goes beyond it. */
  number: string;
  title: string;
  question: string;
  /** The study that it trains, and which of its arms. */
  study: TalkStudyName | null;
  arms: readonly string[] | null;
  /** Only where models are trained anew: a model that comes along stands for it otherwise. */
  onlyRetrained: boolean;
  /** Seconds of all but the training, roughly, on two cores: for each seed, and altogether. */
  seconds: { perSeed: number; fixed: number };
  conclusions: readonly Conclusion[];
  /** What differs from the talk's setting at each scale. */
  differences: Record<Scale, readonly string[]>;
}

export const measured = { kind: 'measured', each: 'seed' } as const;
export const unrolled = { arm: 'Unrolled, 8 steps', baseline: 'One-step' } as const;
export const levels = { unit: 'levels', decimals: 2 } as const;
export const share = { unit: null, decimals: 3 } as const;

export const fourierQuick =
  'Shorter curves and training than the talk’s: windows of 512 samples, batches of 16, 2,000 steps, receptive field 197 ' +
  'in place of 389; forecasts of 394 steps in place of 778.';
export const optimizer =
  'The talk trained once; here each arm is trained with several seeds, both on the same batches.';
export const unrollingStudy = { study: 'talk-unrolling', arms: null, onlyRetrained: false } as const;
export const noStudy = { study: null, arms: null, onlyRetrained: false } as const;
