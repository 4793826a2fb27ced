import type { Command } from 'commander';
import { withDataOptions } from '../arguments';
import { withWorkbench, type Context, type DataOptions } from '../context';
import { durationText, printJson, printResult } from '../output';

/** `wavebench regenerate`: generates again and compares. */
export function addRegenerateCommand(program: Command, context: Context): void {
  withDataOptions(program.command('regenerate'))
    .description('generate a stored generation again and compare every token; exit code 1 when one differs')
    .argument('<generation>', 'id of a generation, or its beginning')
    .action(async (generation: string, { dataDir, json }: DataOptions) => {
      await withWorkbench(context, { dataDir }, async ({ generations }) => {
        const result = await generations.regenerate(generations.find(generation));
        const { generationId, equal, firstDifference: difference, duration } = result;
        if (!equal) process.exitCode = 1;
        if (json) printJson(result);
        else if (!difference) printResult(`${generationId}: the same tokens again, after ${durationText(duration)}.`);
        else {
          const { trajectory, step, stored, now } = difference;
          printResult(
            `${generationId} differs first at step ${step} of trajectory ${trajectory}: ${stored} stored, ${now} now.`,
          );
        }
      });
    });
}
