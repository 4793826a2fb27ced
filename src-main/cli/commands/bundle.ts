import type { Command } from 'commander';
import { extname, resolve } from 'node:path';
import { bundleExtension } from '../../contract/bundle';
import { withDataOptions } from '../arguments';
import { withWorkbench, type Context, type DataOptions } from '../context';
import { bytesText, printJson, printResult } from '../output';
import { withTransferLine } from '../transfer-line';

/** `wavebench bundle`: writes a study into one file. */
export function addBundleCommand(program: Command, context: Context): void {
  withDataOptions(
    program
      .command('bundle')
      .description('write a study into one file: runs, metrics, checkpoints, samples, figures; import reads it again')
      .argument('<study>', 'id of a study or its beginning, or its name (the newest of that name)')
      .option('--out <file>', `file to write (default: <name>-<id>${bundleExtension})`),
  ).action(async (study: string, { dataDir, json, out }: DataOptions & { out?: string }) => {
    await withWorkbench(context, { dataDir }, async ({ studies, bundles }) => {
      const { id, name } = studies.get(studies.find(study));
      const given = resolve(out ?? `${name}-${id}`);
      const path = extname(given) === bundleExtension ? given : given + bundleExtension;
      const written = await withTransferLine('bundling', (options) => bundles.write(id, path, options));
      if (written === null) return;
      if (json) printJson({ path, bytes: written.bytes });
      else printResult(`${path}  ${bytesText(written.bytes)}`);
    });
  });
}
