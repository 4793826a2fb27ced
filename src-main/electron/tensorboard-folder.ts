import { BrowserWindow, dialog, type IpcMainInvokeEvent } from 'electron';
import type { Settings } from '../contract/ipc';
import type { Workbench } from '../services/workbench';

/** Lets the person choose where trainings are logged for TensorBoard; gives the settings, changed or not. */
export async function chooseTensorboardFolder(
  workbench: Pick<Workbench, 'getSettings' | 'setSettings'>,
  event: IpcMainInvokeEvent,
): Promise<Settings> {
  const settings = workbench.getSettings();
  const window = BrowserWindow.fromWebContents(event.sender);
  if (!window) return settings;
  const { tensorboardFolder } = settings;
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'Folder for TensorBoard',
    buttonLabel: 'Choose',
    ...(tensorboardFolder !== null && { defaultPath: tensorboardFolder }),
    properties: ['openDirectory', 'createDirectory'],
  });
  const chosen = canceled ? undefined : filePaths[0];
  return chosen === undefined ? settings : workbench.setSettings({ tensorboardFolder: chosen });
}
