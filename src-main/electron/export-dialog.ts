import { app, dialog, type BrowserWindow } from 'electron';
import { existsSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import type { ExportFormat } from '../contract/figure';
import { fileStem } from '../services/file-stem';
import { exportFilters, exportTarget, exportTargets, type ExportTarget } from './export-target';

/** Asks where a figure goes; remembers the folder for as long as the app runs. */
export class ExportDialog {
  #folder: string | null = null;

  /** `name` is the file's stem; formats after the first are written beside it. Null when the person cancelled. */
  async ask(
    window: BrowserWindow,
    name: string,
    [offered, ...also]: readonly [ExportFormat, ...ExportFormat[]],
  ): Promise<ExportTarget[] | null> {
    const { canceled, filePath } = await dialog.showSaveDialog(window, {
      title: 'Export figure',
      buttonLabel: 'Export',
      defaultPath: join(this.#folder ?? app.getPath('documents'), `${fileStem(name)}.${offered}`),
      filters: exportFilters(offered),
      properties: ['showOverwriteConfirmation', 'createDirectory'],
    });
    if (canceled || !filePath) return null;
    const targets = exportTargets(exportTarget(filePath, offered), also);
    const unasked = targets.filter(({ completed, path }) => completed && existsSync(path)).map(({ path }) => path);
    if (unasked.length > 0 && !(await confirmOverwriting(window, unasked))) return null;
    this.#folder = dirname(filePath);
    return targets;
  }

  /** Asks where figures that follow each other go: a `.gif`, or the `.png` whose name their numbers are added to. */
  async askForFrames(window: BrowserWindow, name: string): Promise<string | null> {
    const { canceled, filePath } = await dialog.showSaveDialog(window, {
      title: 'Export animation',
      buttonLabel: 'Export',
      defaultPath: join(this.#folder ?? app.getPath('documents'), `${fileStem(name)}.gif`),
      filters: [
        { name: 'GIF, an animation', extensions: ['gif'] },
        { name: 'PNG, a picture of each frame', extensions: ['png'] },
      ],
      properties: ['showOverwriteConfirmation', 'createDirectory'],
    });
    if (canceled || !filePath) return null;
    this.#folder = dirname(filePath);
    return ['.gif', '.png'].includes(extname(filePath).toLowerCase()) ? filePath : `${filePath}.gif`;
  }
}

async function confirmOverwriting(window: BrowserWindow, paths: readonly string[]): Promise<boolean> {
  const names = paths.map((path) => basename(path)).join(' and ');
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: `${names} ${paths.length > 1 ? 'exist' : 'exists'} already.`,
    detail: 'Replacing it cannot be undone.',
    buttons: ['Replace', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  return response === 0;
}
