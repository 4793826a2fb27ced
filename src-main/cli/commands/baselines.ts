import type { Command } from 'commander';
import { withDataOptions } from '../arguments';
import { baselinesTable } from '../baselines-table';
import { withWorkbench, type Context, type DataOptions } from '../context';
import { printJson, printResult } from '../output';

/** `wavebench baselines`: whether a study's models are worth it. */
export function addBaselinesCommand(program: Command, context: Context): void {
  withDataOptions(
    program
      .command('baselines')
      .description('compare the forecasts of a study with the last value, the last season and a linear autoregression')
      .argument('<study>', 'id of a study, its beginning, or the name of the newest one'),
  ).action(async (study: string, { dataDir, json }: DataOptions) => {
    await withWorkbench(context, { dataDir }, async ({ studies, baselines }) => {
      const measured = await baselines(studies.find(study));
      if (json) printJson(measured);
      else printResult(baselinesTable(measured));
    });
  });
}
