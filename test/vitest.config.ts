import { resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: resolve(import.meta.dirname, '..'),
  plugins: [svelte({ configFile: false })],
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**', 'test/output/**'],
    environment: 'node',
    // TensorFlow keeps state in its process, so each file has one of its own; two at a time suit a small machine.
    pool: 'forks',
    maxWorkers: 2,
    // What needs its second attempt is marked "retry" in the list: to be looked into, but no reason to stop.
    retry: 1,
    testTimeout: 240_000,
    hookTimeout: 240_000,
    teardownTimeout: 10_000,
    env: { TF_CPP_MIN_LOG_LEVEL: '2' },
  },
});
