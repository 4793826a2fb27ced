import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import { eventChannel, requestChannel } from '../contract/channels';
import type { Bridge } from '../contract/ipc';

// Two functions and nothing of Electron: main checks sender, name and argument, so no list is kept twice.
const bridge: Bridge = {
  request: (name, argument) => ipcRenderer.invoke(requestChannel, name, argument),
  listen: (name, listener) => {
    const forward = (_event: IpcRendererEvent, sent: unknown, payload: unknown) => {
      if (sent === name) listener(payload as Parameters<typeof listener>[0]);
    };
    ipcRenderer.on(eventChannel, forward);
    return () => void ipcRenderer.removeListener(eventChannel, forward);
  },
};

contextBridge.exposeInMainWorld('wavebench', bridge);
