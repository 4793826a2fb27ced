import type { ExportFormat } from '../../src-main/contract/figure';

export const formatNames: Record<ExportFormat, string> = {
  svg: 'SVG',
  pdf: 'PDF',
  png: 'PNG',
  csv: 'CSV',
  py: 'Python',
  tex: 'LaTeX',
};
