import type { Command } from 'commander';
import { resolve } from 'node:path';
import { UserError } from '../../contract/errors';
import { exportTensorboard } from '../../services/export-all';
import { withDataOptions } from '../arguments';
import { withWorkbench, type Context, type DataOptions } from '../context';
import { bytesText, printJson, printResult } from '../output';
import { withTransferLine } from '../transfer-line';

interface TensorboardOptions extends DataOptions {
  run?: string;
  out: string;
}

/** `wavebench export-tensorboard`: writes event files. */
export function addExportTensorboardCommand(program: Command, context: Context): void {
  withDataOptions(
    program
      .command('export-tensorboard')
      .description('write event files for TensorBoard: metrics, hyperparameters, configurations, figures')
      .argument('[study]', 'id of a study or its beginning, or its name (the newest of that name)')
      .option('--run <run>', 'this run alone: its id, or its beginning')
      .requiredOption('--out <folder>', 'folder of logs; each run gets one in it'),
  ).action(async (study: string | undefined, { dataDir, json, run, out }: TensorboardOptions) => {
    if ((study === undefined) === (run === undefined))
      throw new UserError('Which runs?', 'Name a study, or one run with --run.');
    const folder = resolve(out);
    await withWorkbench(context, { dataDir }, async ({ studies, runs, archive }) => {
      const studyId = study === undefined ? null : studies.find(study);
      const runIds = studyId === null ? [runs.find(run!)] : studies.get(studyId).runIds;
      const written = await withTransferLine('exporting', (options) =>
        exportTensorboard(archive, { runIds, studyId, folder }, options),
      );
      if (written === null) return;
      const text = `${folder}  ${written.files} files, ${bytesText(written.bytes)}`;
      if (json) printJson({ folder, files: written.files, bytes: written.bytes });
      else printResult(`${text}\nSee: tensorboard --logdir ${out}`);
    });
  });
}
