import { app, ipcMain, Menu, nativeTheme, session, shell } from 'electron';
import { join } from 'node:path';
import type { Settings } from '../contract/ipc';
import { examine } from '../services/doctor';
import { nodeFiles } from '../services/files';
import { jobEnvironment, manifestFile, readManifest } from '../services/runtime';
import { openWorkbench } from '../services/workbench';
import { describeApp, showAbout } from './about';
import { answerRequests } from './answer-requests';
import { Attention } from './attention';
import { guardSession, openExternal } from './guards';
import { createHandlers } from './handlers';
import { UtilityProcessHost } from './job-host';
import { leaveOnce } from './leaving';
import { menuTemplate } from './menu';
import type { OpenedFiles } from './opened-files';
import { createPublish } from './publish';
import { servePage } from './scheme';
import { isTrustedSender } from './trusted-sender';
import { Windows } from './windows';

export interface ApplicationOptions {
  dataFolder: string;
  /** Study files offered beside the built-in ones, or null. */
  studiesFolder: string | null;
  /** Folder of the application: `out`, `resources`, `package.json`. */
  root: string;
  /** What the person opens from outside, now and later. */
  opened: OpenedFiles;
}

/**
 * Puts the app together: services, windows, menu, and the one way out; opens the first window. Electron has to be ready.
 */
export function openApplication({ dataFolder, studiesFolder, root, opened }: ApplicationOptions): Windows {
  const manifest = readManifest(manifestFile(root, process.env), nodeFiles);
  const windows = new Windows({
    preload: join(root, 'out', 'preload', 'preload.cjs'),
    icon: join(root, 'resources', 'icons', 'wavebench.png'),
    stateFile: join(dataFolder, 'window.json'),
  });
  const attention = new Attention(windows);
  const publish = createPublish({
    'runs:changed': (runs) => attention.runsChanged(runs),
    'settings:changed': applySettings,
  });
  /** Study files that were left out; looked at again whenever the presets are read. */
  const problems = new Set<string>();
  const jobs = new UtilityProcessHost(join(root, 'out', 'main'), jobEnvironment(manifest, process.env));
  const workbench = openWorkbench({
    dataFolder,
    manifest,
    jobs,
    publish,
    presetFolders: [join(root, 'resources', 'studies'), ...(studiesFolder ? [studiesFolder] : [])],
    modelsFolder: join(root, 'resources', 'models'),
    datasetsFolder: join(root, 'resources', 'datasets'),
    version: app.getVersion(),
    onProblem: (message) => void problems.add(message),
  });
  applySettings(workbench.getSettings());
  attention.runsChanged(workbench.runs.list({ archived: false }));

  const about = () => describeApp({ workbench, manifest, dataFolder, problems: [...problems] });
  const doctor = () =>
    examine({
      manifest,
      jobs,
      files: nodeFiles,
      versions: process.versions,
      environment: process.env,
      platform: process.platform,
      dataFolder,
      examineStore: () => workbench.query.call('examineStore', null),
    });
  guardSession(session.defaultSession);
  servePage(join(root, 'out', 'renderer'));
  answerRequests(ipcMain, createHandlers({ workbench, windows, opened, about, doctor }), isTrustedSender);
  const menu = menuTemplate(
    {
      command: (command) => windows.tell('app:command', { command }),
      about: () => void showAbout(windows.current, about()),
      openDataFolder: () => void shell.openPath(dataFolder),
      openExternal: (url) => void openExternal(url),
    },
    process.platform,
  );
  Menu.setApplicationMenu(Menu.buildFromTemplate(menu));
  leaveOnce(workbench, windows);
  windows.open();
  opened.onAdded(() => windows.tell('app:opened', null));
  return windows;

  function applySettings({ theme, preventSleep }: Settings): void {
    nativeTheme.themeSource = theme;
    attention.setPreventSleep(preventSleep);
  }
}
