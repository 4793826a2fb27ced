import { BrowserWindow, dialog, type IpcMainInvokeEvent } from 'electron';
import type { RequestName } from '../contract/ipc';
import type { Workbench } from '../services/workbench';
import type { Handlers } from './answer-requests';

type ImageRequest = Extract<RequestName, `evaluations:${string}` | `images:${string}` | `models:${string}`>;

/** What the page's requests about images and the models that come along do. */
export function createImageHandlers({
  evaluations,
  generations,
  images,
  models,
  likelihoods,
}: Pick<Workbench, 'evaluations' | 'generations' | 'images' | 'models' | 'likelihoods'>): Pick<Handlers, ImageRequest> {
  return {
    'evaluations:start': ({ source, choice }) => evaluations.start(models.sourceOf(source), choice),
    'evaluations:list': (filter) => evaluations.list(filter),
    'evaluations:get': ({ evaluationId }) => evaluations.get(evaluationId),
    'evaluations:cancel': ({ evaluationIds }) => evaluations.cancel(evaluationIds),
    'evaluations:delete': ({ evaluationIds }) => evaluations.delete(evaluationIds),
    'evaluations:open-set': async (_, event) => {
      const folder = await askForSet(event);
      return folder === null ? null : { folder };
    },
    'images:posteriors': ({ source, ...request }) => images.posteriors(models.sourceOf(source), request),
    'images:likelihoods': ({ source, series, classes }) =>
      likelihoods(models.sourceOf(source), { series, classes, local: null }),
    'images:complete': ({ source, choice }) => images.complete(models.sourceOf(source), choice),
    'images:cancel': () => images.cancel(),
    'models:list': () => models.list(),
    'models:generate': ({ model, ...choice }) => generations.startBy(models.source(model), choice),
  };
}

async function askForSet(event: IpcMainInvokeEvent): Promise<string | null> {
  const window = BrowserWindow.fromWebContents(event.sender);
  if (!window) return null;
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'Choose a folder of IDX files',
    buttonLabel: 'Choose',
    properties: ['openDirectory'],
  });
  return canceled ? null : (filePaths[0] ?? null);
}
