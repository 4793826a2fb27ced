import type { ExportFormat, FigureDescription, Paper } from '../../contract/figure';
import { UserError } from '../../contract/errors';
import { figureCsv, hasPoints } from '../../figures/csv';
import { latexFigure } from '../../figures/latex-figure';
import { figureScript } from './matplotlib';
import { figurePdf } from './pdf';
import { figurePng } from './png';
import { figureSvg } from './svg';

export interface RenderOptions {
  figure: FigureDescription;
  paper: Paper;
  format: ExportFormat;
  /** Name of the file without its ending: scripts and LaTeX refer to the files beside them by it. */
  stem: string;
  fontFolder: string;
}

/** A figure as the bytes of a file; the same arguments give the same bytes. `registerFonts` has to come first. */
export function renderFigure({ figure, paper, format, stem, fontFolder }: RenderOptions): Buffer {
  if (format === 'csv' && !hasPoints(figure)) {
    throw new UserError(
      `${figure.title || figure.name} plots no points that a table could hold.`,
      'Export it as SVG, PDF or PNG.',
    );
  }
  switch (format) {
    case 'svg':
      return figureSvg(figure, paper, fontFolder);
    case 'pdf':
      return figurePdf(figure, paper);
    case 'png':
      return figurePng(figure, paper);
    case 'csv':
      return Buffer.from(figureCsv(figure), 'utf8');
    case 'py':
      return figureScript(figure, paper, `${stem}.csv`);
    case 'tex':
      return Buffer.from(latexFigure(figure, { paper, file: stem }), 'utf8');
  }
}
