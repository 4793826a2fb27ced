import { app, BrowserWindow, dialog, type IpcMainInvokeEvent } from 'electron';
import { extname, join } from 'node:path';
import { bundleExtension } from '../contract/bundle';
import type { RequestName } from '../contract/ipc';
import { fileStem } from '../services/file-stem';
import type { Studies } from '../services/studies';
import type { Transfers } from '../services/transfers';
import type { Handlers } from './answer-requests';

type BundleRequest = Extract<RequestName, `bundles:${string}`>;

export interface BundleHandlersOptions {
  transfers: Transfers;
  studies: Studies;
}

/** What the page's requests about studies as single files do. Paths come from the person, never from the page. */
export function createBundleHandlers({ transfers, studies }: BundleHandlersOptions): Pick<Handlers, BundleRequest> {
  return {
    'bundles:write': async ({ studyId }, event) => {
      const { id, name } = studies.get(studyId);
      const path = await askForTarget(event, fileStem(`${name}-${id}`));
      return path === null ? null : transfers.write(id, path);
    },
    'bundles:read': async (_, event) => {
      const path = await askForBundle(event);
      return path === null ? null : transfers.read(path);
    },
    'bundles:read-dropped': ({ path }) => transfers.read(path),
    'bundles:cancel': ({ transferId }) => transfers.cancel(transferId),
  };
}

const filters = [{ name: 'Study as a single file', extensions: [bundleExtension.slice(1)] }];

async function askForTarget(event: IpcMainInvokeEvent, name: string): Promise<string | null> {
  const window = BrowserWindow.fromWebContents(event.sender);
  if (!window) return null;
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: 'Export bundle',
    buttonLabel: 'Export',
    defaultPath: join(app.getPath('documents'), `${name}${bundleExtension}`),
    filters,
    properties: ['showOverwriteConfirmation', 'createDirectory'],
  });
  if (canceled || !filePath) return null;
  return extname(filePath).toLowerCase() === bundleExtension ? filePath : filePath + bundleExtension;
}

async function askForBundle(event: IpcMainInvokeEvent): Promise<string | null> {
  const window = BrowserWindow.fromWebContents(event.sender);
  if (!window) return null;
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'Import',
    buttonLabel: 'Import',
    filters,
    properties: ['openFile'],
  });
  return canceled ? null : (filePaths[0] ?? null);
}
