import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, expect, test as base, type ElectronApplication, type Page } from '@playwright/test';
import type { Reply, RequestArgument, RequestName, RequestResults } from '../../src-main/contract/ipc';
import type { RunSummary } from '../../src-main/contract/runs';

export const projectRoot = resolve(__dirname, '..', '..');
export const outputFolder = join(projectRoot, 'test', 'output');

/** The app as a person has it: the real Electron, the built files, a data folder and a home of its own. */
export interface RunningApp {
  electron: ElectronApplication;
  page: Page;
  /** Asks main as the page does; throws its error. */
  request<Name extends RequestName>(name: Name, argument?: RequestArgument<Name>): Promise<RequestResults[Name]>;
  /** Ends the app at once, as a power cut would; resolves when its process is gone. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

export interface Workspace {
  /** Removed after the test; holds the data folder and the home. */
  folder: string;
  dataFolder: string;
  /** Starts the app on the data folder. */
  start(options?: { arguments?: string[] }): Promise<RunningApp>;
  /** Starts a second app on the same data folder and waits for its end. */
  startAgain(more?: string[]): Promise<{ code: number | null; output: string }>;
}

/** Gives each test an empty workspace, and closes what it left open. */
export const test = base.extend<{ workspace: Workspace }>({
  workspace: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'wavebench-e2e-'));
    const dataFolder = join(folder, 'data');
    const started: RunningApp[] = [];
    await use({
      folder,
      dataFolder,
      start: async (options = {}) => {
        const app = await start(folder, dataFolder, options.arguments ?? []);
        started.push(app);
        return app;
      },
      startAgain: (more = []) => startToEnd(folder, dataFolder, more),
    });
    for (const app of started) await app.kill();
    await removeFolder(folder);
  },
});

/** The helpers of a killed Chromium go on writing into its profile for a moment. */
export async function removeFolder(folder: string): Promise<void> {
  await expect(async () => rmSync(folder, { recursive: true, force: true })).toPass({ timeout: 30_000 });
}

async function startToEnd(
  folder: string,
  dataFolder: string,
  more: string[],
): Promise<{ code: number | null; output: string }> {
  const child = spawn(electronExecutable(), [projectRoot, '--no-sandbox', '--data-dir', dataFolder, ...more], {
    env: environment(folder),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output };
}

/** A home of its own, so that nothing of the machine's user is read or written. */
function environment(folder: string): Record<string, string> {
  const home = join(folder, 'home');
  mkdirSync(home, { recursive: true });
  return { ...(process.env as Record<string, string>), HOME: home, XDG_CONFIG_HOME: '', LANG: 'en_US.UTF-8' };
}

async function start(folder: string, dataFolder: string, more: string[]): Promise<RunningApp> {
  const studies = join(__dirname, 'studies');
  const electron = await _electron.launch({
    executablePath: electronExecutable(),
    args: [projectRoot, '--data-dir', dataFolder, '--studies-dir', studies, ...more],
    cwd: folder,
    env: environment(folder),
  });
  const child = electron.process();
  const errors = new ErrorOutput(child.stderr!);
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const page = await electron.firstWindow();
  await page.waitForLoadState('load');
  return {
    electron,
    page,
    request: (name, argument) => request(page, name, argument),
    kill: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await gone;
      errors.show();
    },
    close: async () => {
      await electron.close();
      await gone;
    },
  };
}

/** The Electron that the set-up chose for this clone. */
export function electronExecutable(): string {
  const manifest = process.env.WAVEBENCH_RUNTIME ?? join(projectRoot, 'node_modules', '.wavebench', 'runtime.json');
  if (!existsSync(manifest)) throw new Error(`${manifest} is missing; run the tests by npm test, which sets all up.`);
  return resolve(manifest, '..', JSON.parse(readFileSync(manifest, 'utf8')).electron.executable as string);
}

