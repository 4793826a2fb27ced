import { join } from 'node:path';
import { CommanderError } from 'commander';
import { createContext } from './context';
import { tell } from './output';
import { createProgram } from './program';

/** Exit codes: 0 done, 1 it failed, 2 the command line is wrong, 128 + n ended by signal n. */
const failed = 1;
const wrongUsage = 2;

async function main(): Promise<void> {
  // The bundle lies in out/main/.
  const context = createContext(join(__dirname, '..', '..'));
  const program = createProgram(context);
  // In a package Electron runs this, where Commander would look for the arguments one place further left.
  await program.parseAsync(process.argv.slice(2), { from: 'user' });
}

// `wavebench list | head`: whoever read the results has seen enough. Progress that nobody reads harms no training.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : failed));
process.stderr.on('error', () => {});

main().catch((error: unknown) => {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : wrongUsage;
    return;
  }
  const { message, advice } = error as { message: string; advice?: string | null };
  tell(`Error: ${message}`);
  if (advice) tell(advice);
  if (!(error instanceof Error) || process.env.WAVEBENCH_DEBUG) tell(String((error as Error).stack));
  process.exitCode = failed;
});
