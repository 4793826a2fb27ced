import { BrowserWindow } from 'electron';
import { eventChannel } from '../contract/channels';
import type { EventName, Events } from '../contract/ipc';

/** Tells every window; a window that is just going away is passed over. */
export function publish<Name extends EventName>(name: Name, payload: Events[Name]): void {
  for (const window of BrowserWindow.getAllWindows()) {
    if (!window.isDestroyed() && !window.webContents.isDestroyed()) window.webContents.send(eventChannel, name, payload);
  }
}
