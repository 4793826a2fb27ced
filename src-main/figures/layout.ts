import { UserError } from '../contract/errors';
import type { Box } from './box';
import type { Margins } from './surroundings';

/** A panel's place, and the room to add around its plot so that plots of a row and of a column line up. */
export interface Cell {
  box: Box;
  extra: Margins;
}

export interface Sheet {
  columns: number;
  width: number;
  height: number;
  /** The distance of panels. */
  gap: number;
  /** Room kept free above all panels. */
  top: number;
  /** The least width and height of a plot. */
  least: number;
}

/**
 * Lays panels out row by row, so that all plots are of the same size and line up: `margins` are what each panel needs
 * between its edge and its plot. Lengths are points on paper. Throws a UserError when the sheet is too small.
 */
export function layout(margins: readonly Margins[], sheet: Sheet): Cell[] {
  const { gap, top, least } = sheet;
  const columns = Math.min(sheet.columns, margins.length);
  const rows = Math.ceil(margins.length / columns);
  const ofColumn = (column: number) => largest(margins.filter((_, index) => index % columns === column));
  const ofRow = (row: number) => largest(margins.slice(row * columns, (row + 1) * columns));
  const columnMargins = Array.from({ length: columns }, (_, column) => ofColumn(column));
  const rowMargins = Array.from({ length: rows }, (_, row) => ofRow(row));
  const besides = sum(columnMargins.map(({ left, right }) => left + right)) + (columns - 1) * gap;
  const above = sum(rowMargins.map(({ top: over, bottom }) => over + bottom)) + (rows - 1) * gap + top;
  const plot = { width: (sheet.width - besides) / columns, height: (sheet.height - above) / rows };
  if (!(plot.width >= least && plot.height >= least)) {
    const needed = [besides + columns * least, above + rows * least].map(Math.ceil).join(' × ');
    throw new UserError(
      `The panels do not fit on ${round(sheet.width)} × ${round(sheet.height)} points: with labels and axes, ` +
        `${columns} in a row, they need about ${needed}.`,
      'Make the figure larger or its font smaller, or put fewer panels into a row.',
    );
  }
  const lefts = starts(
    columnMargins.map(({ left, right }) => left + plot.width + right),
    gap,
  );
  const tops = starts(
    rowMargins.map(({ top: over, bottom }) => over + plot.height + bottom),
    gap,
  );
  return margins.map((own, index) => {
    const [column, row] = [index % columns, Math.floor(index / columns)];
    const { left, right } = columnMargins[column]!;
    const { top: over, bottom } = rowMargins[row]!;
    return {
      box: {
        x: lefts[column]!,
        y: top + tops[row]!,
        width: left + plot.width + right,
        height: over + plot.height + bottom,
      },
      extra: { left: left - own.left, right: right - own.right, top: over - own.top, bottom: bottom - own.bottom },
    };
  });
}

function largest(margins: readonly Margins[]): Margins {
  const most = (side: keyof Margins) => Math.max(...margins.map((one) => one[side]));
  return { left: most('left'), right: most('right'), top: most('top'), bottom: most('bottom') };
}

function starts(sizes: readonly number[], gap: number): number[] {
  return sizes.map((_, index) => sum(sizes.slice(0, index)) + index * gap);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function round(value: number): number {
  return Math.round(10 * value) / 10;
}
