import { z } from 'zod';
import { axisSchema, namingSchema } from './figure';

const axisStyleSchema = axisSchema.partial();
export type AxisStyle = z.infer<typeof axisStyleSchema>;

/** What a person changes of a panel; what is left out stays as it is described. */
export const panelStyleSchema = z.strictObject({
  title: z.string().max(2000).optional(),
  x: axisStyleSchema.optional(),
  y: axisStyleSchema.optional(),
});
export type PanelStyle = z.infer<typeof panelStyleSchema>;

/** What a person changes of a figure, apart from its paper; `styledFigure` applies it to any description. */
export const figureStyleSchema = z.strictObject({
  title: z.string().max(2000).optional(),
  legend: namingSchema.optional(),
  letters: z.boolean().optional(),
  /** false leaves observation limits and thresholds out. */
  marks: z.boolean().optional(),
  columns: z.int().min(1).max(16).optional(),
  sharedX: z.boolean().optional(),
  sharedY: z.boolean().optional(),
  caption: z.string().max(10_000).optional(),
  /** By place of the panel. */
  panels: z.array(panelStyleSchema).max(64).optional(),
});
export type FigureStyleChanges = z.infer<typeof figureStyleSchema>;
