import { app, BrowserWindow, dialog, type IpcMainInvokeEvent } from 'electron';
import { basename, extname, join } from 'node:path';
import type { RequestName } from '../contract/ipc';
import { nodeFiles } from '../services/files';
import type { Generations } from '../services/generations';
import { readPrompts, readSamples } from '../services/number-files';
import type { OwnDatasets } from '../services/own-datasets';
import type { Handlers } from './answer-requests';

type GenerationRequest = Extract<RequestName, `generations:${string}`>;

export interface GenerationHandlersOptions {
  generations: Generations;
  ownDatasets: Pick<OwnDatasets, 'valuePrompt'>;
}

/** What the page's requests about generations do. Paths come from a dialog alone, never from the page. */
export function createGenerationHandlers({
  generations,
  ownDatasets,
}: GenerationHandlersOptions): Pick<Handlers, GenerationRequest> {
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
    'generations:open-values': async ({ datasetId }, event) => {
      const path = await askForNumbers(event, {
        title: 'Open values',
        content: 'Table, NumPy array or sound, prepared as the data of the model',
        extensions: ['csv', 'tsv', 'txt', 'dat', 'npy', 'npz', 'wav'],
      });
      if (path === null) return null;
      const { rows, stretches } = await ownDatasets.valuePrompt(datasetId, path);
      return { name: basename(path), rows, stretches };
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
  { title, content, extensions = ['csv', 'npy'] }: { title: string; content: string; extensions?: string[] },
): Promise<string | null> {
  const window = BrowserWindow.fromWebContents(event.sender);
  if (!window) return null;
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title,
    filters: [{ name: content, extensions }],
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
      { name: 'Sound, of models of sounds', extensions: ['wav'] },
    ],
    properties: ['showOverwriteConfirmation', 'createDirectory'],
  });
  if (canceled || !filePath) return null;
  return ['.csv', '.npy', '.json', '.wav'].includes(extname(filePath).toLowerCase()) ? filePath : `${filePath}.csv`;
}
