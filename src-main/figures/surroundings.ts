import type { Chart, Plugin } from 'chart.js';
import type { ChartPanel, FigureDescription, Series } from '../contract/figure';
import { drawEndLabels, endLabelsWidth } from './end-labels';
import { drawHeading, headingHeight } from './heading';
import { drawInsideLegend } from './inside-legend';
import { drawLegend, legendHeight, legendRows, namedSeries, sourcesOf } from './legend';
import { markLabelHeight } from './marks';
import { shownCurves } from './plot-area';
import type { FigureStyle } from './style';

/** Where the curves of a chart are named. */
export type Naming = FigureDescription['legend'];

/** Room at the four sides, in units of the canvas. */
export interface Margins {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** What is written around the plot of one panel. */
export interface Surroundings {
  panel: Pick<ChartPanel, 'title' | 'marks'>;
  naming: Naming;
  /** Panel letter: `a`. */
  letter: string | null;
  labelMarks: boolean;
  style: FigureStyle;
}

/** Direct labels where there is room for them beside the plot, else the legend above it. */
export function fittingNaming(chart: Chart, { naming, style }: Pick<Surroundings, 'naming' | 'style'>): Naming {
  if (naming !== 'direct') return naming;
  return endLabelsWidth(chart, namesOf(chart), style) === null ? 'top' : 'direct';
}

/** The room that everything around the plot needs beside the axes, as the texts measure in the chart's context. */
export function margins(chart: Chart, around: Surroundings): Margins {
  const { style } = around;
  const direct = fittingNaming(chart, around) === 'direct';
  return {
    left: 0,
    // Half the last number of the x axis hangs over; Chart.js sees to that itself, but not to the curve's width.
    right: direct ? endLabelsWidth(chart, namesOf(chart), style)! : style.gap / 2,
    top: Math.max(topHeights(chart, around).all, style.tickFontSize / 2),
    bottom: 0,
  };
}

/** Draws title, panel letter, and the names of the curves. */
export function surroundings(around: Surroundings): Plugin<'line'> {
  const { panel, letter, style } = around;
  return {
    id: 'surroundings',
    afterDatasetsDraw(chart) {
      const { ctx, chartArea } = chart;
      const names = namesOf(chart);
      const naming = fittingNaming(chart, around);
      const { legend, marks } = topHeights(chart, around);
      drawHeading(ctx, { title: panel.title, letter, width: chart.width, x: chartArea.left, y: 0, style });
      if (naming === 'direct') drawEndLabels(chart, names, style);
      if (naming === 'inside') drawInsideLegend(chart, names, style);
      if (naming === 'top') {
        drawLegend(ctx, topRows(chart, names, style), { x: chartArea.left, y: chartArea.top - marks - legend, style });
      }
    },
  };
}

function topHeights(chart: Chart, around: Surroundings): { all: number; legend: number; marks: number } {
  const { panel, letter, labelMarks, style } = around;
  const top = fittingNaming(chart, around) === 'top';
  const legend = top ? legendHeight(topRows(chart, namesOf(chart), style), style) : 0;
  const marks = labelMarks ? markLabelHeight(panel.marks, style) : 0;
  const heading = headingHeight(chart.ctx, { title: panel.title, letter, style, width: chart.width });
  return { all: heading + legend + marks, legend, marks };
}

function topRows(chart: Chart, names: readonly Series[], style: FigureStyle): Series[][] {
  // The y axis is not laid out yet when this is first asked: about five digits and a title.
  return legendRows(chart.ctx, names, { style, width: chart.width - 5 * style.fontSize });
}

function namesOf(chart: Chart): Series[] {
  return namedSeries(sourcesOf(shownCurves(chart)));
}
