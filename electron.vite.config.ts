import { resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';

/** Native packages, and tfjs with them: its tensors must come from one copy of the library. All else is bundled. */
const external = ['electron', 'better-sqlite3', '@napi-rs/canvas', /^@tensorflow\//, /^node:/];

/** What starts as a process of its own: the window's main process, the command line, and the workers. */
const mainEntries = {
  electron: 'src-main/electron/main.ts',
  cli: 'src-main/cli/main.ts',
  train: 'src-main/worker/train.ts',
  figure: 'src-main/worker/figure.ts',
  query: 'src-main/worker/query.ts',
  generate: 'src-main/worker/generate.ts',
  evaluate: 'src-main/worker/evaluate.ts',
  archive: 'src-main/worker/archive.ts',
  verify: 'src-main/worker/verify.ts',
  bench: 'src-main/worker/bench.ts',
  probe: 'src-main/worker/probe.ts',
};

/** The older Electron cannot load an ES module as its main script, and a sandboxed preload is CommonJS everywhere. */
const commonJs = {
  format: 'cjs',
  entryFileNames: '[name].cjs',
  chunkFileNames: 'chunks/[name]-[hash].cjs',
} as const;

export default defineConfig({
  main: {
    build: {
      target: 'node18',
      externalizeDeps: false,
      sourcemap: true,
      minify: false,
      rollupOptions: { input: mainEntries, external, output: commonJs },
    },
  },
  preload: {
    build: {
      target: 'node18',
      externalizeDeps: false,
      sourcemap: true,
      minify: false,
      rollupOptions: { input: { preload: 'src-main/preload/preload.ts' }, external, output: commonJs },
    },
  },
  renderer: {
    root: 'src-renderer',
    plugins: [svelte({ configFile: false })],
    build: {
      target: 'chrome114',
      minify: true,
      sourcemap: true,
      // Fonts and icons stay files: the page's content security policy allows no data: addresses for them.
      assetsInlineLimit: 0,
      rollupOptions: { input: resolve('src-renderer/index.html') },
    },
  },
});
