import type { FigureDescription } from '../../src-main/contract/figure';
import type { FigurePart } from '../../src-main/contract/saved-figures';
import type { FigureRequest } from '../../src-main/contract/studies';

/** How the figures of this window that were built of a study were asked for. */
const requests = new WeakMap<FigureDescription, FigureRequest>();

export function rememberRequest(figure: FigureDescription, request: FigureRequest): void {
  requests.set(figure, request);
}

/** A figure to be kept: as its study's, so that it follows the runs, if that was how it came; else as it is shown. */
export function figurePart(figure: FigureDescription): FigurePart {
  const request = requests.get(figure);
  return request ? { from: 'study', request } : { from: 'screen', figure };
}
