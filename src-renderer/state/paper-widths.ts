import type { FigureDescription } from '../../src-main/contract/figure';

/** Widths that figures have in print, in inches. */
export const paperWidths: readonly { name: string; inches: number }[] = [
  { name: 'ICML or CVPR, one column', inches: 3.25 },
  { name: 'NeurIPS or ICLR', inches: 5.5 },
  { name: 'JMLR', inches: 6 },
  { name: 'ICML, both columns', inches: 6.75 },
  { name: 'Nature, one column', inches: 3.5 },
  { name: 'Nature, both columns', inches: 7.2 },
];

/** Height over width that suits a figure. */
export function usualAspect({ panels, columns }: Pick<FigureDescription, 'panels' | 'columns'>): number {
  const [panel] = panels;
  // A drawing brings its own shape.
  if (panels.length === 1 && panel?.kind === 'drawing') return panel.height / panel.width;
  const rows = Math.ceil(panels.length / columns);
  // Flatter, the more stand above each other.
  return (rows === 1 ? 0.618 : 0.26 * rows) / columns;
}
