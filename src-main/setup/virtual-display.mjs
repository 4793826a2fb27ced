import { spawnGuarded } from './guarded-spawn.mjs';

/**
 * Starts an X server without a screen and gives the display's name. It ends with this process, even when that is
 * killed.
 *
 * @returns {Promise<string>} for example `:1`
 */
export function startVirtualDisplay() {
  const args = ['-displayfd', '4', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'];
  const server = spawnGuarded('Xvfb', args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  return new Promise((resolve, reject) => {
    let complaints = '';
    let number = '';
    server.stderr?.on('data', (text) => (complaints += text));
    server.stdio[4]?.on('data', (text) => {
      number += text;
      if (number.includes('\n')) resolve(`:${number.trim()}`);
    });
    server.on('error', reject);
    server.on('exit', () => reject(new Error(`Xvfb did not start. ${complaints.trim()}`)));
  });
}
