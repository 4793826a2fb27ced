import { defineConfig } from '@playwright/test';

/** The real app, one at a time: it trains, and the machine may have two cores. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../output/e2e',
  workers: 1,
  fullyParallel: false,
  // A busy machine may take long over what takes seconds; a test that hangs ends all the same.
  timeout: 420_000,
  expect: { timeout: 20_000 },
  // A second attempt tells a test that depends on luck from one that fails; `npm test` says how many needed it.
  retries: 1,
  forbidOnly: true,
  reporter: [['list']],
});
