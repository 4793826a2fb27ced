import type { Command } from 'commander';
import { integer, tensorboardOption, withDataOptions } from '../arguments';
import type { Context, DataOptions } from '../context';
import { trainAndReport } from '../train-and-report';

interface ResumeOptions extends DataOptions {
  parallel?: number;
  tensorboard?: string;
}

/** `wavebench resume`: goes on with runs that did not complete. */
export function addResumeCommand(program: Command, context: Context): void {
  withDataOptions(
    program
      .command('resume')
      .description('go on with stopped, interrupted or failed runs from their last checkpoints')
      .argument('<runs...>', 'ids of runs, or their beginnings')
      .option('--parallel <count>', 'trainings at once (default: the setting of the app, 1)', integer(1, 64))
      .addOption(tensorboardOption()),
  ).action(async (runs: string[], { dataDir, json, parallel, tensorboard }: ResumeOptions) => {
    await trainAndReport(context, { dataDir, json, parallel, tensorboard }, (workbench) => {
      const ids = [...new Set(runs.map((run) => workbench.runs.find(run)))];
      workbench.runs.resume(ids);
      return ids;
    });
  });
}
