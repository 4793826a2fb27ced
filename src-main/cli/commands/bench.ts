import type { Command } from 'commander';
import type { BenchRow } from '../../contract/jobs';
import { runJob } from '../../services/run-job';
import { integer } from '../arguments';
import type { Context } from '../context';
import { numberText, printJson, printResult, table, tell, type Column } from '../output';
import { addBenchGeneratorsCommand } from './bench-generators';
import { addBenchUiCommand } from './bench-ui';

interface BenchOptions {
  python?: string;
  repeats: number;
  json?: boolean;
}

/** `wavebench bench`: what measures the speed on this machine. */
export function addBenchCommand(program: Command, context: Context): void {
  const bench = program.command('bench').description('measure speed on this machine');
  addTable('training', 'time the training step, eager and compiled, beside PyTorch’s');
  addTable('generation', 'time generation, by all generators and beside PyTorch’s queues');
  addBenchGeneratorsCommand(bench, context);
  addBenchUiCommand(bench, context);

  function addTable(what: 'training' | 'generation', description: string): void {
    bench
      .command(what)
      .description(description)
      .option('--python <path>', 'Python with torch installed, to time PyTorch in the same run')
      .option('--repeats <count>', 'times each is measured', integer(1, 1000), 5)
      .option('--json', 'print JSON')
      .action(async ({ python, repeats, json }: BenchOptions) => {
        const rows: BenchRow[] = [];
        await runJob(context.jobs, 'bench', {
          request: { what, python: python ?? null, repeats },
          onReport: (report) => {
            if (report.type === 'notice') tell(report.message);
            if (report.type !== 'row') return;
            rows.push(report.row);
            tell(`${report.row.name}, ${report.row.method}: ${numberText(report.row.median)} ms`);
          },
        });
        if (json) printJson(rows);
        else printResult(table(columns, rows));
      });
  }
}

const columns: Column<BenchRow>[] = [
  { title: 'What', text: ({ name }) => name },
  { title: 'Method', text: ({ method }) => method },
  { title: 'Median ms', text: ({ median }) => numberText(median), align: 'right' },
  { title: 'Least … greatest', text: ({ min, max }) => `${numberText(min)} … ${numberText(max)}`, align: 'right' },
  { title: 'N', text: ({ repeats }) => String(repeats), align: 'right' },
  { title: 'Ratio', text: ({ ratio }) => (ratio === null ? '-' : ratioText(ratio)), align: 'right' },
  { title: 'Wanted', text: ({ wanted }) => wanted ?? '-', align: 'right' },
  {
    title: 'Peak MB',
    text: ({ peakMemoryMb }) => (peakMemoryMb === null ? '-' : String(Math.round(peakMemoryMb))),
    align: 'right',
  },
];

function ratioText(ratio: number): string {
  return ratio < 10 ? ratio.toFixed(3) : ratio.toFixed(1);
}
