import type { ChartPanel, FigureDescription, Panel } from '../contract/figure';

/**
 * The panels of a figure; where columns share their x axis, all charts of a column have the same range of x, and
 * where rows share their y axis, all charts of a row the same range of y.
 */
export function withSharedAxes({ panels, columns, sharedX, sharedY = false }: FigureDescription): Panel[] {
  const perRow = Math.min(columns, panels.length);
  const column = (place: number) => place % perRow;
  const row = (place: number) => Math.floor(place / perRow);
  const alongX = sharedX ? withSharedRange(panels, 'x', column) : panels;
  return sharedY ? withSharedRange(alongX, 'y', row) : [...alongX];
}

function withSharedRange(panels: readonly Panel[], which: 'x' | 'y', group: (place: number) => number): Panel[] {
  return panels.map((panel, index) => {
    if (panel.kind !== 'chart') return panel;
    const fellows = panels.filter((other, place) => other.kind === 'chart' && group(place) === group(index));
    if (which === 'y' && fellows.length < 2) return panel;
    const ends = (fellows as ChartPanel[]).map((fellow) => rangeOf(fellow, which));
    const min = Math.min(...ends.map(([from]) => from));
    const max = Math.max(...ends.map(([, to]) => to));
    // A single place has no width: there every chart makes room around it by itself.
    return min < max ? { ...panel, [which]: { ...panel[which], min, max } } : panel;
  });
}

function rangeOf(panel: ChartPanel, which: 'x' | 'y'): [from: number, to: number] {
  const axis = panel[which];
  let [from, to] = [axis.min ?? Infinity, axis.max ?? -Infinity];
  for (const { x, y, band } of panel.series) {
    const values = which === 'x' ? [x] : [y, band?.low ?? [], band?.high ?? []];
    for (const value of values.flat()) {
      if (value === null || (axis.scale === 'log' && value <= 0)) continue;
      if (axis.min === null && value < from) from = value;
      if (axis.max === null && value > to) to = value;
    }
  }
  return [from, to];
}
