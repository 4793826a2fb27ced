import { join } from 'node:path';
import { reportFailure } from './entry.mjs';
import { spawnGuarded } from './guarded-spawn.mjs';
import { projectRoot } from './paths.mjs';
import { makeReady } from './ready.mjs';
import { hasDisplay } from './system.mjs';
import { startVirtualDisplay } from './virtual-display.mjs';

/**
 * What `wavebench bench ui` starts: drives the real window over a large data folder; where there is no display, on one
 * that nobody sees.
 */
try {
  const virtualDisplay = !hasDisplay();
  await makeReady({ window: true, virtualDisplay });
  const display = virtualDisplay ? { DISPLAY: await startVirtualDisplay() } : {};
  const playwright = join(projectRoot, 'node_modules', '@playwright', 'test', 'cli.js');
  const config = join('test', 'bench', 'playwright.config.ts');
  const child = spawnGuarded(process.execPath, [playwright, 'test', '--config', config], {
    cwd: projectRoot, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...display },
  });
  child.on('error', reportFailure);
  child.on('exit', (code) => process.exit(code ?? 1));
} catch (error) {
  reportFailure(error);
}
