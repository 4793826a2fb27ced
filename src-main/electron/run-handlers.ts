import type { RequestName } from '../contract/ipc';
import type { Workbench } from '../services/workbench';
import type { Handlers } from './answer-requests';

type RunRequest = Extract<RequestName, `runs:${string}` | `queue:${string}` | `views:${string}`>;

/** What the page's requests about runs, their queue and the views of their table do. */
export function createRunHandlers({ runs, views, query }: Workbench): Pick<Handlers, RunRequest> {
  return {
    // Thousands of runs: read where no window waits.
    'runs:list': (filter) => query.call('listRuns', filter),
    'runs:settings': () => query.call('runSettings', null),
    'runs:get': ({ runId }) => runs.get(runId),
    'runs:forecasts': ({ runId }) => runs.forecasts(runId),
    'runs:preview-steps': ({ runId }) => runs.previewSteps(runId),
    'runs:preview': ({ runId, step }) => runs.preview(runId, step),
    'runs:stop': ({ runIds }) => runs.stop(runIds),
    'runs:resume': ({ runIds }) => runs.resume(runIds),
    'runs:continue': (request) => runs.continue(request),
    'runs:archive': ({ runIds, archived }) => runs.archive(runIds, archived),
    'runs:edit': ({ edits }) => runs.edit(edits),
    'runs:deletion-size': ({ runIds }) => runs.deletionSize(runIds),
    'runs:delete': ({ runIds }) => runs.delete(runIds),
    'queue:get': () => runs.queue(),
    'queue:pause': ({ paused }) => runs.pauseQueue(paused),
    'queue:move': ({ runIds, to }) => runs.moveInQueue(runIds, to),
    'views:list': () => views.list(),
    'views:save': ({ name, definition }) => views.save(name, definition),
    'views:rename': ({ viewId, name }) => views.rename(viewId, name),
    'views:delete': ({ viewId }) => views.delete(viewId),
  };
}
