import type { FigureDescription, Paper } from '../contract/figure';
import { latexText } from './latex-text';
import { panelLetter } from './panel-letter';
import { provenanceLines } from './provenance-lines';

/**
 * The LaTeX that includes a figure's PDF at its printed width (needs `graphicx`), with a draft of its caption: what is
 * drawn, then in the remarks' words N, band, smoothing and horizon. Its provenance stands in comments.
 * @param file name of the PDF, without its ending
 */
export function latexFigure(
  figure: FigureDescription,
  { paper, file }: { paper: Pick<Paper, 'width'>; file: string },
): string {
  const label = file.replace(/[^\w-]+/g, '-');
  const width = Math.round(1000 * paper.width) / 1000;
  const plain = file.replace(/[{}%\\]/g, '');
  return [
    ...provenanceLines(figure.provenance).map((line) => `% ${line}`),
    '\\begin{figure}[t]',
    '  \\centering',
    `  \\includegraphics[width=${width}in]{\\detokenize{${plain}}}`,
    `  \\caption{${latexText(captionText(figure))}}`,
    `  \\label{fig:${label}}`,
    '\\end{figure}',
    '',
  ].join('\n');
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
