import { BrowserWindow } from 'electron';
import type { RequestName } from '../contract/ipc';
import type { Workbench } from '../services/workbench';
import type { Handlers } from './answer-requests';
import { copyToClipboard } from './clipboard';
import { DraggedFiles } from './dragged-files';
import { ExportDialog } from './export-dialog';

type FigureRequest = Extract<RequestName, `figures:${string}`>;

/** What the page's requests about figures do. Paths come from a dialog alone, never from the page. */
export function createFigureHandlers({
  figures,
  figure,
  query,
}: Pick<Workbench, 'figures' | 'figure' | 'query'>): Pick<Handlers, FigureRequest> {
  const exportDialog = new ExportDialog();
  const dragged = new DraggedFiles();
  return {
    'figures:build': (request) => query.call('buildFigure', request),
    'figures:export': async ({ figure: description, paper, format, also = [] }, event) => {
      const window = BrowserWindow.fromWebContents(event.sender);
      const files = window && (await exportDialog.ask(window, description.name, [format, ...also]));
      if (!files) return null;
      return figure.call('export', {
        figure: description,
        paper,
        files: files.map(({ format: as, path }) => ({ format: as, path })),
      });
    },
    'figures:export-frames': async (request, event) => {
      const window = BrowserWindow.fromWebContents(event.sender);
      const path = window && (await exportDialog.askForFrames(window, request.frames[0]!.name));
      return path ? figure.call('exportFrames', { ...request, path }) : null;
    },
    'figures:list': ({ studyId }) => figures.list(studyId),
    'figures:save': (request) => figures.save(request),
    'figures:rename': ({ figureId, title }) => figures.rename(figureId, title),
    'figures:delete': ({ figureIds }) => figures.delete(figureIds),
    'figures:rebuild': ({ figureId }) => figures.rebuild(figureId),
    'figures:compose': ({ title, ...composition }) => figures.build(composition, { title }),
    'figures:copy': async (request) => copyToClipboard(request.as, await figure.call('copy', request)),
    'figures:drag': async ({ figure: description, paper, format }, { sender }) => {
      const path = dragged.pathFor(description.name, format);
      await figure.call('export', { figure: description, paper, files: [{ format, path }] });
      if (!sender.isDestroyed()) sender.startDrag({ file: path, icon: dragged.icon });
    },
  };
}
