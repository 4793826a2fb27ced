import type { FigureDescription, Panel, TablePanel } from '../contract/figure';
import { brokenLines } from './broken-lines';
import { tableHeight } from './table';

/** The height in inches that suits a figure of a width: no more than a page has, unless its rows need more. */
export function usualHeight(figure: Pick<FigureDescription, 'panels' | 'columns'>, width: number): number {
  const rows = Math.ceil(figure.panels.length / figure.columns);
  return Math.min(40, Math.max(0.7 * rows, Math.min(8.5, width * usualAspect(figure))));
}

/** Height over width that suits a figure. */
export function usualAspect({ panels, columns }: Pick<FigureDescription, 'panels' | 'columns'>): number {
  const rows = Math.ceil(panels.length / columns);
  const shapes = panels.flatMap((panel) => ownShape(panel) ?? []);
  if (shapes.length === panels.length) {
    return rows * (Math.max(...shapes) / columns + lineShare * Math.max(...panels.map(linesOver)));
  }
  if (rows === 1) return 0.618 / columns;
  // Flatter where they stand above each other, but with room for titles and axes.
  return rows * (columns === 1 ? 0.26 : Math.max(0.13, 0.5 / columns));
}

/** Height of a line of text, as a share of the figure's width. */
const lineShare = 0.03;

/** Height over width of what brings its own shape, drawings, images and tables; null of charts. */
function ownShape(panel: Panel): number | null {
  if (panel.kind === 'chart') return null;
  if (panel.kind === 'table') return tableShare * tableHeight(panel, noteLines(panel));
  if (panel.kind === 'drawing') return panel.height / panel.width;
  const { columns, images, imageWidth, imageHeight } = panel;
  return (Math.ceil(images.length / columns) * imageHeight) / (columns * imageWidth);
}

/** The size of a table's type, as a share of the figure's width, and the characters that go into so wide a line. */
const tableShare = 0.0205;
const lineLength = 95;

function noteLines({ notes }: TablePanel): number {
  return notes.flatMap((note) => brokenLines(note, (line) => line.length <= lineLength)).length;
}

/** Lines of text over a panel, and below its images. */
function linesOver(panel: Panel): number {
  const title = panel.title === '' ? 0 : 1;
  if (panel.kind !== 'images') return title;
  const { columns, columnLabels, captions, images } = panel;
  return title + (columnLabels ? 1 : 0) + (captions ? Math.ceil(images.length / columns) : 0);
}
