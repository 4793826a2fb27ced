import type { Command } from 'commander';
import { integer, tensorboardOption, withDataOptions } from '../arguments';
import type { Context, DataOptions } from '../context';
import { trainAndReport } from '../train-and-report';

interface ContinueOptions extends DataOptions {
  steps: number;
  parallel?: number;
  tensorboard?: string;
}

/** `wavebench continue`: gives runs that have ended more steps. */
export function addContinueCommand(program: Command, context: Context): void {
  withDataOptions(
    program
      .command('continue')
      .description('let runs that have ended make more steps, from their last checkpoints')
      .argument('<runs...>', 'ids of runs, or their beginnings')
      .requiredOption('--steps <count>', 'steps beyond those that each run was given', integer(1, 1_000_000_000))
      .option('--parallel <count>', 'trainings at once (default: the setting of the app, 1)', integer(1, 64))
      .addOption(tensorboardOption()),
  ).action(async (runs: string[], { dataDir, json, parallel, tensorboard, steps }: ContinueOptions) => {
    await trainAndReport(context, { dataDir, json, parallel, tensorboard }, (workbench) => {
      const ids = [...new Set(runs.map((run) => workbench.runs.find(run)))];
      workbench.runs.continue({ runIds: ids, moreSteps: steps });
      return ids;
    });
  });
}
