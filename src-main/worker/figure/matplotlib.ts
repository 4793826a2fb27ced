import type { FigureDescription, Paper } from '../../contract/figure';
import { paperSheet } from '../../figures/draw-on-paper';
import { figurePlaces } from '../../figures/figure-places';
import { matplotlibScript } from '../../figures/matplotlib-script';
import { canvasTools } from './canvas-tools';

/** The matplotlib script of a figure that reads its points from the CSV file named `table`. */
export function figureScript(figure: FigureDescription, paper: Paper, table: string): Buffer {
  const sheet = paperSheet(paper, canvasTools());
  const script = matplotlibScript(figure, { paper, style: sheet.style, places: figurePlaces(figure, sheet), table });
  return Buffer.from(script, 'utf8');
}
