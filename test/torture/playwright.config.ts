import { defineConfig } from '@playwright/test';

/** The real app for as long as `wavebench torture --only endurance` says. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../output/torture-window',
  workers: 1,
  timeout: 48 * 3_600_000,
  expect: { timeout: 60_000 },
  reporter: [['list']],
});
