import type { Command } from 'commander';
import { basename, extname, resolve } from 'node:path';
import type { Imported } from '../../contract/archive-job';
import { bundleExtension } from '../../contract/bundle';
import { UserError } from '../../contract/errors';
import { withDataOptions } from '../arguments';
import { withWorkbench, type Context, type DataOptions } from '../context';
import { datasetText } from '../dataset-text';
import { importChoice, withImportOptions, type ImportOptions } from '../import-options';
import { printJson, printResult } from '../output';
import { withTransferLine } from '../transfer-line';

type Options = ImportOptions & DataOptions & { name?: string };

/** `wavebench import`: reads what another Wavebench has written, or data of one's own. */
export function addImportCommand(program: Command, context: Context): void {
  withDataOptions(
    withImportOptions(
      program
        .command('import')
        .description('add a study that wavebench bundle has written, or series and images of your own to train on')
        .argument(
          '<files...>',
          `a ${bundleExtension} file; or tables (.csv, .tsv), arrays (.npy, .npz), sounds (.wav), images`,
        )
        .option('--name <name>', 'what the dataset is called (default: the name of the file)'),
    ),
  ).action(async (files: string[], options: Options) => {
    const bundles = files.filter((file) => extname(file).toLowerCase() === bundleExtension);
    if (bundles.length === 0) return importData(context, files, options);
    if (files.length > 1) throw new UserError('Bundles are imported one by one.', `Give one ${bundleExtension} file.`);
    return importBundle(context, files[0]!, options);
  });
}

async function importBundle(context: Context, file: string, { dataDir, json }: DataOptions): Promise<void> {
  await withWorkbench(context, { dataDir }, async ({ bundles }) => {
    const imported = await withTransferLine('importing', (options) => bundles.read(resolve(file), options));
    if (imported === null) return;
    if (json) printJson(imported);
    else printResult(`${imported.studyTitle} (study ${imported.studyId}): ${importedText(imported)}`);
  });
}

async function importData(
  context: Context,
  files: string[],
  { dataDir, json, name, ...options }: Options,
): Promise<void> {
  const paths = files.map((file) => resolve(file));
  const choice = importChoice(paths, options);
  const given = name ?? basename(paths[0]!, extname(paths[0]!));
  await withWorkbench(context, { dataDir }, async ({ ownDatasets }) => {
    const imported = await withTransferLine('importing', (transfer) => ownDatasets.import(choice, given, transfer));
    if (imported === null) return;
    const { dataset, isNew } = imported;
    if (json) return printJson({ ...dataset, isNew });
    const already = isNew ? '' : `The same files were imported before, as "${dataset.name}".\n`;
    printResult(`${already}${datasetText(dataset)}\nTrain on it: wavebench run <study> --data ${quoted(dataset.name)}`);
  });
}

function quoted(name: string): string {
  return /\s/.test(name) ? `"${name}"` : name;
}

function importedText({ runs, generations, figures, evaluations, datasets }: Imported): string {
  const parts = [
    [runs, 'run', 'runs'],
    [generations, 'generation', 'generations'],
    [figures, 'figure', 'figures'],
    [evaluations, 'evaluation', 'evaluations'],
    [datasets, 'dataset', 'datasets'],
  ] as const;
  const added = parts.flatMap(([count, one, many]) => (count > 0 ? [`${count} ${count === 1 ? one : many}`] : []));
  return added.length > 0 ? `added ${added.join(', ')}.` : 'all of it was there already.';
}
