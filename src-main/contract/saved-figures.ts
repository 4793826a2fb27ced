import { z } from 'zod';
import { exportFormatSchema, figureSchema, paperSchema } from './figure';
import { figureStyleSchema } from './figure-style';
import { figureRequestSchema } from './studies';

/** A figure of a composition: asked of a study, so that it follows its runs, or kept as it was on the screen. */
export const figurePartSchema = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('study'), request: figureRequestSchema }),
  z.strictObject({ from: z.literal('screen'), figure: figureSchema }),
]);
export type FigurePart = z.infer<typeof figurePartSchema>;

/** What is drawn and how it looks, without its paper. */
export const compositionSchema = z.strictObject({
  /** Their panels one after the other. */
  parts: z.array(figurePartSchema).min(1).max(16),
  style: figureStyleSchema,
});
export type Composition = z.infer<typeof compositionSchema>;

/** Everything that a saved figure is built and drawn from. */
export const figureDefinitionSchema = compositionSchema.extend({
  paper: paperSchema,
  /** The files that an export of the whole study writes. */
  formats: z.array(exportFormatSchema).min(1).max(8),
  /** The runs that it showed when it was last built by hand: what is told of those that came later. */
  runIds: z.array(z.string().max(64)).max(10_000).optional(),
});
export type FigureDefinition = z.infer<typeof figureDefinitionSchema>;

export const saveFigureSchema = z.strictObject({
  /** The figure to change, or to bring back; null for a new one. */
  figureId: z.string().min(1).max(64).nullable(),
  studyId: z.string().min(1).max(64),
  title: z.string().trim().min(1).max(200),
  definition: figureDefinitionSchema,
});
export type SaveFigure = z.infer<typeof saveFigureSchema>;

/** A figure as it is kept in its study. */
export interface SavedFigure {
  id: string;
  studyId: string;
  title: string;
  definition: FigureDefinition;
  createdAt: number;
  changedAt: number;
}
