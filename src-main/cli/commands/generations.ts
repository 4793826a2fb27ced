import type { Command } from 'commander';
import type { GenerationSummary } from '../../contract/generations';
import { withDataOptions } from '../arguments';
import { withWorkbench, type Context, type DataOptions } from '../context';
import { bytesText, printJson, printResult, table, type Column } from '../output';

/** `wavebench generations`: what has been generated. */
export function addGenerationsCommand(program: Command, context: Context): void {
  withDataOptions(
    program
      .command('generations')
      .description('list what has been generated, newest first')
      .option('--run <run>', 'by this run alone: its id, or its beginning'),
  ).action(async ({ dataDir, json, run }: DataOptions & { run?: string }) => {
    await withWorkbench(context, { dataDir }, ({ generations, runs }) => {
      const listed = generations.list({ runId: run === undefined ? null : runs.find(run) });
      if (json) printJson(listed);
      else if (listed.length === 0) printResult('Nothing has been generated yet. See: wavebench generate --help');
      else printResult(table(columns, listed));
    });
  });
}

const columns: Column<GenerationSummary>[] = [
  { title: 'Generation', text: ({ id }) => id },
  { title: 'Run', text: ({ runId }) => runId ?? '-' },
  { title: 'Model', text: ({ model }) => model?.file ?? '-' },
  { title: 'Trajectories', text: ({ trajectories }) => String(trajectories), align: 'right' },
  { title: 'Steps', text: ({ choice }) => String(choice.steps), align: 'right' },
  { title: 'Sampler', text: ({ choice: { sampler } }) => samplerText(sampler) },
  { title: 'Seed', text: ({ choice }) => String(choice.seed), align: 'right' },
  { title: 'Size', text: ({ tokens }) => (tokens ? bytesText(tokens.bytes) : '-'), align: 'right' },
];

function samplerText(sampler: GenerationSummary['choice']['sampler']): string {
  if (sampler.kind === 'greedy') return 'greedy';
  const { temperature, topK, topP } = sampler;
  return [`T ${temperature}`, topK === null ? '' : `top ${topK}`, topP === null ? '' : `p ${topP}`]
    .filter(Boolean)
    .join(', ');
}
