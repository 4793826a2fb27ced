import { basename, dirname, extname, join } from 'node:path';
import type { ExportedFile, ExportFormat, ExportRequest } from '../../contract/figure';
import { hasPoints } from '../../figures/csv';
import { isTable } from '../../figures/latex-figure';
import { renderFigure } from './render-figure';
import { writeFiles } from './write-files';

/**
 * Draws a figure into all files asked for, and under the same name what they refer to: the points that it plots, if
 * any, as `.csv`, and for LaTeX the figure as `.pdf`. The same request gives the same bytes. `registerFonts` has to
 * come first.
 */
export async function exportFigure(request: ExportRequest, fontFolder: string): Promise<ExportedFile[]> {
  const { figure, paper } = request;
  const files = withCompanions(request).map(({ format, path }) => {
    return { format, path, content: renderFigure({ figure, paper, format, stem: stemOf(path), fontFolder }) };
  });
  await writeFiles(files);
  return files.map(({ format, path, content }) => ({ format, path, bytes: content.length }));
}

function withCompanions({ figure, files }: ExportRequest): ExportRequest['files'] {
  const all = [...files];
  const add = (format: ExportFormat, beside: string) => {
    const path = join(dirname(beside), `${stemOf(beside)}.${format}`);
    if (all.every((file) => file.path !== path)) all.push({ format, path });
  };
  if (!isTable(figure)) for (const { path } of files.filter(({ format }) => format === 'tex')) add('pdf', path);
  if (hasPoints(figure)) for (const { path } of files.filter(({ format }) => format !== 'csv')) add('csv', path);
  return all;
}

function stemOf(path: string): string {
  return basename(path, extname(path));
}
