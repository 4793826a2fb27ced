import { z } from 'zod';

const runId = z.string().min(1).max(64);

/** A tag: one word or a few; neither commas nor quotation marks, so that it can be written in lists and filters. */
export const tagSchema = z
  .string()
  .trim()
  .min(1)
  .max(40)
  .regex(/^[^,;"'()]*$/, 'must have no comma, quotation mark or parenthesis');

/** What a person writes on a run; what is left out stays. */
export const runEditSchema = z.strictObject({
  runId,
  /** Name in place of the run's own; null takes it away. */
  title: z.string().trim().min(1).max(120).nullable().optional(),
  tags: z.array(tagSchema).max(32).optional(),
  notes: z.string().max(20_000).optional(),
});
export type RunEdit = z.input<typeof runEditSchema>;

export const editRunsSchema = z.strictObject({ edits: z.array(runEditSchema).min(1).max(10_000) });

/** What is gone when runs are deleted. */
export interface DeletionSize {
  runs: number;
  /** Bytes of checkpoints and generated samples. */
  bytes: number;
  /** Metric points. */
  points: number;
  generations: number;
}
