import { z } from 'zod';

/** Which runs of the list: those that are archived or those that are not; `part`: so many after so many. */
export const runFilterSchema = z.strictObject({
  archived: z.boolean(),
  part: z.strictObject({ first: z.int().min(0), count: z.int().min(1).max(10_000) }).optional(),
});
export type RunFilter = z.infer<typeof runFilterSchema>;
