import type { FigureDescription } from '../../../src-main/contract/figure';
import type { Composition, SavedFigure, SaveFigure } from '../../../src-main/contract/saved-figures';
import type { FigureRequest, FigureResult } from '../../../src-main/contract/studies';
import { composeFigures } from '../../../src-main/figures/compose-figures';
import { styledFigure } from '../../../src-main/figures/styled-figure';

/** Figures that are kept for as long as the page is there, built as the service builds them. */
export function fakeFigures(
  build: (request: FigureRequest) => FigureResult,
  publish: (name: 'figures:changed', payload: { studyId: string }) => void,
) {
  const kept = new Map<string, SavedFigure>();
  const put = (figure: SavedFigure) => {
    kept.set(figure.id, figure);
    publish('figures:changed', { studyId: figure.studyId });
    return figure;
  };
  const compose = ({ parts, style }: Composition, title: string): FigureResult => {
    const figures: FigureDescription[] = [];
    for (const part of parts) {
      const built = part.from === 'screen' ? { figure: part.figure } : build(part.request);
      if ('absent' in built) return built;
      figures.push(built.figure);
    }
    return { figure: styledFigure(composeFigures(figures, { name: 'figure', title }), style) };
  };
  return {
    'figures:list': ({ studyId }: { studyId: string | null }) =>
      [...kept.values()].filter((figure) => studyId === null || figure.studyId === studyId),
    'figures:save': ({ figureId, ...figure }: SaveFigure) => {
      const time = { createdAt: Date.now(), changedAt: Date.now() };
      return put({
        ...time,
        ...(figureId === null ? {} : kept.get(figureId)),
        ...figure,
        id: figureId ?? `f${kept.size}`,
      });
    },
    'figures:rename': ({ figureId, title }: { figureId: string; title: string }) =>
      put({ ...kept.get(figureId)!, title }),
    'figures:delete': ({ figureIds }: { figureIds: string[] }) => {
      const studies = figureIds.flatMap((id) => kept.get(id)?.studyId ?? []);
      for (const id of figureIds) kept.delete(id);
      for (const studyId of new Set(studies)) publish('figures:changed', { studyId });
    },
    'figures:rebuild': ({ figureId }: { figureId: string }) => {
      const { definition, title } = kept.get(figureId)!;
      return compose(definition, title);
    },
    'figures:compose': ({ title, ...composition }: Composition & { title: string }) => compose(composition, title),
    'figures:copy': () => undefined,
    'figures:drag': () => undefined,
  };
}
