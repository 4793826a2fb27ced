import type { FigureDescription, Panel } from '../contract/figure';
import { arrange, type Arrangement } from './arrange';
import type { Box } from './box';
import type { ChartOptions } from './chart';
import type { FigureSheet } from './chart-on-canvas';
import { withSharedAxes } from './shared-axes';
import { thinnedPanel } from './thin';

/** Where a panel stands, and the sheet that it stands on. */
export interface Place {
  box: Box;
  options: ChartOptions;
  sheet: FigureSheet;
}

/** The panels of a figure as they are drawn, and where they stand in the inner of the sheet, `edge` from its edges. */
export interface ArrangedFigure extends Arrangement {
  panels: Panel[];
  inner: FigureSheet;
  edge: number;
}

/** Everything that has to be known before a figure is drawn. */
export function arrangedFigure(figure: FigureDescription, sheet: FigureSheet): ArrangedFigure {
  // Letters may reach a little over their measured box, lines by half their width.
  const edge = sheet.style.gap / 3;
  const inner = { ...sheet, width: sheet.width - 2 * edge, height: sheet.height - 2 * edge };
  const panels = withSharedAxes(figure).map((panel) => {
    return panel.kind === 'chart' ? thinnedPanel(panel, pointsPerUnit * sheet.width) : panel;
  });
  return { ...arrange({ ...figure, panels }, inner), panels, inner, edge };
}

/** Two points, lowest and highest, in each twentieth of a unit: finer than any tolerance. */
const pointsPerUnit = 40;
