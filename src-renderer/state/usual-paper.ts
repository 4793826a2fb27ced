import { paperSchema, type FigureDescription, type Paper } from '../../src-main/contract/figure';
import { usualHeight } from '../../src-main/figures/usual-height';

/** The paper of a figure that is copied or dragged: as wide as the text of most papers, as high as suits it. */
export function usualPaper(figure: Pick<FigureDescription, 'panels' | 'columns'>): Paper {
  const width = 5.5;
  return paperSchema.parse({ width, height: usualHeight(figure, width), fontSize: 8, font: 'sans', dpi: 300 });
}
