import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { GoldenRow } from '../../contract/jobs';
import { runJob } from '../../services/run-job';
import type { Context } from '../context';
import { printJson, printResult, table, type Column } from '../output';

/** `wavebench verify`: checks golden cases. */
export function addVerifyCommand(program: Command, context: Context): void {
  program
    .command('verify')
    .description(
      'check this build against golden cases: each difference beside its tolerance; exit code 1 when one is out',
    )
    .argument('<folders...>', 'folders with case.json, weights.safetensors and expected.safetensors')
    .option('--json', 'print JSON')
    .action(async (folders: string[], { json }: { json?: boolean }) => {
      const cases: { folder: string; rows: GoldenRow[] }[] = [];
      await runJob(context.jobs, 'verify', {
        request: { folders: folders.map((folder) => resolve(folder)) },
        onReport: ({ folder, rows }) => {
          cases.push({ folder, rows });
          if (!json) printResult(`${cases.length > 1 ? '\n' : ''}${folder}\n${table(columns, rows)}`);
        },
      });
      const out = cases.flatMap(({ rows }) => rows).filter(({ ok }) => !ok).length;
      if (json) printJson({ ok: out === 0, cases });
      else printResult(`\n${verdict(cases.length, out)}`);
      if (out > 0) process.exitCode = 1;
    });
}

function verdict(cases: number, out: number): string {
  const checked = cases === 1 ? '1 case' : `${cases} cases`;
  if (out === 0) return `${checked}, all within tolerance.`;
  return `${checked}, ${out === 1 ? '1 difference' : `${out} differences`} out of tolerance.`;
}

const columns: Column<GoldenRow>[] = [
  { title: '', text: ({ ok }) => (ok ? 'ok ' : 'OUT') },
  { title: 'Quantity', text: ({ quantity }) => quantity },
  { title: 'Difference', text: ({ difference }) => difference.toExponential(2), align: 'right' },
  { title: 'Tolerance', text: ({ tolerance }) => tolerance.toExponential(0), align: 'right' },
];
