import type { FigureDescription, Paper } from '../../contract/figure';
import { figurePlaces } from '../../figures/figure-places';
import { matplotlibScript } from '../../figures/matplotlib-script';
import { paperStyle } from '../../figures/style';
import { canvasTools } from './canvas-tools';

/** The matplotlib script of a figure that reads its points from the CSV file named `table`. */
export function figureScript(figure: FigureDescription, paper: Paper, table: string): Buffer {
  const style = paperStyle(paper);
  const sheet = { width: 72 * paper.width, height: 72 * paper.height, style, tools: canvasTools() };
  const script = matplotlibScript(figure, { paper, style, places: figurePlaces(figure, sheet), table });
  return Buffer.from(script, 'utf8');
}
