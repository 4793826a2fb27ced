import { basename, dirname } from 'node:path';
import { expect, type ElectronApplication } from '@playwright/test';
import { test, waitForRuns } from './app';
import { screens, showScreen } from './screens';

test('the page has no Node and nothing of Electron but the four functions of the bridge', async ({ workspace }) => {
  const { page } = await workspace.start();
  const found = await page.evaluate(() => {
    const names = ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron', '__dirname'];
    return {
      leaked: names.filter((name) => name in window),
      bridge: Object.keys(window.wavebench).sort(),
      isFrozen: !Reflect.set(window.wavebench, 'request', null),
    };
  });
  expect(found).toEqual({ leaked: [], bridge: ['importDropped', 'listen', 'request', 'takeDropped'], isFrozen: true });
});

test('requests that are not in the contract, or do not fit it, are refused', async ({ workspace }) => {
  const { page } = await workspace.start();
  const ask = (name: unknown, argument: unknown) =>
    page.evaluate(([name, argument]) => window.wavebench.request(name as never, argument as never), [name, argument]);
  for (const name of ['fs:read', 'toString', '__proto__', '', 7, null]) {
    expect(await ask(name, {}), String(name)).toMatchObject({ error: { message: /^There is no request named/ } });
  }
  const sampler = { kind: 'greedy' };
  const generation = { runId: 'a', sampler, seed: 1, count: 1, steps: 1, prompt: { kind: 'none' } };
  const forged: [string, unknown][] = [
    ['runs:get', { runId: '../../etc/passwd', also: 1 }],
    ['runs:get', { runId: 'x'.repeat(65) }],
    ['settings:set', { theme: 'pink' }],
    ['settings:set', { parallelRuns: 1e9 }],
    ['metrics:series', { runIds: ['a'], keys: ['DROP TABLE runs'], maxPoints: 100 }],
    ['studies:start', { preset: 'tiny', scale: 'quick', seeds: [-1] }],
    ['generations:start', { ...generation, steps: 0 }],
    ['generations:start', { ...generation, prompt: { kind: 'csv', path: '/etc/passwd' } }],
    ['generations:trajectories', { generationId: 'a', trajectories: [0], maxPoints: 1e9 }],
    ['generations:export', { generationId: 'a', path: '/tmp/a.csv' }],
    ['figures:export', { figure: {}, paper: {}, format: 'exe' }],
    ['app:about', { unexpected: true }],
  ];
  for (const [name, argument] of forged) {
    expect(await ask(name, argument), name).toMatchObject({ error: { message: /^Invalid request / } });
  }
});

test("a page of another address gets no answer, even in the app's own window", async ({ workspace }) => {
  const { electron, page } = await workspace.start();
  // Nothing in the page can bring this about; the bridge is there all the same, and main has to refuse by the address.
  await electron.evaluate(({ BrowserWindow }) => {
    // Its promise fails when the page before it ends loading only now; that the page is there is seen from its address.
    BrowserWindow.getAllWindows()[0]!
      .loadURL('about:blank')
      .catch(() => {});
  });
  await page.waitForURL('about:blank');
  const answer = await page.evaluate(() =>
    window.wavebench.request('settings:get', undefined).then(
      () => 'answered',
      (error: Error) => error.message,
    ),
  );
  expect(answer).toContain('Refused: this request does not come from a window of Wavebench.');
});

test('a sender that only looks like the page gets no answer', async ({ workspace }) => {
  const { electron } = await workspace.start();
  const answers = await electron.evaluate(async ({ BrowserWindow, ipcMain }) => {
    type Handler = (event: unknown, name: string) => Promise<unknown>;
    const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, Handler> })._invokeHandlers;
    const handler = handlers.get('wavebench:request')!;
    const sender = BrowserWindow.getAllWindows()[0]!.webContents;
    const url = 'app://wavebench/index.html';
    const senders: Record<string, unknown> = {
      'the page itself': { sender, senderFrame: sender.mainFrame },
      'a frame that has gone': { sender, senderFrame: null },
      'a frame in the page': { sender, senderFrame: { parent: sender.mainFrame, url } },
      'another host': { sender, senderFrame: { parent: null, url: 'app://wavebench.example/index.html' } },
      'another scheme': { sender, senderFrame: { parent: null, url: 'https://wavebench/index.html' } },
      'no address': { sender, senderFrame: { parent: null, url: '' } },
    };
    const asked = Object.entries(senders).map(async ([who, event]) => {
      const answered = await handler(event, 'settings:get').then(
        () => true,
        () => false,
      );
      return answered ? who : null;
    });
    return (await Promise.all(asked)).filter((who) => who !== null);
  });
  expect(answers).toEqual(['the page itself']);
});

