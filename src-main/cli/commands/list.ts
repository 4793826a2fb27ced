import type { Command } from 'commander';
import type { RunSummary } from '../../contract/runs';
import { withDataOptions } from '../arguments';
import { withWorkbench, type Context, type DataOptions } from '../context';
import { durationText, printJson, printResult, table, type Column } from '../output';

/** `wavebench list`: the studies and runs of the data folder. */
export function addListCommand(program: Command, context: Context): void {
  withDataOptions(
    program
      .command('list')
      .description('list studies and their runs')
      .option('--archived', 'list archived runs instead'),
  ).action(async ({ dataDir, json, archived = false }: DataOptions & { archived?: boolean }) => {
    await withWorkbench(context, { dataDir }, ({ studies, runs }) => {
      const listed = { studies: studies.list(), runs: runs.list({ archived }) };
      if (json) printJson(listed);
      else if (listed.runs.length === 0) printResult(archived ? 'No archived runs.' : emptyText);
      else printResult(table(columns, listed.runs));
    });
  });
}

const emptyText = 'No runs yet. Start a first comparison with: wavebench run fourier-unrolling';

const columns: Column<RunSummary>[] = [
  { title: 'Run', text: ({ id }) => id },
  { title: 'Study', text: ({ studyId }) => studyId },
  { title: '', text: ({ studyName, scale }) => `${studyName} (${scale})` },
  { title: 'Name', text: ({ name }) => name },
  { title: 'Status', text: ({ status }) => status },
  { title: 'Step', text: ({ progress: { step, maxSteps } }) => `${step}/${maxSteps}`, align: 'right' },
  {
    title: 'Best accuracy',
    text: ({ best }) => (best ? `${best.value.toFixed(3)} over ${best.horizon} at step ${best.step}` : '-'),
  },
  { title: 'Time', text: ({ trainingTime }) => durationText(trainingTime), align: 'right' },
];
