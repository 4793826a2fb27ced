import type { DoctorReport } from '../contract/environment';
import type { About } from '../contract/ipc';
import type { Workbench } from '../services/workbench';
import type { Handlers } from './answer-requests';
import { createBundleHandlers } from './bundle-handlers';
import { createDatasetHandlers } from './dataset-handlers';
import { createFigureHandlers } from './figure-handlers';
import { createGenerationHandlers } from './generation-handlers';
import { createImageHandlers } from './image-handlers';
import type { OpenedFiles } from './opened-files';
import { createRunHandlers } from './run-handlers';
import { writeStudyFile } from './study-file';
import { createTalkHandlers } from './talk-handlers';
import { chooseTensorboardFolder } from './tensorboard-folder';
import type { Windows } from './windows';

export interface HandlersOptions {
  workbench: Workbench;
  windows: Windows;
  opened: OpenedFiles;
  about(): About;
  doctor(): Promise<DoctorReport>;
}

/** What each request of the page does: a service's function, and a dialog where the person has to choose. */
export function createHandlers({ workbench, windows, opened, about, doctor }: HandlersOptions): Handlers {
  const { studies, benchmarks, query, drift } = workbench;
  return {
    'app:about': about,
    'app:doctor': doctor,
    'app:new-window': () => void windows.open(),
    'app:take-opened': () => opened.take(workbench.transfers),
    'settings:get': () => workbench.getSettings(),
    'settings:set': (changes) => workbench.setSettings(changes),
    'settings:choose-tensorboard-folder': (_, event) => chooseTensorboardFolder(workbench, event),
    'studies:presets': () => studies.presets(),
    'studies:list': () => studies.list(),
    'studies:start': async (choice) => {
      await workbench.bundledDatasets.bring(studies.definitionOf(choice).base.data);
      return studies.startPreset(choice);
    },
    'studies:write-file': ({ definition }, event) => writeStudyFile(definition, event),
    'studies:baselines': ({ studyId }) => workbench.baselines(studyId),
    'studies:results': ({ studyId }) => studies.results(studyId),
    ...createRunHandlers(workbench),
    'metrics:series': (request) => query.call('metricSeries', request),
    'data:examples': (request) => workbench.datasets.read(request),
    ...createDatasetHandlers(workbench),
    'benchmark:start': (request) => benchmarks.start(request),
    'benchmark:stop': () => benchmarks.stop(),
    'benchmark:list': () => benchmarks.list(),
    'benchmark:delete': ({ benchmarkId }) => benchmarks.delete(benchmarkId),
    ...createBundleHandlers(workbench),
    ...createGenerationHandlers(workbench),
    ...createImageHandlers(workbench),
    'studies:claim': (request) => query.call('buildClaim', request),
    'drift:measure': ({ studyId, choice }) => drift.measure(studyId, choice),
    'drift:cancel': () => drift.cancel(),
    'drift:progress': () => drift.progress,
    'drift:list': ({ studyId }) => drift.list(studyId),
    ...createTalkHandlers(workbench, about),
    ...createFigureHandlers(workbench),
  };
}
