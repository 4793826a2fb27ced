import type { ChartPanel, FigureDescription, Series } from '../contract/figure';
import { axisTitle } from './axes';
import { latexText } from './latex-text';
import { namedSeries } from './legend';
import { panelLetter } from './panel-letter';

/** The most rows of a table; of more points as many are taken, evenly spread, the first and the last among them. */
export const mostTableRows = 20;

/**
 * The points of a figure's charts as LaTeX tables (need `booktabs`): a row for each x, a column for each curve, the
 * ends of its band behind its value, four significant digits. Images and drawings have no table.
 */
export function latexTable({ panels, letters = panels.length > 1 }: FigureDescription): string {
  return panels
    .flatMap((panel, index) => (panel.kind === 'chart' ? [panelTable(panel, letters ? panelLetter(index) : null)] : []))
    .join('\n');
}

function panelTable(panel: ChartPanel, letter: string | null): string {
  const series = namedSeries(panel.series);
  const places = [...new Set(series.flatMap(({ x }) => x.filter((at) => at !== null)))].sort((a, b) => a - b);
  const rows = evenly(places, mostTableRows);
  const heads = [axisTitle(panel.x), ...series.map(({ label }) => label)].map(latexText);
  const comments = [
    [letter === null ? '' : `(${letter})`, panel.title, `cells: ${axisTitle(panel.y)}`].filter(Boolean).join(' '),
    ...series.flatMap(({ label, band }) => (band ? [`${label}: band ${band.kind}, N = ${band.n}`] : [])),
    ...(rows.length < places.length ? [`${rows.length} of ${places.length} places`] : []),
  ];
  const finders = series.map(cellFinder);
  return [
    ...comments.map((text) => `% ${text.replace(/\s+/g, ' ')}`),
    `\\begin{tabular}{${'r'.repeat(heads.length)}}`,
    '  \\toprule',
    `  ${heads.join(' & ')} \\\\`,
    '  \\midrule',
    ...rows.map((at) => `  ${[numeral(at), ...finders.map((find) => find(at))].join(' & ')} \\\\`),
    '  \\bottomrule',
    '\\end{tabular}',
    '',
  ].join('\n');
}

/** Gives the cell of a curve at x; empty where it has no point. */
function cellFinder({ x, y, band }: Series): (at: number) => string {
  const indexAt = new Map(x.map((at, index) => [at, index]));
  return (at) => {
    const index = indexAt.get(at);
    const value = index === undefined ? null : y[index];
    if (index === undefined || value == null) return '';
    const [low, high] = [band?.low[index], band?.high[index]];
    return low == null || high == null ? numeral(value) : `${numeral(value)} [${numeral(low)}, ${numeral(high)}]`;
  };
}

function evenly(values: readonly number[], most: number): number[] {
  if (values.length <= most) return [...values];
  return Array.from({ length: most }, (_, place) => values[Math.round((place * (values.length - 1)) / (most - 1))]!);
}

function numeral(value: number): string {
  const text = String(Number(value.toPrecision(4)));
  const [mantissa, exponent] = text.split('e') as [string, string?];
  if (exponent) return `$${mantissa} \\times 10^{${Number(exponent)}}$`;
  return value < 0 ? `$${text}$` : text;
}
