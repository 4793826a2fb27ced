import { expect } from '@playwright/test';
import type { Command } from '../../src-main/contract/ipc';
import type { RunningApp } from './app';

/** The screens of the window, by the menu's command and the heading that they carry. */
const places = {
  studies: { command: 'show-studies', heading: 'Studies' },
  'new-study': { command: 'show-new-study', heading: 'New study' },
  runs: { command: 'show-runs', heading: 'Runs' },
  live: { command: 'show-live', heading: 'Live' },
  compare: { command: 'show-compare', heading: 'Compare' },
  generate: { command: 'show-generate', heading: 'Generate' },
  classify: { command: 'show-classify', heading: 'Classify' },
  data: { command: 'show-data', heading: 'Data' },
  figures: { command: 'show-figures', heading: 'Figures' },
  benchmark: { command: 'show-benchmark', heading: 'Benchmark' },
  explain: { command: 'show-explain', heading: 'Explain' },
  talk: { command: 'show-talk', heading: 'Talk' },
  settings: { command: 'show-settings', heading: 'Settings' },
} as const satisfies Record<string, { command: Command; heading: string }>;
export type Screen = keyof typeof places;
export const screens = Object.keys(places) as Screen[];

/** Goes to a screen as the menu does, and waits until it stands still. */
export async function showScreen({ electron, page }: RunningApp, screen: Screen): Promise<void> {
  const { command, heading } = places[screen];
  await electron.evaluate(
    ({ BrowserWindow }, command) =>
      BrowserWindow.getAllWindows()[0]!.webContents.send('wavebench:event', 'app:command', { command }),
    command,
  );
  await expect(page.getByRole('heading', { name: heading, level: 1 })).toBeVisible();
  // Charts are drawn a frame or two after their points have come.
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(400);
}
