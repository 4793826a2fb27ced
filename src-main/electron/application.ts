import { app, BrowserWindow, dialog, ipcMain, Menu, nativeTheme, powerMonitor, session, shell } from 'electron';
import { join } from 'node:path';
import type { Settings } from '../contract/ipc';
import { examine } from '../services/doctor';
import { nodeFiles } from '../services/files';
import { jobEnvironment, manifestFile, readManifest } from '../services/runtime';
import { openWorkbench, type Workbench } from '../services/workbench';
import { describeApp, showAbout } from './about';
import { answerRequests } from './answer-requests';
import { Attention } from './attention';
import { guardSession, openExternal } from './guards';
import { createHandlers } from './handlers';
import { UtilityProcessHost } from './job-host';
import { readWindowState, writeWindowState } from './kept-window';
import { menuTemplate } from './menu';
import { openPageWindow } from './page-window';
import { createPublish } from './publish';
import { Quitting } from './quitting';
import { quitQuestion, type Unfinished } from './quit-question';
import { servePage } from './scheme';
import { isTrustedSender } from './trusted-sender';

export interface ApplicationOptions {
  dataFolder: string;
  /** Study files offered beside the built-in ones, or null. */
  studiesFolder: string | null;
  /** Folder of the application: `out`, `resources`, `package.json`. */
  root: string;
}

/** Puts the app together: services, window, menu, and the one way out. Electron has to be ready. */
export function openApplication({ dataFolder, studiesFolder, root }: ApplicationOptions): void {
  const manifest = readManifest(manifestFile(root, process.env), nodeFiles);
  let window: BrowserWindow | null = null;
  const attention = new Attention(() => window);
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
  answerRequests(ipcMain, createHandlers({ workbench, about, doctor }), isTrustedSender);
  const menu = menuTemplate(
    {
      command: (command) => publish('app:command', { command }),
      about: () => void showAbout(window, about()),
      openDataFolder: () => void shell.openPath(dataFolder),
      openExternal: (url) => void openExternal(url),
    },
    process.platform,
  );
  Menu.setApplicationMenu(Menu.buildFromTemplate(menu));
  leaveOnce(workbench, () => window);

  const stateFile = join(dataFolder, 'window.json');
  window = openPageWindow({
    preload: join(root, 'out', 'preload', 'preload.cjs'),
    icon: join(root, 'resources', 'icons', 'wavebench.png'),
    state: readWindowState(stateFile),
    stateChanged: (state) => writeWindowState(stateFile, state),
  });
  window.on('closed', () => (window = null));
  app.on('second-instance', () => {
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });

  function applySettings({ theme, preventSleep }: Settings): void {
    nativeTheme.themeSource = theme;
    attention.setPreventSleep(preventSleep);
  }
}

function unfinished({ runs, generations, benchmarks, transfers }: Workbench): Unfinished {
  const own = new Set(runs.own());
  const active = runs.list({ archived: false }).filter((run) => own.has(run.id));
  const running = active.filter((run) => run.status === 'running').length;
  return {
    running,
    queued: active.length - running,
    generations: generations.unfinished,
    measuring: benchmarks.isRunning,
    transfers: transfers.unfinished,
  };
}

/** Every way to leave goes through one question and one orderly end. */
function leaveOnce(workbench: Workbench, window: () => BrowserWindow | null): void {
  const quitting = new Quitting({
    confirm: async () => {
      const question = quitQuestion(unfinished(workbench));
      if (question === null) return true;
      const parent = window();
      const { response } = await (parent ? dialog.showMessageBox(parent, question) : dialog.showMessageBox(question));
      return response !== question.cancelId;
    },
    close: async () => {
      await workbench.runs.stopAll();
      await workbench.tensorboard.written();
      workbench.close();
    },
    quit: () => app.quit(),
  });
  const ask = (event: { preventDefault(): void }) => {
    if (quitting.isDone) return;
    event.preventDefault();
    void quitting.request({ ask: true });
  };
  const leaveNow = () => void quitting.request({ ask: false });
  app.on('browser-window-created', (_event, created) => created.on('close', ask));
  app.on('before-quit', ask);
  app.on('window-all-closed', () => app.quit());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, leaveNow);
  powerMonitor.on('shutdown', (event?: { preventDefault(): void }) => {
    event?.preventDefault();
    leaveNow();
  });
}
