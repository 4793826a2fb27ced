import type { ChartPanel, FigureDescription, Series, TablePanel } from '../contract/figure';
import { axisTitle } from './axes';
import { latexText } from './latex-text';
import { namedSeries } from './legend';
import { panelLetter } from './panel-letter';
import { cellText } from './table';

/** The most rows of a table; of more points as many are taken, evenly spread, the first and the last among them. */
export const mostTableRows = 20;

/**
 * The points of a figure's charts as LaTeX tables (need `booktabs`): a row for each x, a column for each curve, the
 * ends of its band behind its value, four significant digits. Tables are themselves; images and drawings have none.
 */
export function latexTable({ panels, letters = panels.length > 1 }: FigureDescription): string {
  return panels
    .flatMap((panel, index) => {
      const letter = letters ? panelLetter(index) : null;
      if (panel.kind === 'table') return [tableOf(panel, letter)];
      return panel.kind === 'chart' ? [chartTable(panel, letter)] : [];
    })
    .join('\n');
}

/** Whether a figure has a LaTeX table. */
export function hasLatexTable({ panels }: Pick<FigureDescription, 'panels'>): boolean {
  return panels.some(({ kind }) => kind === 'chart' || kind === 'table');
}

function tableOf({ title, columns, rows, notes }: TablePanel, letter: string | null): string {
  const told = [[lettered(letter), title].filter(Boolean).join(' '), ...notes].filter(Boolean);
  const lines = rows.flatMap(({ cells, ruled }, index) => [
    ...(ruled && index > 0 ? ['\\midrule'] : []),
    rowLine(columns.map((_, column) => latexText(cellText(cells[column])))),
  ]);
  const heads = columns.map((column) => latexText(column.title));
  return tabular(told, { align: columns.map(({ align }) => align[0]!).join(''), heads, lines });
}

function chartTable(panel: ChartPanel, letter: string | null): string {
  const series = namedSeries(panel.series);
  const places = [...new Set(series.flatMap(({ x }) => x.filter((at) => at !== null)))].sort((a, b) => a - b);
  const rows = evenly(places, mostTableRows);
  const heads = [axisTitle(panel.x), ...series.map(({ label }) => label)].map(latexText);
  const comments = [
    [lettered(letter), panel.title, `cells: ${axisTitle(panel.y)}`].filter(Boolean).join(' '),
    ...series.flatMap(({ label, band }) => (band ? [`${label}: band ${band.kind}, N = ${band.n}`] : [])),
    ...(rows.length < places.length ? [`${rows.length} of ${places.length} places`] : []),
  ];
  const finders = series.map(cellFinder);
  const lines = rows.map((at) => rowLine([numeral(at), ...finders.map((find) => find(at))]));
  return tabular(comments, { align: 'r'.repeat(heads.length), heads, lines });
}

function lettered(letter: string | null): string {
  return letter === null ? '' : `(${letter})`;
}

function tabular(
  comments: readonly string[],
  { align, heads, lines }: { align: string; heads: readonly string[]; lines: readonly string[] },
): string {
  return [
    ...comments.map((text) => `% ${text.replace(/\s+/g, ' ')}`),
    `\\begin{tabular}{${align}}`,
    '  \\toprule',
    `  ${rowLine(heads)}`,
    '  \\midrule',
    ...lines.map((line) => `  ${line}`),
    '  \\bottomrule',
    '\\end{tabular}',
    '',
  ].join('\n');
}

function rowLine(cells: readonly string[]): string {
  return `${cells.join(' & ')} \\\\`;
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
