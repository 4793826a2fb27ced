import { BrowserWindow, dialog, type IpcMainInvokeEvent } from 'electron';
import { basename } from 'node:path';
import { UserError } from '../contract/errors';
import type { RequestName } from '../contract/ipc';
import type { ChosenFiles } from '../contract/own-data-requests';
import { newIdentifier } from '../services/identifier';
import type { OwnDatasets } from '../services/own-datasets';
import type { Transfers } from '../services/transfers';
import type { Handlers } from './answer-requests';

type DatasetRequest = Extract<RequestName, `datasets:${string}`>;

export interface DatasetHandlersOptions {
  ownDatasets: OwnDatasets;
  transfers: Pick<Transfers, 'importData'>;
}

/** What the page's requests about imported data do. Paths come from the person, never from the page. */
export function createDatasetHandlers({
  ownDatasets: datasets,
  transfers,
}: DatasetHandlersOptions): Pick<Handlers, DatasetRequest> {
  /** Of each window, what was chosen last. */
  const chosen = new Map<string, string[]>();
  const pathsOf = (filesId: string): string[] => {
    const paths = chosen.get(filesId);
    if (!paths) throw new UserError('These files are not chosen any more.', 'Choose them again.');
    return paths;
  };
  const remember = (paths: string[]): ChosenFiles => {
    const id = newIdentifier();
    chosen.set(id, paths);
    const [first] = paths;
    return {
      id,
      name: paths.length === 1 ? basename(first!) : `${paths.length} files`,
      areSounds: paths.every((path) => /\.wav$/i.test(path)),
      areArrays: paths.every((path) => /\.np[yz]$/i.test(path)),
    };
  };
  return {
    'datasets:list': () => datasets.list(),
    'datasets:choose': async ({ what }, event) => {
      const paths = await askForFiles(event, what);
      return paths && remember(paths);
    },
    'datasets:take-dropped': ({ path }) => remember([path]),
    'datasets:preview': ({ filesId, choice }) => datasets.preview({ paths: pathsOf(filesId), ...choice }),
    'datasets:import': ({ filesId, choice, name }) =>
      transfers.importData({ paths: pathsOf(filesId), ...choice }, name),
    'datasets:view': (request) => datasets.view(request),
    'datasets:delete': ({ datasetId }) => datasets.delete(datasetId),
  };
}

const filters = [
  { name: 'Series and images', extensions: ['csv', 'tsv', 'txt', 'dat', 'npy', 'npz', 'wav', 'png', 'jpg', 'jpeg'] },
  { name: 'All files', extensions: ['*'] },
];

async function askForFiles(event: IpcMainInvokeEvent, what: 'files' | 'folder'): Promise<string[] | null> {
  const window = BrowserWindow.fromWebContents(event.sender);
  if (!window) return null;
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'Import data',
    buttonLabel: 'Choose',
    ...(what === 'files'
      ? { filters, properties: ['openFile', 'multiSelections'] }
      : { properties: ['openDirectory'] }),
  });
  return canceled || filePaths.length === 0 ? null : filePaths;
}
