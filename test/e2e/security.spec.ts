import { expect } from '@playwright/test';
import { test } from './app';

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

test('a page of another address gets no answer, even in the app\'s own window', async ({ workspace }) => {
  const { electron, page } = await workspace.start();
  // Nothing in the page can bring this about; the bridge is there all the same, and main has to refuse by the address.
  await electron.evaluate(({ BrowserWindow }) => {
    // Its promise fails when the page before it ends loading only now; that the page is there is seen from its address.
    BrowserWindow.getAllWindows()[0]!.loadURL('about:blank').catch(() => {});
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
    const fetched = await fetch('https://example.com/').then(() => true, () => false);
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
  });
});
