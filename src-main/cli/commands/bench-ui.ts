import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { UserError } from '../../contract/errors';
import type { BenchRow } from '../../contract/jobs';
import { nodeFiles } from '../../services/files';
import { integer } from '../arguments';
import type { Context } from '../context';
import { numberText, printJson, printResult, table, tell, type Column } from '../output';
import { runSourceScript } from '../source-script';

/** `wavebench bench ui`: how long the window takes over many runs with 10,000,000 points, and while eight train. */
export function addBenchUiCommand(bench: Command, context: Context): void {
  bench
    .command('ui')
    .description('time the window over 1,000 generated runs with 10,000,000 points, and while eight runs train')
    .option('--runs <count>', 'runs that have these points', integer(100, 10_000), 1000)
    .option('--repeats <count>', 'times each is measured', integer(1, 100), 7)
    .option('--json', 'print JSON')
    .action(async ({ repeats, runs, json }: { repeats: number; runs: number; json?: boolean }) => {
      tell('The data folder is made once, which takes half a minute; then the app starts four times.');
      const rows = await measure(context, { repeats, runs });
      if (json) printJson(rows);
      else printResult(table(columns, rows));
    });
}

async function measure(context: Context, { repeats, runs }: { repeats: number; runs: number }): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'wavebench-bench-result-'));
  const file = join(folder, 'rows.json');
  try {
    const code = await runSourceScript(context, {
      script: 'bench-ui.mjs',
      needs: join('test', 'bench', 'ui.bench.ts'),
      what: 'benchmark of the window',
      environment: {
        WAVEBENCH_BENCH_RESULT: file,
        WAVEBENCH_BENCH_REPEATS: String(repeats),
        WAVEBENCH_BENCH_RUNS: String(runs),
      },
    });
    if (code !== 0 || !nodeFiles.exists(file))
      throw new UserError('The window could not be measured; the lines above say why.');
    return JSON.parse(nodeFiles.readText(file)) as BenchRow[];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const columns: Column<BenchRow>[] = [
  { title: 'What', text: ({ name }) => name },
  { title: 'How', text: ({ method }) => method },
  { title: 'Median ms', text: ({ median }) => numberText(median, 3), align: 'right' },
  {
    title: 'Least … greatest',
    text: ({ min, max }) => `${numberText(min, 3)} … ${numberText(max, 3)}`,
    align: 'right',
  },
  { title: 'N', text: ({ repeats }) => String(repeats), align: 'right' },
  { title: 'Wanted', text: ({ wanted }) => wanted ?? '-', align: 'right' },
];
