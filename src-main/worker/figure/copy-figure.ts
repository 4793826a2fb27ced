import { UserError } from '../../contract/errors';
import type { CopyRequest } from '../../contract/figure-requests';
import { latexTable } from '../../figures/latex-table';
import { renderFigure } from './render-figure';

/** A figure for the clipboard: text, of a PNG its bytes in base64. Throws a UserError where it has no such form. */
export function copyFigure({ figure, paper, as }: CopyRequest, fontFolder: string): string {
  if (as === 'latex') {
    const table = latexTable(figure);
    if (table === '') throw new UserError('Only charts and tables have a LaTeX table.', 'Copy it as PNG or SVG.');
    return table;
  }
  const content = renderFigure({ figure, paper, format: as, stem: figure.name, fontFolder });
  return content.toString(as === 'png' ? 'base64' : 'utf8');
}
