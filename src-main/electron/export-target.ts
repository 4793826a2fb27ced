import { extname } from 'node:path';
import { exportFormats, type ExportFormat } from '../contract/figure';

export interface ExportTarget {
  format: ExportFormat;
  path: string;
  /** The name was completed after the dialog had asked about overwriting: an existing file is asked about anew. */
  completed: boolean;
}

const formatNames: Record<ExportFormat, string> = {
  svg: 'SVG, vector graphics',
  pdf: 'PDF, for papers',
  png: 'PNG, pixels',
  csv: 'CSV, the plotted points',
  py: 'Python, a matplotlib script',
  tex: 'LaTeX, a figure with its caption',
};

/** What to write for the path a person typed: its ending decides; without a known one the offered format is added. */
export function exportTarget(path: string, offered: ExportFormat): ExportTarget {
  const ending = extname(path).slice(1).toLowerCase();
  const format = exportFormats.find((known) => known === ending);
  if (format) return { format, path, completed: false };
  return { format: offered, path: `${path}.${offered}`, completed: true };
}

/** The target and, under the same name, those of other formats. */
export function exportTargets(target: ExportTarget, also: readonly ExportFormat[]): ExportTarget[] {
  const stem = target.path.slice(0, -extname(target.path).length);
  const others = [...new Set(also)].filter((format) => format !== target.format);
  return [target, ...others.map((format) => ({ format, path: `${stem}.${format}`, completed: true }))];
}

/** The dialog's list of formats, the offered one first. */
export function exportFilters(offered: ExportFormat): { name: string; extensions: string[] }[] {
  const order = [offered, ...exportFormats.filter((format) => format !== offered)];
  return order.map((format) => ({ name: formatNames[format], extensions: [format] }));
}
