import { app, BrowserWindow, dialog, type IpcMainInvokeEvent } from 'electron';
import { basename, extname, join } from 'node:path';
import type { RequestName } from '../contract/ipc';
import { nodeFiles } from '../services/files';
import type { Generations } from '../services/generations';
import { readPrompts, readSamples } from '../services/number-files';
import type { Handlers } from './answer-requests';

type GenerationRequest = Extract<RequestName, `generations:${string}`>;

/** What the page's requests about generations do. Paths come from a dialog alone, never from the page. */
export function createGenerationHandlers(generations: Generations): Pick<Handlers, GenerationRequest> {
  return {
    'generations:start': (choice) => generations.start(choice),
    'generations:list': (filter) => generations.list(filter),
    'generations:get': ({ generationId }) => generations.get(generationId),
    'generations:cancel': ({ generationIds }) => generations.cancel(generationIds),
    'generations:regenerate': ({ generationId }) => generations.regenerate(generationId),
    'generations:delete': ({ generationIds }) => generations.delete(generationIds),
    'generations:trajectories': (request) => generations.trajectories(request),
    'generations:statistics': (request) => generations.statistics(request),
    'generations:open-prompt': async (_, event) => {
      const path = await askForNumbers(event, {
        title: 'Open prompt',
        content: 'CSV, a column of tokens for each prompt; NumPy array, a row for each',
      });
      return path === null ? null : { name: basename(path), rows: readPrompts(path, nodeFiles) };
    },
    'generations:open-local': async (_, event) => {
      const path = await askForNumbers(event, {
        title: 'Open local condition',
        content: 'CSV, a line for each sample; NumPy array, a row for each',
      });
      return path === null ? null : { name: basename(path), rows: readSamples(path, nodeFiles) };
    },
    'generations:export': async ({ generationId }, event) => {
      const target = await askForTarget(event, generations.get(generationId).id);
      return target === null ? null : generations.export(generationId, target);
    },
  };
}

async function askForNumbers(
  event: IpcMainInvokeEvent,
  { title, content }: { title: string; content: string },
): Promise<string | null> {
  const window = BrowserWindow.fromWebContents(event.sender);
  if (!window) return null;
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title,
    filters: [{ name: content, extensions: ['csv', 'npy'] }],
    properties: ['openFile'],
  });
  return canceled ? null : (filePaths[0] ?? null);
}

async function askForTarget(event: IpcMainInvokeEvent, name: string): Promise<string | null> {
  const window = BrowserWindow.fromWebContents(event.sender);
  if (!window) return null;
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: 'Export tokens',
    buttonLabel: 'Export',
    defaultPath: join(app.getPath('documents'), `${name}.csv`),
    filters: [
      { name: 'CSV, a column for each trajectory', extensions: ['csv'] },
      { name: 'NumPy array', extensions: ['npy'] },
      { name: 'JSON, with where they come from', extensions: ['json'] },
    ],
    properties: ['showOverwriteConfirmation', 'createDirectory'],
  });
  if (canceled || !filePath) return null;
  return ['.csv', '.npy', '.json'].includes(extname(filePath).toLowerCase()) ? filePath : `${filePath}.csv`;
}
