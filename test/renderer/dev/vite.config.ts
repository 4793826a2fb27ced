import { resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

/** Serves the page with a bridge that makes everything up: `npx vite --config test/renderer/dev/vite.config.ts`. */
const project = resolve(__dirname, '../../..');
const bridge = resolve(__dirname, 'install.ts');

export default defineConfig({
  root: resolve(project, 'src-renderer'),
  server: { port: 5199, strictPort: true, fs: { allow: [project] } },
  cacheDir: resolve(project, 'test/output/vite-dev'),
  plugins: [
    svelte({ configFile: false }),
    {
      name: 'fake-bridge',
      // Imported first, so that the bridge is there when the page looks for it.
      transform: (code, id) => (id.endsWith('/src-renderer/main.ts') ? `import '${bridge}';\n${code}` : undefined),
    },
  ],
});
