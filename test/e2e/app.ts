import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, test as base, type ElectronApplication, type Page } from '@playwright/test';
import type { EventName, Events, Reply, RequestArgument, RequestName, RequestResults } from '../../src-main/contract/ipc';

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
    });
    for (const app of started) await app.kill();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  },
});

async function start(folder: string, dataFolder: string, more: string[]): Promise<RunningApp> {
  const home = join(folder, 'home');
  mkdirSync(home, { recursive: true });
  const studies = join(__dirname, 'studies');
  const electron = await _electron.launch({
    executablePath: electronExecutable(),
    args: [projectRoot, '--data-dir', dataFolder, '--studies-dir', studies, ...more],
    cwd: folder,
    env: { ...(process.env as Record<string, string>), HOME: home, XDG_CONFIG_HOME: '', LANG: 'en_US.UTF-8' },
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

/** Waits in the page for the first event that `accept` (given as source) takes. */
export function nextEvent<Name extends EventName>(page: Page, name: Name): Promise<Events[Name]> {
  return page.evaluate(
    (name) =>
      new Promise<Events[Name]>((resolve) => {
        const stop = window.wavebench.listen(name, (payload) => {
          stop();
          resolve(payload as Events[Name]);
        });
      }),
    name,
  );
}

/** Keeps what the app said on its error output, to be shown when a test has failed. */
class ErrorOutput {
  #text = '';

  constructor(stream: NodeJS.ReadableStream) {
    stream.on('data', (chunk: Buffer) => (this.#text = (this.#text + chunk.toString()).slice(-20_000)));
  }

  show(): void {
    const lines = this.#text.split('\n').filter((line) => line && !/bus\.cc|DevTools|Debugger|viz_main_impl|command_buffer/.test(line));
    if (lines.length > 0) console.log(`The app said:\n${lines.join('\n')}`);
  }
}