test('what a request carries changes nothing but its own fields', async ({ workspace }) => {
  const { electron, page } = await workspace.start();
  const replies = await page.evaluate(async () => {
    const own = JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}');
    const study = { preset: 'tiny', scale: 'quick', seeds: [1] };
    const paths = ['__proto__.polluted', 'constructor.prototype.polluted', 'training.__proto__.polluted'];
    const asked: [string, unknown][] = [
      ['settings:set', own],
      ['settings:set', { theme: 'dark', ...own }],
      ['runs:list', own],
      ...paths.map((path): [string, unknown] => ['studies:start', { ...study, changes: { [path]: true } }]),
      ['studies:start', { ...study, changes: own }],
      ['views:save', { name: 'x', definition: own }],
    ];
    const sent = asked.map(([name, argument]) => window.wavebench.request(name as never, argument as never));
    return (await Promise.all(sent)).map((reply, index) => ('error' in reply ? 'refused' : asked[index]![0]));
  });
  expect(new Set(replies)).toEqual(new Set(['refused']));
  const polluted = () => Reflect.has({}, 'polluted') || Reflect.has(() => {}, 'polluted');
  expect(await electron.evaluate(polluted)).toBe(false);
  expect(await page.evaluate(polluted)).toBe(false);
});

test('the content security policy holds', async ({ workspace }) => {
  const { page } = await workspace.start();
  const policy = await page.evaluate(async () => (await fetch(location.href)).headers.get('content-security-policy'));
  expect(policy).toMatch(/default-src 'none'.*script-src 'self'/);
  const broken = await page.evaluate(async () => {
    const violations: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective));
    const inline = document.createElement('script');
    inline.textContent = 'window.inlineRan = true';
    document.head.append(inline);
    const remote = document.createElement('script');
    remote.src = 'https://example.com/x.js';
    document.head.append(remote);
    const styled = document.createElement('div');
    styled.setAttribute('style', 'color: red');
    document.body.append(styled);
    const picture = new Image();
    picture.src = 'https://example.com/x.png';
    document.body.append(picture);
    const frame = document.createElement('iframe');
    frame.src = 'https://example.com/';
    document.body.append(frame);
    // In a task of its own: what the developer tools run themselves may evaluate.
    const evaluated = await new Promise<boolean>((resolve) => {
      setTimeout(() => {
        try {
          new Function('window.evalRan = true')();
          resolve(true);
        } catch {
          resolve(false);
        }
      });
    });
    const fetched = await fetch('https://example.com/').then(
      () => true,
      () => false,
    );
    await new Promise((resolve) => setTimeout(resolve, 500));
    return {
      ran: ['inlineRan', 'evalRan'].filter((name) => name in window),
      evaluated,
      fetched,
      violations: [...new Set(violations)].sort(),
    };
  });
  expect(broken).toMatchObject({ ran: [], evaluated: false, fetched: false });
  expect(broken.violations).toEqual(
    expect.arrayContaining(['connect-src', 'frame-src', 'img-src', 'script-src-elem', 'style-src-attr']),
  );
});

test('only files of the page are served, by GET', async ({ workspace }) => {
  const { page } = await workspace.start();
  const statuses = await page.evaluate(async () => {
    const status = async (url: string, method = 'GET') => (await fetch(url, { method })).status;
    return {
      page: await status('app://wavebench/index.html'),
      above: await status('app://wavebench/%2e%2e%2fmain/electron.cjs'),
      encoded: await status('app://wavebench/..%2f..%2fpackage.json'),
      post: await status('app://wavebench/index.html', 'POST'),
    };
  });
  expect(statuses).toEqual({ page: 200, above: 404, encoded: 404, post: 405 });
});

