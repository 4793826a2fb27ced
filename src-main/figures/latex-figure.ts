import type { FigureDescription, Paper } from '../contract/figure';
import { latexTable } from './latex-table';
import { latexText } from './latex-text';
import { panelLetter } from './panel-letter';
import { provenanceLines } from './provenance-lines';

/**
 * The LaTeX that includes a figure's PDF at its printed width (needs `graphicx`), with a draft of its caption: what is
 * drawn, then in the remarks' words N, band, smoothing and horizon. A figure of tables alone is a table (needs
 * `booktabs`). Its provenance stands in comments.
 * @param file name of the PDF, without its ending
 */
export function latexFigure(
  figure: FigureDescription,
  { paper, file }: { paper: Pick<Paper, 'width'>; file: string },
): string {
  if (isTable(figure)) return latexTableFloat(figure, file);
  return float(figure, 'figure', [inclusion(file, paper.width), caption(figure), label('fig', file)]);
}

/** A figure's tables with a draft of their caption (need `booktabs`), named by a file's name. */
export function latexTableFloat(figure: FigureDescription, file: string): string {
  return float(figure, 'table', [caption(figure), label('tab', file), ...latexTable(figure).trimEnd().split('\n')]);
}

/** Whether LaTeX sets all of a figure itself. */
export function isTable({ panels }: Pick<FigureDescription, 'panels'>): boolean {
  return panels.every(({ kind }) => kind === 'table');
}

function float({ provenance }: FigureDescription, environment: string, content: readonly string[]): string {
  return [
    ...provenanceLines(provenance).map((line) => `% ${line}`),
    `\\begin{${environment}}[t]`,
    '  \\centering',
    ...content.map((line) => `  ${line}`),
    `\\end{${environment}}`,
    '',
  ].join('\n');
}

function caption(figure: FigureDescription): string {
  return `\\caption{${latexText(captionText(figure))}}`;
}

function label(kind: string, file: string): string {
  return `\\label{${kind}:${file.replace(/[^\w-]+/g, '-')}}`;
}

function inclusion(file: string, width: number): string {
  const plain = file.replace(/[{}%\\]/g, '');
  return `\\includegraphics[width=${Math.round(1000 * width) / 1000}in]{\\detokenize{${plain}}}`;
}

/** The caption in plain text: the one that a person wrote, else a draft. */
export function captionText(figure: FigureDescription): string {
  return figure.caption ?? captionDraft(figure);
}

/** What titles and remarks tell, in sentences. */
export function captionDraft(figure: FigureDescription): string {
  const { title, panels, provenance, letters = panels.length > 1 } = figure;
  const titles = panels.flatMap((panel, index) => {
    return panel.title === '' ? [] : [letters ? `(${panelLetter(index)}) ${panel.title}` : panel.title];
  });
  const told = panels.length === 1 ? [] : titles;
  return [title, told.join('; '), ...provenance.remarks, bandCount(figure)].filter(Boolean).map(sentence).join(' ');
}

/** The number of runs behind the bands, where no remark tells it. */
function bandCount({ panels, provenance }: FigureDescription): string {
  const series = panels.flatMap((panel) => (panel.kind === 'chart' ? panel.series : []));
  const bands = series.flatMap(({ band }) => band ?? []);
  const counts = [...new Set(bands.map(({ n }) => n))].sort((one, other) => one - other);
  const told = provenance.remarks.some((remark) => {
    return /band/i.test(remark) && counts.every((count) => new RegExp(`\\b${count}\\b`).test(remark));
  });
  return counts.length === 0 || told ? '' : `Bands over N = ${counts.join(' or ')}`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
