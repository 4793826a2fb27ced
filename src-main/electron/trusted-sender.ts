import { BrowserWindow, type IpcMainInvokeEvent } from 'electron';
import { isPageUrl } from './page-files';

/** True for a request of the app's own page in the main frame of one of its windows. */
export function isTrustedSender({ sender, senderFrame }: IpcMainInvokeEvent): boolean {
  // A frame that has navigated or gone since it sent has no address any more.
  if (!senderFrame || sender.isDestroyed() || BrowserWindow.fromWebContents(sender) === null) return false;
  return senderFrame.parent === null && isPageUrl(senderFrame.url);
}