test('words are shown as words, and no name leads out of a folder', async ({ workspace }) => {
  const app = await workspace.start();
  const { electron, page } = app;
  const hostile = (name: string) => `${name}<img src=x onerror="window.ran=1"><script>window.ran=1</script>`;
  const tag = '<b>tag</b>';
  const [preset] = (await app.request('studies:presets')).filter(({ definition: { name } }) => name === 'tiny');
  const [arm] = preset!.definition.arms;
  const label = '<i>arm</i><script>ran=1</script>';
  const definition = { ...preset!.definition, title: hostile('study'), arms: [{ ...arm!, label }] };
  const given = { preset: 'tiny', definition, scale: 'quick' as const, seeds: [1] };
  const { studyId, runIds } = await app.request('studies:start', given);
  await waitForRuns(app, (run) => run.status === 'completed');
  const edit = { runId: runIds[0]!, title: hostile('run'), tags: [tag], notes: hostile('notes') };
  await app.request('runs:edit', { edits: [edit] });
  const column = { key: 'status', width: 100, pinned: false };
  const look = { filter: '', archived: false, columns: [column], sorting: [], groupBy: null };
  await app.request('views:save', { name: '<b>view</b>', definition: look });

  const seen: Record<string, string> = {};
  for (const screen of screens) {
    await showScreen(app, screen);
    if (screen === 'runs') await page.locator('[data-row]').first().click();
    if (screen === 'runs') await expect(page.locator('.notes')).toBeVisible();
    seen[screen] = await page.locator('body').innerText();
    expect(await page.locator('img[src="x"], b, i, body script:not([src])').count(), screen).toBe(0);
    expect(await page.evaluate(() => 'ran' in window), screen).toBe(false);
  }
  expect(seen.studies).toContain(hostile('study'));
  for (const words of [hostile('run'), tag, hostile('notes'), hostile('study')]) expect(seen.runs).toContain(words);
  expect(seen.compare).toContain(label);

  const offered = await offeredPaths(electron);
  const built = await app.request('figures:build', { studyId, figure: 'validation' });
  if (!('figure' in built)) throw new Error(built.absent);
  const paper = { width: 3.25, height: 2, fontSize: 8, font: 'sans', dpi: 300 } as const;
  for (const name of ['../../../escaped', '/etc/passwd', '..', 'C:\\windows\\x', '.hidden', 'a/../../b']) {
    await app.request('figures:export', { figure: { ...built.figure, name }, paper, format: 'svg' });
  }
  await app.request('bundles:write', { studyId });
  await app.request('studies:write-file', { definition });
  const documents = await electron.evaluate(({ app }) => app.getPath('documents'));
  const paths = await offered();
  expect(paths).toHaveLength(8);
  for (const path of paths) {
    expect(dirname(path), path).toBe(documents);
    expect(basename(path), path).toMatch(/^[\w-][\w.-]*$/);
  }
  const forged = { definition: { ...definition, name: '../escaped' } };
  await expect(app.request('studies:write-file', forged)).rejects.toThrow(/lower-case words joined by hyphens/);
});

test('no second window, no other page, no permission', async ({ workspace }) => {
  const { electron, page } = await workspace.start();
  await electron.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openExternal = async (url) => void opened.push(url);
  });
  const opened = await page.evaluate(() => [
    window.open('https://example.com/'),
    window.open('https://arxiv.org/abs/1609.03499'),
    window.open('app://wavebench/index.html'),
  ]);
  expect(opened).toEqual([null, null, null]);
  await page.evaluate(() => {
    location.href = 'https://example.com/';
  });
  await page.evaluate(() => {
    location.href = 'file:///etc/passwd';
  });
  await page.waitForTimeout(500);
  expect(page.url()).toMatch(/^app:\/\/wavebench\//);
  expect(electron.windows()).toHaveLength(1);
  // Only the address on the list has reached the person's browser.
  expect(await electron.evaluate(() => (globalThis as unknown as { opened: string[] }).opened)).toEqual([
    'https://arxiv.org/abs/1609.03499',
  ]);
  const permissions = await page.evaluate(async () => ({
    notifications: await Notification.requestPermission(),
    clipboard: (await navigator.permissions.query({ name: 'clipboard-read' as PermissionName })).state,
    microphone: await navigator.mediaDevices.getUserMedia({ audio: true }).then(
      () => 'granted',
      () => 'denied',
    ),
  }));
  expect(permissions).toEqual({ notifications: 'denied', clipboard: 'denied', microphone: 'denied' });
});

test('the window is sandboxed and isolated', async ({ workspace }) => {
  const { electron } = await workspace.start();
  const preferences = await electron.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]!.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>;
    };
    return contents.getLastWebPreferences();
  });
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
  });
  expect(preferences.enableBlinkFeatures ?? '').toBe('');
});

/** Cancels native save dialogs; gives a function that tells which paths they have offered. */
async function offeredPaths(electron: ElectronApplication): Promise<() => Promise<string[]>> {
  await electron.evaluate(({ dialog }) => {
    const offered: string[] = [];
    Object.assign(globalThis, { offered });
    dialog.showSaveDialog = async (...args: unknown[]) => {
      offered.push((args.at(-1) as { defaultPath: string }).defaultPath);
      return { canceled: true, filePath: '' };
    };
  });
  return () => electron.evaluate(() => (globalThis as unknown as { offered: string[] }).offered);
}
