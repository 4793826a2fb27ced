import { defineConfig } from '@playwright/test';

/** The real app over a large data folder, for `wavebench bench ui`. */
export default defineConfig({
  testDir: '.',
  testMatch: 'ui.bench.ts',
  outputDir: '../output/bench',
  workers: 1,
  timeout: 900_000,
  expect: { timeout: 30_000 },
  reporter: [['line']],
});
