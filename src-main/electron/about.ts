import { app, dialog, type BrowserWindow } from 'electron';
import { cpus } from 'node:os';
import type { RuntimeManifest } from '../contract/environment';
import type { About } from '../contract/ipc';
import type { Workbench } from '../services/workbench';

export interface AppFacts {
  workbench: Workbench;
  manifest: RuntimeManifest | null;
  dataFolder: string;
  /** What did not go as it should since the start, in words for a person. */
  problems: readonly string[];
}

/** What is in use: versions, device, and what a person should know about them. */
export function describeApp({ workbench, manifest, dataFolder, problems }: AppFacts): About {
  const { electron = '', chrome = '', node = '', napi = '' } = process.versions as Record<string, string>;
  const notices = [manifest?.electron.notice, manifest?.tensorflow.notice];
  return {
    version: app.getVersion(),
    electron,
    chrome,
    node,
    napi,
    sqlite: workbench.store.prepare('SELECT sqlite_version()').pluck().get() as string,
    tensorflow: manifest?.tensorflow.version ?? 'of the package',
    device: manifest?.tensorflow.build === 'cuda' ? 'GPU' : 'CPU',
    notices: [...notices.filter((notice): notice is string => typeof notice === 'string'), ...problems],
    dataFolder,
    cores: cpus().length,
  };
}

/** The lines of the About dialog: what is in use, then what a person should know about it. */
export function aboutText(about: About): string {
  const lines = [
    `Electron ${about.electron}, Chromium ${about.chrome}, Node ${about.node}`,
    `TensorFlow ${about.tensorflow} on ${about.device}, SQLite ${about.sqlite}`,
    `Data: ${about.dataFolder}`,
  ];
  return [lines.join('\n'), ...about.notices].join('\n\n');
}

export async function showAbout(window: BrowserWindow | null, about: About): Promise<void> {
  const message = {
    type: 'info' as const,
    title: 'About Wavebench',
    message: `Wavebench ${about.version}`,
    detail: aboutText(about),
    buttons: ['Close'],
    noLink: true,
  };
  await (window ? dialog.showMessageBox(window, message) : dialog.showMessageBox(message));
}
