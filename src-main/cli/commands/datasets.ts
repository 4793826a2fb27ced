import type { Command } from 'commander';
import type { DatasetSummary } from '../../contract/own-data';
import { withDataOptions } from '../arguments';
import { withWorkbench, type Context, type DataOptions } from '../context';
import { datasetText } from '../dataset-text';
import { printJson, printResult, table, type Column } from '../output';

/** `wavebench datasets`: the data that were imported. */
export function addDatasetsCommand(program: Command, context: Context): void {
  withDataOptions(
    program
      .command('datasets')
      .description('list the data of your own that were imported, or show one')
      .argument('[dataset]', 'its name, or how its identity begins')
      .option('--delete', 'delete this dataset, where no run refers to it'),
  ).action(
    async (dataset: string | undefined, { dataDir, json, delete: remove }: DataOptions & { delete?: boolean }) => {
      await withWorkbench(context, { dataDir }, ({ ownDatasets }) => {
        if (dataset === undefined) {
          const all = ownDatasets.list();
          if (json) printJson(all);
          else
            printResult(
              all.length > 0
                ? table(columns, all)
                : 'No data were imported yet. Import some with: wavebench import <file>',
            );
          return;
        }
        const found = ownDatasets.find(dataset);
        if (remove) ownDatasets.delete(found.id);
        if (json) printJson(found);
        else printResult(remove ? `Deleted ${found.name}.` : datasetText(found));
      });
    },
  );
}

const columns: Column<DatasetSummary>[] = [
  { title: 'Dataset', text: ({ id }) => id.slice(0, 12) },
  { title: 'Name', text: ({ name }) => name },
  { title: 'Kind', text: ({ dataset }) => dataset.kind },
  {
    title: 'Train, validation, test',
    text: ({ dataset: { counts } }) => `${counts.train}, ${counts.validation}, ${counts.test}`,
  },
  { title: 'Imported', text: ({ createdAt }) => new Date(createdAt).toISOString().slice(0, 16).replace('T', ' ') },
];
