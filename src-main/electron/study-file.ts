import { app, BrowserWindow, dialog, type IpcMainInvokeEvent } from 'electron';
import { extname, join } from 'node:path';
import type { StudyDefinition } from '../contract/configuration';
import { nodeFiles } from '../services/files';

/** Writes a study into the file that the person chooses; gives its path, or null when the dialog was cancelled. */
export async function writeStudyFile(definition: StudyDefinition, event: IpcMainInvokeEvent): Promise<string | null> {
  const window = BrowserWindow.fromWebContents(event.sender);
  if (!window) return null;
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: 'Save the study',
    buttonLabel: 'Save',
    defaultPath: join(app.getPath('documents'), `${definition.name}.json`),
    filters: [{ name: 'Study file', extensions: ['json'] }],
    properties: ['showOverwriteConfirmation', 'createDirectory'],
  });
  if (canceled || !filePath) return null;
  const path = extname(filePath).toLowerCase() === '.json' ? filePath : `${filePath}.json`;
  nodeFiles.write(path, `${JSON.stringify(definition, null, 2)}\n`);
  return path;
}
