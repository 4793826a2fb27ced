import { z } from 'zod';

/** Runs that have ended, and how many optimisation steps they are to make beyond those that they were given. */
export const continueRunsSchema = z.strictObject({
  runIds: z.array(z.string().min(1).max(64)).min(1).max(1000),
  moreSteps: z.int().min(1).max(1_000_000_000),
});
export type ContinueRuns = z.infer<typeof continueRunsSchema>;
