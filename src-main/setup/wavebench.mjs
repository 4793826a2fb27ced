import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bareDoctor } from './bare-doctor.mjs';
import { endWith, reportFailure } from './entry.mjs';
import { projectRoot } from './paths.mjs';
import { makeReady } from './ready.mjs';

/** `npm run -s wavebench -- …`: makes the clone ready and runs the command line. */
const args = process.argv.slice(2);

try {
  await makeReady();
  const program = join(projectRoot, 'out', 'main', 'cli.cjs');
  if (!existsSync(program)) throw new Error(`The build made no ${program}.`);
  endWith(spawn(process.execPath, [program, ...args], { stdio: 'inherit' }));
} catch (error) {
  // The doctor is called when something is wrong: it has to answer even when the clone cannot be made ready.
  if (args[0] === 'doctor') bareDoctor(error, args.includes('--json'));
  else reportFailure(error);
}
