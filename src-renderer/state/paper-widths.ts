import type { FigureDescription, Panel } from '../../src-main/contract/figure';

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
  const rows = Math.ceil(panels.length / columns);
  const shapes = panels.flatMap((panel) => ownShape(panel) ?? []);
  if (shapes.length === panels.length) {
    return rows * (Math.max(...shapes) / columns + lineShare * Math.max(...panels.map(linesOver)));
  }
  // Flatter, the more stand above each other.
  return (rows === 1 ? 0.618 : 0.26 * rows) / columns;
}

/** Height of a line of text, as a share of the figure's width. */
const lineShare = 0.03;

/** Height over width of what brings its own shape, drawings and images; null of charts. */
function ownShape(panel: Panel): number | null {
  if (panel.kind === 'chart') return null;
  if (panel.kind === 'drawing') return panel.height / panel.width;
  const { columns, images, imageWidth, imageHeight } = panel;
  return (Math.ceil(images.length / columns) * imageHeight) / (columns * imageWidth);
}

/** Lines of text over a panel. */
function linesOver(panel: Panel): number {
  return (panel.title === '' ? 0 : 1) + (panel.kind === 'images' && panel.columnLabels ? 1 : 0);
}
