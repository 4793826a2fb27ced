import { BrowserWindow } from 'electron';
import type { DoctorReport } from '../contract/environment';
import type { About } from '../contract/ipc';
import type { Workbench } from '../services/workbench';
import type { Handlers } from './answer-requests';
import { ExportDialog } from './export-dialog';
import { createGenerationHandlers } from './generation-handlers';
import { createImageHandlers } from './image-handlers';
import { createRunHandlers } from './run-handlers';

export interface HandlersOptions {
  workbench: Workbench;
  about(): About;
  doctor(): Promise<DoctorReport>;
}

/** What each request of the page does: a service's function, and a dialog where the person has to choose. */
export function createHandlers({ workbench, about, doctor }: HandlersOptions): Handlers {
  const { studies, benchmarks, query, figure, drift } = workbench;
  const exportDialog = new ExportDialog();
  return {
    'app:about': about,
    'app:doctor': doctor,
    'settings:get': () => workbench.getSettings(),
    'settings:set': (changes) => workbench.setSettings(changes),
    'studies:presets': () => studies.presets(),
    'studies:list': () => studies.list(),
    'studies:start': (choice) => studies.startPreset(choice),
    'studies:results': ({ studyId }) => studies.results(studyId),
    ...createRunHandlers(workbench),
    'metrics:series': (request) => query.call('metricSeries', request),
    'data:examples': (request) => workbench.datasets.read(request),
    'benchmark:start': (request) => benchmarks.start(request),
    'benchmark:stop': () => benchmarks.stop(),
    'benchmark:list': () => benchmarks.list(),
    'benchmark:delete': ({ benchmarkId }) => benchmarks.delete(benchmarkId),
    ...createGenerationHandlers(workbench.generations),
    ...createImageHandlers(workbench),
    'studies:claim': (request) => query.call('buildClaim', request),
    'drift:measure': ({ studyId, choice }) => drift.measure(studyId, choice),
    'drift:cancel': () => drift.cancel(),
    'drift:progress': () => drift.progress,
    'drift:list': ({ studyId }) => drift.list(studyId),
    'figures:build': (request) => query.call('buildFigure', request),
    'figures:export': async ({ figure: description, paper, format }, event) => {
      const window = BrowserWindow.fromWebContents(event.sender);
      if (!window) return null;
      const target = await exportDialog.ask(window, description.name, format);
      if (!target) return null;
      const files = [{ format: target.format, path: target.path }];
      return figure.call('export', { figure: description, paper, files });
    },
    'figures:export-frames': async (request, event) => {
      const window = BrowserWindow.fromWebContents(event.sender);
      const path = window && (await exportDialog.askForFrames(window, request.frames[0]!.name));
      return path ? figure.call('exportFrames', { ...request, path }) : null;
    },
  };
}
