import { spawn } from 'node:child_process';
import { reportFailure, endWith } from './entry.mjs';
import { projectRoot } from './paths.mjs';
import { makeReady } from './ready.mjs';
import { sandboxArguments } from './sandbox.mjs';
import { SetupError } from './setup-error.mjs';
import { hasDisplay } from './system.mjs';

/** `npm start`: makes the clone ready and opens the application; further arguments go to it. */
try {
  if (!hasDisplay()) {
    throw new SetupError({
      what: 'There is no display (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can be opened.',
      todo: [
        'Without a window, the same work is done by:',
        '  npm run -s wavebench -- run fourier-unrolling --scale quick',
        '  npm run -s wavebench -- list',
        '  npm run -s wavebench -- export fourier-unrolling --figure forecasts --out forecasts.svg',
        '  npm run -s wavebench -- doctor',
        'All commands: npm run -s wavebench -- --help',
      ].join('\n'),
    });
  }
  const { electron } = await makeReady({ window: true });
  const args = [...sandboxArguments(electron.executable), projectRoot, ...process.argv.slice(2)];
  endWith(spawn(electron.executable, args, { stdio: 'inherit' }));
} catch (error) {
  reportFailure(error);
}
