import { z } from 'zod';
import { exportFormatSchema, figureSchema, paperSchema } from './figure';
import { compositionSchema, saveFigureSchema } from './saved-figures';

const figureId = z.string().min(1).max(64);
const title = z.string().trim().min(1).max(200);

/** What of a figure goes to the clipboard. */
export const copyFormats = ['png', 'svg', 'csv', 'latex'] as const;
export type CopyFormat = (typeof copyFormats)[number];

const copyRequestSchema = z.strictObject({ figure: figureSchema, paper: paperSchema, as: z.enum(copyFormats) });
export type CopyRequest = z.infer<typeof copyRequestSchema>;

/** The page's requests about figures that are kept, copied and dragged; `RequestResults` says what they answer. */
export const figureRequestSchemas = {
  'figures:list': z.strictObject({ studyId: z.string().min(1).max(64).nullable() }),
  'figures:save': saveFigureSchema,
  'figures:rename': z.strictObject({ figureId, title }),
  'figures:delete': z.strictObject({ figureIds: z.array(figureId).min(1).max(10_000) }),
  'figures:rebuild': z.strictObject({ figureId }),
  'figures:compose': compositionSchema.extend({ title }),
  'figures:copy': copyRequestSchema,
  'figures:drag': z.strictObject({ figure: figureSchema, paper: paperSchema, format: exportFormatSchema }),
} as const;
