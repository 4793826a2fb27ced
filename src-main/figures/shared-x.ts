import type { ChartPanel, FigureDescription, Panel } from '../contract/figure';

/** The panels of a figure; where columns share their x axis, all charts of a column have the same range of x. */
export function withSharedX({ panels, columns, sharedX }: FigureDescription): Panel[] {
  if (!sharedX) return [...panels];
  const perRow = Math.min(columns, panels.length);
  return panels.map((panel, index) => {
    if (panel.kind !== 'chart') return panel;
    const column = panels.filter((other, place) => other.kind === 'chart' && place % perRow === index % perRow);
    const ends = (column as ChartPanel[]).map(rangeOfX);
    const min = Math.min(...ends.map(([from]) => from));
    const max = Math.max(...ends.map(([, to]) => to));
    // A single place has no width: there every chart makes room around it by itself.
    return min < max ? { ...panel, x: { ...panel.x, min, max } } : panel;
  });
}

function rangeOfX({ x, series }: ChartPanel): [from: number, to: number] {
  let [from, to] = [x.min ?? Infinity, x.max ?? -Infinity];
  for (const one of series) {
    for (const value of one.x) {
      if (value === null || (x.scale === 'log' && value <= 0)) continue;
      if (x.min === null && value < from) from = value;
      if (x.max === null && value > to) to = value;
    }
  }
  return [from, to];
}
