import type { Command } from 'commander';
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
import { addTortureCommand } from './commands/torture';
import { addVerifyCommand } from './commands/verify';
import type { Context } from './context';
import { TerseCommand } from './terse-command';

const examples = `
Examples:
  wavebench run fourier-unrolling --seeds 3       train both arms with three seeds and print the table
  wavebench export fourier-unrolling --figure forecasts --out forecasts.pdf
  wavebench generate --run k3f9 --count 4 --steps 500 --out samples.csv
  wavebench list                                  what has been trained

Exit codes: 0 done, 1 it failed or a run did not complete, 2 wrong usage, 130 stopped by Ctrl+C.`;

/** The whole command line; wrong usage throws a CommanderError. */
export function createProgram(context: Context): Command {
  const program = new TerseCommand('wavebench')
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
  addTortureCommand(program, context);
  addDoctorCommand(program, context);
  return program;
}
