import { join } from 'node:path';
import { reportFailure } from './entry.mjs';
import { spawnGuarded } from './guarded-spawn.mjs';
import { projectRoot } from './paths.mjs';
import { makeReady } from './ready.mjs';
import { hasDisplay } from './system.mjs';
import { startVirtualDisplay } from './virtual-display.mjs';

/** What `wavebench torture` starts: the attacks among the tests, as long as its environment says. Arguments: parts. */
const tests = {
  feed: ['feed.test', 'command-line.test'],
  disk: ['disk.test'],
  kill: ['kill.test'],
};
const windowTests = {
  window: ['test/e2e/playwright.config.ts', 'torture.spec'],
  endurance: ['test/torture/playwright.config.ts', 'endurance.spec'],
};
const chosen = process.argv.slice(2);

try {
  const inWindow = Object.entries(windowTests).filter(([part]) => chosen.includes(part));
  const virtualDisplay = inWindow.length > 0 && !hasDisplay();
  await makeReady({ window: inWindow.length > 0, virtualDisplay });
  let isWell = true;
  const files = Object.entries(tests).flatMap(([part, names]) => (chosen.includes(part) ? names : []));
  const modules = join(projectRoot, 'node_modules');
  if (files.length > 0) {
    const vitest = join(modules, 'vitest', 'vitest.mjs');
    const paths = files.map((name) => `test/torture/${name}`);
    isWell = await run([vitest, 'run', '--config', 'test/vitest.config.ts', '--retry=0', ...paths], {});
  }
  /** @type {Record<string, string>} */
  const display = virtualDisplay ? { DISPLAY: await startVirtualDisplay() } : {};
  for (const [, [config, name]] of inWindow) {
    const playwright = join(modules, '@playwright', 'test', 'cli.js');
    isWell = (await run([playwright, 'test', '--config', config, '--retries=0', name], display)) && isWell;
  }
  process.exit(isWell ? 0 : 1);
} catch (error) {
  reportFailure(error);
}

/** @param {string[]} args @param {Record<string, string>} environment @returns {Promise<boolean>} */
function run(args, environment) {
  const child = spawnGuarded(process.execPath, args, {
    cwd: projectRoot, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...environment },
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code === 0));
  });
}
