import type { ChartPanel, FigureDescription, Panel } from '../contract/figure';
import { arrangedFigure, type Place } from './arranged-figure';
import { chartConfiguration } from './chart';
import { withChart, type FigureSheet } from './chart-on-canvas';
import { drawDrawing } from './drawing';
import { drawImages } from './images';
import { drawLegend } from './legend';
import { simplifiedPoints } from './simplify';
import { drawTable } from './table';
import { outlinePanel } from './thin';

/** Draws a whole figure on one context; `arrangedFigure` says where things stand. */
export function drawFigure(context: CanvasRenderingContext2D, figure: FigureDescription, sheet: FigureSheet): void {
  const { panels, places, legend, inner, edge } = arrangedFigure(figure, sheet);
  context.save();
  context.translate(edge, edge);
  drawLegend(context, legend.rows, { x: legend.x, y: legend.y, style: sheet.style });
  panels.forEach((panel, index) => drawPanel(context, panel, { ...places[index]!, sheet: inner }));
  context.restore();
}

function drawPanel(context: CanvasRenderingContext2D, panel: Panel, place: Place): void {
  const { box, options, sheet } = place;
  const { style, tools } = sheet;
  const letter = options.letter ?? null;
  switch (panel.kind) {
    case 'images':
      return drawImages(context, panel, { box, style, letter, bitmap: tools.bitmap });
    case 'drawing':
      return drawDrawing(context, panel, { box, style, letter });
    case 'table':
      return drawTable(context, panel, { box, style, letter });
    case 'chart':
      return drawChart(context, panel, place);
  }
}

/** Draws a chart into the box; on paper its curves are simplified for the scales that it has there. */
function drawChart(context: CanvasRenderingContext2D, panel: ChartPanel, { box, options, sheet }: Place): void {
  const { style, tools } = sheet;
  const configuration = chartConfiguration(panel, style, options);
  if (style.tolerance > 0) {
    const outline = chartConfiguration(outlinePanel(panel), style, options);
    withChart(tools.scratch, { configuration: outline, box, tools }, ({ scales }) => {
      const toCanvas = {
        x: (value: number) => scales.x!.getPixelForValue(value),
        y: (value: number) => scales.y!.getPixelForValue(value),
      };
      for (const dataset of configuration.data.datasets) {
        dataset.data = simplifiedPoints(dataset.data, { toCanvas, tolerance: style.tolerance });
      }
    });
  }
  withChart(context, { configuration, box, tools }, () => undefined);
}
