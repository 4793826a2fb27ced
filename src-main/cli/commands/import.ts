import type { Command } from 'commander';
import { extname, resolve } from 'node:path';
import type { Imported } from '../../contract/archive-job';
import { bundleExtension } from '../../contract/bundle';
import { UserError } from '../../contract/errors';
import { withDataOptions } from '../arguments';
import { withWorkbench, type Context, type DataOptions } from '../context';
import { printJson, printResult } from '../output';
import { withTransferLine } from '../transfer-line';

/** `wavebench import`: reads what another Wavebench has written. */
export function addImportCommand(program: Command, context: Context): void {
  withDataOptions(
    program
      .command('import')
      .description('add the study of a file that wavebench bundle has written; what is there already is left as it is')
      .argument('<file>', `a ${bundleExtension} file`),
  ).action(async (file: string, { dataDir, json }: DataOptions) => {
    if (extname(file).toLowerCase() !== bundleExtension)
      throw new UserError(`${file} cannot be imported.`, `Files that can be end with ${bundleExtension}.`);
    await withWorkbench(context, { dataDir }, async ({ bundles }) => {
      const imported = await withTransferLine('importing', (options) => bundles.read(resolve(file), options));
      if (imported === null) return;
      if (json) printJson(imported);
      else printResult(`${imported.studyTitle} (study ${imported.studyId}): ${importedText(imported)}`);
    });
  });
}

function importedText({ runs, generations, figures, evaluations }: Imported): string {
  const parts = [
    [runs, 'run', 'runs'],
    [generations, 'generation', 'generations'],
    [figures, 'figure', 'figures'],
    [evaluations, 'evaluation', 'evaluations'],
  ] as const;
  const added = parts.flatMap(([count, one, many]) => (count > 0 ? [`${count} ${count === 1 ? one : many}`] : []));
  return added.length > 0 ? `added ${added.join(', ')}.` : 'all of it was there already.';
}