async function request<Name extends RequestName>(
  page: Page,
  name: Name,
  argument?: RequestArgument<Name>,
): Promise<RequestResults[Name]> {
  const ask = ([name, argument]: [string, unknown]) => window.wavebench.request(name as never, argument as never);
  const reply = (await page.evaluate(ask, [name, argument] as [string, unknown])) as Reply<RequestName>;
  if ('error' in reply) throw new Error(`${name}: ${reply.error.message}`);
  return reply.result as RequestResults[Name];
}

/** Waits until every run that is listed fits; a run that failed otherwise ends the waiting with its reason. */
export async function waitForRuns(app: RunningApp, fits: (run: RunSummary) => boolean): Promise<void> {
  await expect
    .poll(
      async () => {
        const runs = await app.request('runs:list', { archived: false });
        const failed = runs.find((run) => run.status === 'failed' && !fits(run));
        if (failed) throw new Error(`${failed.name} failed: ${failed.reason}`);
        return runs.length > 0 && runs.every(fits);
      },
      { timeout: 300_000, intervals: [200] },
    )
    .toBe(true);
}

/** Waits until the first running run has come so far. */
export async function runningSteps(app: RunningApp, steps: number): Promise<void> {
  await expect
    .poll(
      async () => {
        const runs = await app.request('runs:list', { archived: false });
        const failed = runs.find((run) => run.status === 'failed');
        if (failed) throw new Error(`${failed.name} failed: ${failed.reason}`);
        return runs.find((run) => run.status === 'running')?.progress.step ?? 0;
      },
      { timeout: 120_000, intervals: [200] },
    )
    .toBeGreaterThanOrEqual(steps);
}

/** Process id of the one training that runs. */
export async function trainingProcess(app: RunningApp): Promise<number> {
  const metrics = await app.electron.evaluate(({ app }) => app.getAppMetrics());
  const training = metrics.find(({ name }) => name?.startsWith('Wavebench train'));
  if (!training) throw new Error('No training process runs.');
  return training.pid;
}

/** Answers the native save dialog with a path, or cancels it with null. */
export async function answerSaveDialogs(electron: ElectronApplication, path: string | null): Promise<void> {
  await electron.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = async () => ({ canceled: path === null, filePath: path ?? '' });
  }, path);
}

/** Answers native message boxes with a button, and keeps what was asked. */
export async function answerMessageBoxes(electron: ElectronApplication, response: number): Promise<void> {
  await electron.evaluate(({ dialog }, response) => {
    const asked: unknown[] = [];
    Object.assign(globalThis, { asked });
    dialog.showMessageBox = async (...args: unknown[]) => {
      asked.push(args.at(-1));
      return { response, checkboxChecked: false };
    };
  }, response);
}

export interface AskedMessage {
  message: string;
  detail: string;
  buttons: string[];
}

export function askedMessages(electron: ElectronApplication): Promise<AskedMessage[]> {
  return electron.evaluate(() => (globalThis as unknown as { asked: AskedMessage[] }).asked);
}

/**
 * Presses the window's close button. What a test evaluates may interrupt the app in the middle of a query, where no
 * person's press can fall; so the app is left to come to it.
 */
export async function closeWindow(electron: ElectronApplication): Promise<void> {
  await electron.evaluate(({ BrowserWindow }) => {
    setImmediate(() => BrowserWindow.getAllWindows()[0]!.close());
  });
}

/** Ends a process that leads a group of its own, and all that it started. */
export async function endWithGroup(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  process.kill(-child.pid!, 'SIGKILL');
  await gone;
}

/** What Chromium and the debugger say in every run without a session bus and a graphics card. */
const usual = /bus\.cc|DevTools|[Dd]ebugger|nodejs\.org|viz_main_impl|command_buffer/;

/** Keeps what the app said on its error output, to be shown when a test has failed. */
class ErrorOutput {
  #text = '';

  constructor(stream: NodeJS.ReadableStream) {
    stream.on('data', (chunk: Buffer) => (this.#text = (this.#text + chunk.toString()).slice(-20_000)));
  }

  show(): void {
    const lines = this.#text.split('\n').filter((line) => line && !usual.test(line));
    if (lines.length > 0) console.log(`The app said:\n${lines.join('\n')}`);
  }
}
