import { extname, resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { parseWith } from '../../contract/configuration';
import { UserError } from '../../contract/errors';
import { saveFigureSchema } from '../../contract/saved-figures';
import { figureNames, figureRequestSchema, type FigureRequest } from '../../contract/studies';
import { exportAll } from '../../services/export-all';
import { nodeFiles } from '../../services/files';
import type { Workbench } from '../../services/workbench';
import { decimal, integer, withDataOptions } from '../arguments';
import { withWorkbench, type Context, type DataOptions } from '../context';
import {
  figureEndings,
  figureTarget,
  paperOf,
  printFiles,
  withPaperOptions,
  writeFigure,
  type FigureFileOptions,
} from '../figure-files';
import { monitoredMetric } from '../monitored-metric';
import { bytesText, printJson, printResult, table, tell, type Column } from '../output';
import { withTransferLine } from '../transfer-line';

interface ExportOptions extends DataOptions, Omit<FigureFileOptions, 'out'> {
  /** Every table of the store, in place of a figure. */
  all?: boolean;
  out: string[];
  figure?: FigureRequest['figure'];
  horizon?: number;
  seed?: number;
  metric?: string;
  arm?: string;
  baseline?: string;
  smooth?: number;
  band: FigureRequest['band'];
  /** Title under which the figure is kept in its study. */
  save?: string;
}

/**
 * `wavebench export`: draws a study's figure into files, or builds all that are kept in it; with `--all` writes every
 * table of the store.
 */
export function addExportCommand(program: Command, context: Context): void {
  const command = program
    .command('export')
    .description('draw a figure of a study, or all that are kept in it, with their points as CSV; or write all tables')
    .argument('[study]', 'id of a study or its beginning, or its name (the newest of that name)')
    .addOption(
      new Option('--figure <figure>', 'which figure (default: all that are kept in the study)')
        .choices([...figureNames])
        .conflicts('all'),
    )
    .option('--all', 'write every table of the store as CSV and JSON, with the meaning of each column')
    .addOption(
      new Option('--out <file>', `of a figure ${figureEndings}, can be repeated; of kept ones or --all a folder`)
        .argParser((file: string, before: string[] | undefined) => [...(before ?? []), file])
        .makeOptionMandatory(),
    );
  withDataOptions(
    withPaperOptions(command)
      .option('--horizon <steps>', 'horizon of the validation figure (default: the monitored one)', integer(1))
      .option('--metric <metric>', 'of curves and claims, e.g. validationLoss@8 or oneStepLoss')
      .option('--arm <arm>', 'of claims: the arm that something is claimed of (default: the last)')
      .option('--baseline <arm>', 'of claims: the arm that it is compared with (default: the first)')
      .option('--smooth <steps>', 'half-life of the smoothing of the figure curves (default: none)', decimal(0, 1e9))
      .option('--save <title>', 'also keep the figure in its study, to be built again when runs are added')
      .option('--seed <seed>', 'seed whose forecasts are drawn (default: the first)', integer(0))
      .addOption(
        new Option('--band <band>', 'band over seeds')
          .choices(['none', 'std', 'sem', 'ci95', 'range'])
          .default('range'),
      ),
  ).action(async (study: string | undefined, options: ExportOptions) => {
    if (options.all) {
      if (study !== undefined || options.out.length !== 1) command.error('error: --all takes one --out and no study');
      return exportTables(context, { ...options, folder: resolve(options.out[0]!) });
    }
    if (study === undefined) return command.error("error: missing required argument 'study'");
    if (!options.figure) return exportKept(context, { command, study, options });
    const out = figureTargets(command, options.out);
    await withWorkbench(context, { dataDir: options.dataDir }, async (workbench) => {
      const { figure: name, horizon, seed, band, metric, smooth } = options;
      const studyId = workbench.studies.find(study);
      const look = name === 'curves' && metric !== undefined ? { metric, halfLife: smooth } : undefined;
      const claim = name === 'claim' || name === 'claim-curves' ? claimOf(workbench, studyId, options) : undefined;
      const request = { studyId, figure: name, horizon, seed, band, look, claim };
      const figureRequest = parseWith(figureRequestSchema, request, 'figure');
      const built = await workbench.query.call('buildFigure', figureRequest);
      if ('absent' in built) throw new UserError(built.absent);
      const files = await writeFigure(workbench, built.figure, { ...options, out });
      if (options.save) {
        const paper = paperOf(built.figure, options);
        const parts = [{ from: 'study' as const, request: figureRequest }];
        const formats = [...new Set(out.map(({ format }) => format))];
        const kept = { figureId: null, studyId: request.studyId, title: options.save };
        const definition = { parts, style: {}, paper, formats };
        workbench.figures.save(parseWith(saveFigureSchema, { ...kept, definition }, 'save'));
      }
      if (options.json) printJson(files);
      else printFiles(files);
    });
  });
}

/** The arms and the metric of a claim: those that were named, else the last arm against the first. */
function claimOf(
  { studies, runs }: Workbench,
  studyId: string,
  { metric, arm, baseline }: Pick<ExportOptions, 'metric' | 'arm' | 'baseline'>,
): FigureRequest['claim'] {
  const { arms, runIds } = studies.get(studyId);
  const against = baseline ?? arms.find(({ name }) => name !== arm)!.name;
  const own = arm ?? arms.filter(({ name }) => name !== against).at(-1)?.name;
  if (own === undefined) throw new UserError('A claim needs two arms; this study has one.');
  return { metric: metric ?? monitoredMetric(runs.get(runIds[0]!)), arm: own, baseline: against, threshold: null };
}

interface KeptOptions {
  command: Command;
  study: string;
  options: ExportOptions;
}

/** Builds all figures that are kept in a study of what is stored now; fails where one of them could not be built. */
async function exportKept(context: Context, { command, study, options }: KeptOptions): Promise<void> {
  const [folder, ...more] = options.out;
  if (folder === undefined || more.length > 0 || extname(folder) !== '' || options.save) {
    return command.error("error: without '--figure <figure>' --out is one folder, for the figures kept in the study");
  }
  await withWorkbench(context, { dataDir: options.dataDir }, async ({ studies, figures }) => {
    const { id, name } = studies.get(studies.find(study));
    const { files, absent } = await figures.exportStudy(id, resolve(folder));
    if (options.json) printJson({ files, absent });
    else if (files.length > 0) printFiles(files);
    for (const { title, reason } of absent) tell(`${title} was not built: ${reason}`);
    if (files.length + absent.length === 0) {
      throw new UserError(`No figure is kept in ${name}.`, 'Draw one with --figure and keep it with --save <title>.');
    }
    if (absent.length > 0) process.exitCode = 1;
  });
}

function figureTargets(command: Command, files: readonly string[]): FigureFileOptions['out'] {
  try {
    return files.map(figureTarget);
  } catch (error) {
    return command.error(`error: option '--out <file>': ${(error as Error).message}`);
  }
}

async function exportTables(
  context: Context,
  { dataDir, json, folder }: DataOptions & { folder: string },
): Promise<void> {
  await withWorkbench(context, { dataDir }, async ({ archive }) => {
    const host = { ...archive, files: nodeFiles, version: context.version };
    const exported = await withTransferLine('exporting', (options) => exportAll(host, folder, options));
    if (exported === null) return;
    if (json) printJson(exported);
    else {
      const { tables, bytes } = exported;
      printResult(`${table(columns, tables)}\n\n${folder}  ${bytesText(bytes)}`);
    }
  });
}

const columns: Column<{ name: string; rows: number }>[] = [
  { title: 'Table', text: ({ name }) => name },
  { title: 'Rows', text: ({ rows }) => String(rows), align: 'right' },
];
