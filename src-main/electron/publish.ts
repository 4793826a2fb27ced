import { BrowserWindow } from 'electron';
import { eventChannel } from '../contract/channels';
import type { EventName, Events } from '../contract/ipc';
import type { Publish } from '../services/publish';

/** What main itself does when something has changed, before the windows hear of it. */
export type Reactions = { [Name in EventName]?: (payload: Events[Name]) => void };

/** The one way to tell something: to `reactions` first, then to every window. */
export function createPublish(reactions: Reactions): Publish {
  return (name, payload) => {
    reactions[name]?.(payload);
    for (const window of BrowserWindow.getAllWindows()) {
      // A window that is just going away is passed over.
      if (!window.webContents.isDestroyed()) window.webContents.send(eventChannel, name, payload);
    }
  };
}
