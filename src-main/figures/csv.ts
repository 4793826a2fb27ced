import type { ChartPanel, FigureDescription, ImagesPanel, Panel, Series } from '../contract/figure';
import { csvRow, type CsvCell } from '../formats/csv-cell';
import { axisTitle } from './axes';
import { panelLetter } from './panel-letter';
import { provenanceLines } from './provenance-lines';

/**
 * The plotted points of a figure as tidy CSV (RFC 4180, one point a row), with its provenance in comment lines that
 * start with `#`. Charts give x, y, the ends of the band, its kind and its number of runs; where y shows levels in the unit of their
 * data, these in a column `level`. Images give a row for each
 * pixel, x and y counted from its upper left corner, and its grey in a column `value` that only they have. A figure of
 * tables alone gives those; a standard deviation has a column of its own. Numbers are written so that reading them gives
 * the same doubles.
 */
export function figureCsv(figure: FigureDescription): string {
  const { panels } = figure;
  const told = comments(figure).map((text) => `# ${text.replace(/\s+/g, ' ')}`);
  const plotted = panels.filter(isPlotted);
  if (plotted.length === 0) return [...told, ...panels.flatMap(tableRows), ''].join('\r\n');
  const hasImages = plotted.some(({ kind }) => kind === 'images');
  const hasLevels = plotted.some((panel) => panel.kind === 'chart' && panel.series.some(({ levels }) => levels));
  return [
    ...told,
    csvRow([...header, ...(hasImages ? ['value'] : []), ...(hasLevels ? ['level'] : [])]),
    ...panels.flatMap((panel, index) => rowsOf(panel, { letter: panelLetter(index), hasImages })),
    '',
  ].join('\r\n');
}

/** Whether a figure has anything that a table could hold; drawings do not. */
export function hasPoints({ panels }: Pick<FigureDescription, 'panels'>): boolean {
  return panels.some(({ kind }) => kind !== 'drawing');
}

/** Whether a panel plots points. */
export function isPlotted({ kind }: Panel): boolean {
  return kind === 'chart' || kind === 'images';
}

const header = ['panel', 'series', 'role', 'run_ids', 'x', 'y', 'low', 'high', 'band', 'band_runs'];

function comments(figure: FigureDescription): string[] {
  return [
    figure.title,
    ...figure.panels.map((panel, index) => `panel ${panelLetter(index)}: ${describe(panel)}`),
    ...provenanceLines(figure.provenance),
    ...figure.provenance.remarks,
  ];
}

function describe(panel: Panel): string {
  const title = panel.title === '' ? '' : `${panel.title}; `;
  if (panel.kind === 'chart') return `${title}x is ${axisTitle(panel.x)}, y is ${axisTitle(panel.y)}`;
  if (panel.kind === 'images') return `${title}images, grey values from 0 (black) to 1 (white)`;
  if (panel.kind === 'table') return [`${title}a table`, ...panel.notes].join('; ');
  return `${title}a drawing, without points`;
}

interface Place {
  letter: string;
  /** Whether there is a column of grey values. */
  hasImages: boolean;
}

function rowsOf(panel: Panel, place: Place): string[] {
  if (panel.kind === 'chart') return chartRows(panel, place);
  return panel.kind === 'images' ? imageRows(panel, place.letter) : [];
}

function chartRows(panel: ChartPanel, place: Place): string[] {
  return panel.series.flatMap((series) => series.x.map((_, index) => csvRow(pointCells(series, index, place))));
}

function pointCells(series: Series, index: number, { letter, hasImages }: Place): CsvCell[] {
  const { label, role, runIds, x, y, band, levels } = series;
  const limits = band ? [band.low[index], band.high[index], band.kind, band.n] : [null, null, null, null];
  const beside = levels ? [...(hasImages ? [null] : []), levels[index]] : [];
  return [letter, label, role, runIds.join(' '), x[index], y[index], ...limits, ...beside];
}

function imageRows({ images, imageWidth }: ImagesPanel, letter: string): string[] {
  return images.flatMap((pixels, image) =>
    pixels.map((value, index) => {
      const place = [index % imageWidth, Math.floor(index / imageWidth)];
      return csvRow([letter, `image ${image + 1}`, 'image', null, ...place, null, null, null, null, value]);
    }),
  );
}

/** A table as it is, its numbers at full precision; an empty row parts it from the next. */
function tableRows(panel: Panel, index: number): string[] {
  if (panel.kind !== 'table') return [];
  const cellsOf = (column: number) => panel.rows.map(({ cells }) => cells[column]);
  const spread = panel.columns.map((_, column) => {
    return cellsOf(column).some((cell) => typeof cell === 'object' && cell.spread !== null);
  });
  const wide = <Thing>(of: (column: number) => readonly [Thing, Thing]) =>
    panel.columns.flatMap((_, column) => of(column).slice(0, spread[column] ? 2 : 1));
  return [
    ...(index > 0 ? [''] : []),
    csvRow(wide((column) => [panel.columns[column]!.title, `${panel.columns[column]!.title}, standard deviation`])),
    ...panel.rows.map(({ cells }) =>
      csvRow(
        wide<CsvCell>((column) => {
          const cell = cells[column];
          return typeof cell === 'object' ? [cell.value, cell.spread] : [cell, null];
        }),
      ),
    ),
  ];
}
