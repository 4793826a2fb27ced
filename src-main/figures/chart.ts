import type { ChartConfiguration, Plugin, ScriptableContext } from 'chart.js';
import type { ChartPanel } from '../contract/figure';
import { axisOptions } from './axes';
import { bands } from './bands';
import { curveDatasets, type ChartPoint } from './curves';
import { markers } from './markers';
import { marks } from './marks';
import type { FigureStyle } from './style';
import { margins, surroundings, type Margins, type Naming } from './surroundings';

export interface ChartOptions {
  /** Where curves are named; `direct` becomes `top` where labels find no room. */
  naming?: Naming;
  /** Panel letter in front of the title. */
  letter?: string | null;
  /** false leaves the title and numbers of the x axis to the panel below. */
  labelX?: boolean;
  /** false leaves the title and numbers of the y axis to the panel at the left. */
  labelY?: boolean;
  /** false leaves the labels of marks to the panel above. */
  labelMarks?: boolean;
  /** Room added around the plot, so that the plots of several panels line up; in units of the canvas. */
  extra?: Partial<Margins>;
}

export type PanelConfiguration = ChartConfiguration<'line', ChartPoint[]>;

/**
 * The configuration of Chart.js that draws a panel, on the screen and on paper alike. It needs the line controller,
 * the line and point elements and the linear and logarithmic scales registered; nothing of it listens to events.
 * Datasets are in the order of the panel's series (`curveDatasets` makes new ones for an update in place).
 */
export function chartConfiguration(
  panel: ChartPanel,
  style: FigureStyle,
  options: ChartOptions = {},
): PanelConfiguration {
  const { naming = 'direct', letter = null, labelX = true, labelY = true, labelMarks = true, extra = {} } = options;
  const around = { panel, naming, letter, labelMarks, style };
  const plugins = [
    bands(style),
    marks(panel.marks, { style, labels: labelMarks }),
    markers(style),
    surroundings(around),
  ];
  return {
    type: 'line',
    data: { datasets: curveDatasets(panel, style) },
    plugins: style.exact ? [...plugins, exactCurves] : plugins,
    options: {
      animation: false,
      parsing: false,
      normalized: true,
      responsive: !style.exact,
      maintainAspectRatio: false,
      // Chart.js moves axes and ticks to whole pixels; on paper a pixel of its own would be a point wide.
      ...(style.exact ? { devicePixelRatio: 1000 } : {}),
      events: [],
      clip: style.widths.curve,
      font: { family: style.fontFamily, size: style.fontSize },
      layout: {
        // Measured when the chart is laid out: only then are its context and size there.
        padding: (({ chart }: ScriptableContext<'line'>) => sum(margins(chart, around), extra)) as unknown as Margins,
      },
      scales: {
        x: axisOptions('x', panel.x, { style, labelled: labelX }) as object,
        y: axisOptions('y', panel.y, { style, labelled: labelY }) as object,
      },
      plugins: { legend: { display: false }, title: { display: false }, tooltip: { enabled: false } },
    },
  };
}

/** By default Chart.js joins all points within one unit of x; on paper that would be a visible stair. */
const exactCurves: Plugin<'line'> = {
  id: 'exactCurves',
  beforeDatasetDraw(_chart, { meta }) {
    // What Chart.js's own decimation sets on a line whose points are all to be drawn.
    (meta.dataset as unknown as { _decimated: boolean })._decimated = true;
  },
};

function sum(base: Margins, extra: Partial<Margins>): Margins {
  const { left = 0, right = 0, top = 0, bottom = 0 } = extra;
  return { left: base.left + left, right: base.right + right, top: base.top + top, bottom: base.bottom + bottom };
}
