import { resolve } from 'node:path';
import { build } from 'vite';
import { projectRoot } from './support';

/** Builds entries as the program is built, so that tests can start them as processes of their own. */
export async function bundle(entries: Record<string, string>, outputFolder: string): Promise<void> {
  const input = Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, resolve(projectRoot, file)]));
  await build({
    configFile: false,
    root: projectRoot,
    logLevel: 'error',
    publicDir: false,
    ssr: { noExternal: true, external: ['better-sqlite3', '@napi-rs/canvas'] },
    build: {
      ssr: true,
      target: 'node18',
      outDir: resolve(projectRoot, outputFolder),
      emptyOutDir: false,
      minify: false,
      rollupOptions: {
        input,
        external: ['better-sqlite3', '@napi-rs/canvas', /^@tensorflow\//],
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: 'chunks/[name]-[hash].cjs' },
      },
    },
  });
}
