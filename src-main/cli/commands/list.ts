import type { Command } from 'commander';
import { UserError } from '../../contract/errors';
import type { RunSettings } from '../../contract/run-settings';
import type { RunSummary } from '../../contract/runs';
import { predicateOf } from '../../filter/matches';
import { parseFilter } from '../../filter/parse';
import { settingReader } from '../../filter/setting-reader';
import { withDataOptions } from '../arguments';
import { withWorkbench, type Context, type DataOptions } from '../context';
import { durationText, printJson, printResult, table, type Column } from '../output';

/** `wavebench list`: the studies and runs of the data folder. */
export function addListCommand(program: Command, context: Context): void {
  withDataOptions(
    program
      .command('list')
      .description('list studies and their runs')
      .option('--archived', 'list archived runs instead')
      .option('--where <filter>', 'only runs that fit, e.g. "arm = one-step and lr < 0.01 and accuracy > 60%"'),
  ).action(async ({ dataDir, json, archived = false, where }: ListOptions) => {
    await withWorkbench(context, { dataDir }, ({ studies, runs }) => {
      const all = runs.list({ archived });
      const listed = {
        studies: studies.list(),
        runs: where === undefined ? all : fitting(all, runs.settings(), where),
      };
      if (json) printJson(listed);
      else if (listed.runs.length === 0 && all.length > 0) printResult('No run fits the filter.');
      else if (listed.runs.length === 0) printResult(archived ? 'No archived runs.' : emptyText);
      else printResult(table(columns, listed.runs));
    });
  });
}

interface ListOptions extends DataOptions {
  archived?: boolean;
  where?: string;
}

function fitting(runs: readonly RunSummary[], settings: RunSettings, where: string): RunSummary[] {
  const reader = settingReader(settings);
  const { expression, problem } = parseFilter(where, reader.paths);
  if (problem)
    throw new UserError(
      `The filter cannot be read. ${problem.message}`,
      'Compare a field with a value: study, arm, seed, status, tag, a setting such as lr, or best(validationAccuracy@8).',
    );
  const fits = predicateOf(expression);
  return runs.filter((run) => fits(reader.row(run)));
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
