import { z } from 'zod';

/** Name of a column: a field of the filter language, such as `status`, `model.kernelSize`, `best(validationAccuracy@8)`. */
const columnKey = z.string().min(1).max(120);

export const viewColumnSchema = z.strictObject({
  key: columnKey,
  /** Pixels. */
  width: z.int().min(40).max(1200),
  /** Stays in sight at the left while the others scroll. */
  pinned: z.boolean(),
});
export type ViewColumn = z.infer<typeof viewColumnSchema>;

export const sortingSchema = z.strictObject({ key: columnKey, descending: z.boolean() });
export type Sorting = z.infer<typeof sortingSchema>;

/** A way to look at the table of runs. */
export const viewDefinitionSchema = z.strictObject({
  /** A filter expression; empty for all. */
  filter: z.string().max(2000),
  archived: z.boolean(),
  columns: z.array(viewColumnSchema).min(1).max(100),
  /** The first decides, the next where it leaves runs equal. */
  sorting: z.array(sortingSchema).max(8),
  /** The column that runs are grouped by; null for none. */
  groupBy: columnKey.nullable(),
});
export type ViewDefinition = z.infer<typeof viewDefinitionSchema>;

const viewName = z.string().trim().min(1).max(80);

/** Keeps a view; one of the same name is replaced. */
export const saveViewSchema = z.strictObject({ name: viewName, definition: viewDefinitionSchema });
export const renameViewSchema = z.strictObject({ viewId: z.string().min(1).max(64), name: viewName });

export interface RunView {
  id: string;
  name: string;
  definition: ViewDefinition;
}
