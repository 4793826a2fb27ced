import { basename, dirname, extname, join } from 'node:path';
import type { ExportedFile, ExportFormat, ExportRequest } from '../../contract/figure';
import { figureCsv, hasPoints } from '../../figures/csv';
import { figurePdf } from './pdf';
import { figurePng } from './png';
import { figureSvg } from './svg';
import { writeFiles } from './write-files';

/**
 * Draws a figure into all files asked for, and writes the points that it plots, if any, beside each drawing under the
 * same name with `.csv`. The same request gives the same bytes. `registerFonts` has to come first.
 */
export async function exportFigure(request: ExportRequest, fontFolder: string): Promise<ExportedFile[]> {
  const drawings = request.files.filter(({ format }) => format !== 'csv').map(({ path }) => tablePath(path));
  const wantsTables = hasPoints(request.figure);
  const tables = [...new Set(drawings)].filter(
    (path) => wantsTables && request.files.every((file) => file.path !== path),
  );
  const wanted = [...request.files, ...tables.map((path) => ({ format: 'csv' as const, path }))];
  const files = wanted.map(({ format, path }) => ({ format, path, content: draw(request, format, fontFolder) }));
  await writeFiles(files);
  return files.map(({ format, path, content }) => ({ format, path, bytes: content.length }));
}

function draw({ figure, paper }: ExportRequest, format: ExportFormat, fontFolder: string): Buffer {
  switch (format) {
    case 'svg':
      return figureSvg(figure, paper, fontFolder);
    case 'pdf':
      return figurePdf(figure, paper);
    case 'png':
      return figurePng(figure, paper);
    case 'csv':
      return Buffer.from(figureCsv(figure), 'utf8');
  }
}

function tablePath(drawing: string): string {
  return join(dirname(drawing), `${basename(drawing, extname(drawing))}.csv`);
}
