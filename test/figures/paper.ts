import { resolve } from 'node:path';
import { paperSchema, type FigureDescription, type Paper } from '../../src-main/contract/figure';

export const fontFolder = resolve(__dirname, '../../resources/fonts');

/** The page that a sample figure would be printed on. */
export function paperFor(figure: Pick<FigureDescription, 'name'>, more: Partial<Paper> = {}): Paper {
  const size = sizes[figure.name] ?? { width: 3.25, height: 2.0085 };
  return paperSchema.parse({ ...size, fontSize: 8, font: 'sans', dpi: 300, ...more });
}

const sizes: Record<string, { width: number; height: number }> = {
  forecasts: { width: 3.25, height: 5 },
  table: { width: 5.5, height: 1.2 },
  tabled: { width: 5.5, height: 4 },
  mixed: { width: 6.75, height: 4.2 },
};
