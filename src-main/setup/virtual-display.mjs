import { spawn } from 'node:child_process';
import { killWithUs } from './command.mjs';

/**
 * Starts an X server without a screen and gives the display's name. It ends with this process, even when that is killed.
 *
 * @returns {Promise<string>} for example `:1`
 */
export function startVirtualDisplay() {
  // The shell waits at a pipe that closes with this process, whatever ends it, and then takes the server with it.
  const script = 'Xvfb -displayfd 3 -screen 0 1600x1000x24 -nolisten tcp & server=$!; exec 3>&-; cat; kill $server';
  const shell = spawn('sh', ['-c', script], { stdio: ['pipe', 'ignore', 'pipe', 'pipe'], detached: true });
  const forget = killWithUs(shell);
  return new Promise((resolve, reject) => {
    let complaints = '';
    let number = '';
    shell.stderr?.on('data', (text) => (complaints += text));
    shell.stdio[3]?.on('data', (text) => {
      number += text;
      if (number.includes('\n')) resolve(`:${number.trim()}`);
    });
    shell.stdio[3]?.on('end', () => reject(new Error(`Xvfb did not start. ${complaints.trim()}`)));
    shell.on('error', reject);
    shell.on('exit', forget);
  });
}
