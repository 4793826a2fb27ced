import { expect, type Page } from '@playwright/test';
import { runningSteps, test, waitForRuns } from './app';
import { screens, showScreen } from './screens';

test('a study is started, stopped and resumed by the keyboard alone', async ({ workspace }) => {
  const app = await workspace.start();
  const { page } = app;
  const { keyboard } = page;
  await page.getByRole('heading', { name: 'Studies' }).waitFor();
  await keyboard.press('n');
  await expect(page.getByRole('heading', { name: 'New study' })).toBeVisible();
  await tabTo(page, 'Preset');
  // Typing chooses in a list of choices.
  await keyboard.type('Endless');
  await tabTo(page, 'Seeds');
  await keyboard.press('Control+A');
  await keyboard.type('5');
  await keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { name: 'Live' })).toBeVisible();
  await expect(page.getByText('one-step · seed 5').first()).toBeVisible();
  await runningSteps(app, 5);
  await keyboard.press('s');
  await waitForRuns(app, (run) => run.status === 'stopped');
  await keyboard.press('r');
  await expect(page.getByRole('row').filter({ hasText: 'running' })).toBeVisible();
  await keyboard.press('s');
  await waitForRuns(app, (run) => run.status === 'stopped');
  await keyboard.press('2');
  await expect(page.getByRole('heading', { name: 'Runs' })).toBeVisible();
  await keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await keyboard.press('Escape');
  await keyboard.press('Control+K');
  await expect(page.getByRole('dialog')).toBeVisible();
  await keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('Tab reaches everything that can be used on every screen, and shows where it is', async ({ workspace }) => {
  const app = await workspace.start();
  await app.request('studies:start', { preset: 'tiny', scale: 'quick', seeds: [1], arms: ['one-step'] });
  await waitForRuns(app, (run) => run.status === 'completed');
  for (const screen of screens) {
    await showScreen(app, screen);
    const { missed, unmarked, count } = await walkByTab(app.page);
    expect(missed, `${screen} misses`).toEqual([]);
    expect(unmarked, `${screen} shows no focus`).toEqual([]);
    expect(count, screen).toBeGreaterThan(4);
  }
});

test('the menu’s entries and accelerators lead where they say', async ({ workspace }) => {
  const { electron, page } = await workspace.start();
  await page.getByRole('heading', { name: 'Studies' }).waitFor();
  const choose = (label: string) =>
    electron.evaluate(({ Menu, BrowserWindow }, label) => {
      const items = Menu.getApplicationMenu()!.items.flatMap((item) => item.submenu?.items ?? []);
      const item = items.find((candidate) => candidate.label.replace('&', '') === label);
      if (!item) throw new Error(`The menu has no entry "${label}".`);
      item.click(undefined, BrowserWindow.getAllWindows()[0]);
    }, label);
  for (const [entry, heading] of [
    ['New study', 'New study'],
    ['Runs', 'Runs'],
    ['Compare', 'Compare'],
    ['Explain', 'Explain'],
    ['Live', 'Live'],
    ['Settings', 'Settings'],
    ['Studies', 'Studies'],
  ] as const) {
    await choose(entry);
    await expect(page.getByRole('heading', { name: heading, level: 1 })).toBeVisible();
  }
  await choose('Keyboard shortcuts');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
});

/** Presses Tab until the control of this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  const control = page.getByLabel(name, { exact: true });
  for (let presses = 0; presses < 60; presses += 1) {
    if (await control.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach "${name}".`);
}

/** Walks once around a screen by Tab; tells what it missed, and where the focus could not be seen. */
async function walkByTab(page: Page): Promise<{ missed: string[]; unmarked: string[]; count: number }> {
  const count = await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    const selector = 'a[href], button, input, select, textarea, [tabindex]';
    const all = [...document.querySelectorAll<HTMLElement>(selector)].filter((element) => {
      const isOff = element.matches(':disabled') || element.tabIndex < 0 || !element.checkVisibility();
      // Of a group of radio buttons Tab reaches the chosen one; arrows do the rest.
      const isOtherRadio = element instanceof HTMLInputElement && element.type === 'radio' && !element.checked;
      return !isOff && !isOtherRadio;
    });
    Object.assign(window, { unreached: new Set(all) });
    return all.length;
  });
  const unmarked: string[] = [];
  // What is still being read may bring further controls on the way, and take some away.
  for (let presses = 0, left = count; left > 0 && presses < 2 * count + 60; presses += 1) {
    await page.keyboard.press('Tab');
    left = await page.evaluate(() => {
      const { unreached } = window as unknown as { unreached: Set<Element> };
      unreached.delete(document.activeElement!);
      for (const element of unreached) if (!element.isConnected) unreached.delete(element);
      return unreached.size;
    });
    const problem = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      if (element === document.body) return null;
      // A control may leave the mark to the label that it fills.
      const marks = [element, element.parentElement!].map((marked) => getComputedStyle(marked));
      const isMarked = marks.some(
        (style) => (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none',
      );
      return isMarked ? null : element.outerHTML.slice(0, 160);
    });
    if (problem) unmarked.push(problem);
  }
  const missed = await page.evaluate(() =>
    [...(window as unknown as { unreached: Set<Element> }).unreached].map((element) => element.outerHTML.slice(0, 160)),
  );
  return { missed, unmarked: [...new Set(unmarked)], count };
}
