import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { addBaselinesCommand } from './commands/baselines';
import { addBenchCommand } from './commands/bench';
import { addBundleCommand } from './commands/bundle';
import { addCompareCommand } from './commands/compare';
import { addClassifyCommand } from './commands/classify';
import { addCompleteCommand } from './commands/complete';
import { addContinueCommand } from './commands/continue';
import { addDatasetsCommand } from './commands/datasets';
import { addDensityCommand } from './commands/density';
import { addDoctorCommand } from './commands/doctor';
import { addDriftCommand } from './commands/drift';
import { addExportCommand } from './commands/export';
import { addExportTensorboardCommand } from './commands/export-tensorboard';
import { addFetchCommand } from './commands/fetch';
import { addGenerateCommand } from './commands/generate';
import { addGenerationsCommand } from './commands/generations';
import { addImportCommand } from './commands/import';
import { addLikelihoodCommand } from './commands/likelihood';
import { addListCommand } from './commands/list';
import { addPlanCommand } from './commands/plan';
import { addRegenerateCommand } from './commands/regenerate';
import { addReproduceCommand } from './commands/reproduce';
import { addResumeCommand } from './commands/resume';
import { addRunCommand } from './commands/run';
import { addShowCommand } from './commands/show';
import { addVerifyCommand } from './commands/verify';
import { createContext } from './context';
import { tell } from './output';

/** Exit codes: 0 done, 1 it failed, 2 the command line is wrong, 128 + n ended by signal n. */
const failed = 1;
const wrongUsage = 2;

const examples = `
Examples:
  wavebench run fourier-unrolling --seeds 3       train both arms with three seeds and print the table
  wavebench export fourier-unrolling --figure forecasts --out forecasts.pdf
  wavebench generate --run k3f9 --count 4 --steps 500 --out samples.csv
  wavebench list                                  what has been trained

Exit codes: 0 done, 1 it failed or a run did not complete, 2 wrong usage, 130 stopped by Ctrl+C.`;

async function main(): Promise<void> {
  // The bundle lies in out/main/.
  const context = createContext(join(__dirname, '..', '..'));
  const program = new Command('wavebench')
    .description('Trains and compares WaveNet-like autoregressive models, without a window.')
    .version(context.version)
    .addHelpText('after', examples)
    .showHelpAfterError('(add --help for what is allowed)')
    .exitOverride();
  addRunCommand(program, context);
  addResumeCommand(program, context);
  addContinueCommand(program, context);
  addListCommand(program, context);
  addShowCommand(program, context);
  addCompareCommand(program, context);
  addDriftCommand(program, context);
  addBaselinesCommand(program, context);
  addExportCommand(program, context);
  addExportTensorboardCommand(program, context);
  addBundleCommand(program, context);
  addImportCommand(program, context);
  addDatasetsCommand(program, context);
  addGenerateCommand(program, context);
  addRegenerateCommand(program, context);
  addGenerationsCommand(program, context);
  addLikelihoodCommand(program, context);
  addClassifyCommand(program, context);
  addCompleteCommand(program, context);
  addDensityCommand(program, context);
  addReproduceCommand(program, context);
  addPlanCommand(program, context);
  addFetchCommand(program, context);
  addVerifyCommand(program, context);
  addBenchCommand(program, context);
  addDoctorCommand(program, context);
  await program.parseAsync();
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
