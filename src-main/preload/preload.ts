import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron';
import { eventChannel, requestChannel } from '../contract/channels';
import type { Bridge, RequestName } from '../contract/ipc';

/** The path of a file that was dropped is found here: a page that is not what it should be cannot name one. */
const dropped = { bundle: 'bundles:read-dropped', data: 'datasets:take-dropped' } as const satisfies Record<
  string,
  RequestName
>;

// Every part of the page listens for itself, and stops when it goes: more than ten at once are no leak.
ipcRenderer.setMaxListeners(0);

// Four functions and nothing of Electron: main checks sender, name and argument, so no list is kept twice.
const bridge: Bridge = {
  request: (name, argument) =>
    name === dropped.bundle || name === dropped.data
      ? Promise.reject(new Error('A file that was dropped is read by importDropped or takeDropped alone.'))
      : ipcRenderer.invoke(requestChannel, name, argument),
  listen: (name, listener) => {
    const forward = (_event: IpcRendererEvent, sent: unknown, payload: unknown) => {
      if (sent === name) listener(payload as Parameters<typeof listener>[0]);
    };
    ipcRenderer.on(eventChannel, forward);
    return () => void ipcRenderer.removeListener(eventChannel, forward);
  },
  importDropped: (file) => ipcRenderer.invoke(requestChannel, dropped.bundle, { path: pathOf(file) }),
  takeDropped: (file) => ipcRenderer.invoke(requestChannel, dropped.data, { path: pathOf(file) }),
};

contextBridge.exposeInMainWorld('wavebench', bridge);

/** Only files that a person dropped or chose have a path; Electron before 29 keeps it in the file itself. */
function pathOf(file: File): string {
  return webUtils ? webUtils.getPathForFile(file) : (file as File & { path: string }).path;
}
