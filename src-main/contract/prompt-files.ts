import { z } from 'zod';
import type { OwnStretch } from './own-units';

/** What is put back of a prompt that was prepared as imported series are. */
export const stretchSchema = z.strictObject({
  scale: z.number(),
  offset: z.number(),
  slope: z.number(),
  place: z.int().min(0),
  start: z.number(),
}) satisfies z.ZodType<OwnStretch>;

/** Asks for a file of values to be prepared as an imported dataset was. */
export interface ReadValuePrompt {
  datasetId: string;
  path: string;
  /** A folder that does not exist yet; it is removed afterwards. */
  staging: string;
}

/** Values of a file as prompts, all equally long. */
export interface ValuePrompt {
  /** Name of the series of each. */
  names: string[];
  rows: number[][];
  /** How the levels of each become values again. */
  stretches: OwnStretch[];
}

/** Where the levels of a written generation end: what follows are times and values, which are no prompt. */
export const timeColumn = 'time';
