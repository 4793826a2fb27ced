import type { Command } from 'commander';
import { examine } from '../../services/doctor';
import { nodeFiles } from '../../services/files';
import { withDataOptions } from '../arguments';
import { withWorkbench, type Context, type DataOptions } from '../context';
import { printJson, printResult } from '../output';

/** `wavebench doctor`: what is installed, and what to do where something is missing. */
export function addDoctorCommand(program: Command, context: Context): void {
  withDataOptions(program.command('doctor'))
    .description('look at everything that training and drawing need; exit code 1 when something is missing')
    .action(async ({ dataDir, json }: DataOptions) => {
      const dataFolder = context.dataFolder(dataDir);
      const report = await examine({
        manifest: context.manifest,
        jobs: context.jobs,
        files: nodeFiles,
        versions: process.versions,
        environment: process.env,
        platform: process.platform,
        dataFolder,
        examineStore: () => withWorkbench(context, { dataDir }, ({ query }) => query.call('examineStore', null)),
      });
      if (json) printJson(report);
      else {
        const width = Math.max(...report.checks.map(({ name }) => name.length));
        const lines = report.checks.map(({ name, value, ok, advice }) => {
          const line = `${ok ? 'ok ' : 'NOT'}  ${name.padEnd(width)}  ${value}`;
          return advice ? `${line}\n${' '.repeat(width + 7)}${advice}` : line;
        });
        printResult(lines.join('\n'));
      }
      if (!report.ok) process.exitCode = 1;
    });
}
