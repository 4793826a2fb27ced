import { z } from 'zod';
import type { FigureDescription } from './figure';
import { metricKeySchema } from './metrics';

export const claimRequestSchema = z.strictObject({
  studyId: z.string().min(1).max(64),
  metric: metricKeySchema,
  arm: z.string().min(1).max(64),
  baseline: z.string().min(1).max(64),
  /** Value of the metric to be reached; null: the worst that a run of either arm ended with, so that all reach it. */
  threshold: z.number().nullable().default(null),
});
export type ClaimRequest = z.infer<typeof claimRequestSchema>;

/** A mean with its 95 % interval over so many seeds. */
export interface Estimate {
  mean: number;
  low: number;
  high: number;
  count: number;
}

/**
 * undecided: fewer than three common seeds; none: the bootstrap interval includes 0; hint: it does not, but Student's t
 * does, which knows how few seeds there are; shown: both exclude it.
 */
export type Verdict = 'undecided' | 'none' | 'hint' | 'shown';

export interface ClaimedArm {
  name: string;
  label: string;
  colorIndex: number;
}

/** How two arms compare in one metric, over the seeds that both have completed. */
export interface Claim {
  metric: string;
  higherIsBetter: boolean;
  arm: ClaimedArm;
  baseline: ClaimedArm;
  runs: { seed: number; arm: SeedOutcome; baseline: SeedOutcome }[];
  /** Value of the arm − value of the baseline; paired bootstrap. */
  difference: Estimate;
  /** The same by Student's t; null with fewer than two seeds. */
  studentDifference: Estimate | null;
  verdict: Verdict;
  threshold: number | null;
  /** Arm / baseline, geometric means over the common seeds, paired bootstrap. */
  ratios: {
    timePerStep: Estimate | null;
    /** Over the seeds of which both reach the threshold. */
    stepsToThreshold: Estimate | null;
    timeToThreshold: Estimate | null;
  };
}

/** What one run of a claim came to. */
export interface SeedOutcome {
  runId: string;
  value: number;
  /** Milliseconds of training for a step, evaluations included. */
  timePerStep: number;
  /** Where the threshold was first reached; null where it was not, or where there is none. */
  reached: { step: number; wallTime: number } | null;
}

/** A claim with its words, or why there is none. */
export type ClaimResult =
  | {
      claim: Claim;
      /** One sentence that claims no more than was measured. */
      sentence: string;
      /** The sentence and the numbers, for a terminal or a message. */
      text: string;
      /** A table with `booktabs`. */
      latex: string;
      /** Both arms over the training, and their difference. */
      figure: FigureDescription;
      /** The numbers, seed by seed. */
      table: FigureDescription;
    }
  | { absent: string };
