import { Option, type Command } from 'commander';
import { parseWith } from '../../contract/configuration';
import { UserError } from '../../contract/errors';
import { figureNames, figureRequestSchema, type FigureRequest } from '../../contract/studies';
import { decimal, integer, withDataOptions } from '../arguments';
import { withWorkbench, type Context, type DataOptions } from '../context';
import { outOption, printFiles, withPaperOptions, writeFigure, type FigureFileOptions } from '../figure-files';
import { printJson } from '../output';

interface ExportOptions extends DataOptions, FigureFileOptions {
  figure: FigureRequest['figure'];
  horizon?: number;
  seed?: number;
  metric?: string;
  smooth?: number;
  band: FigureRequest['band'];
}

/** `wavebench export`: draws a study's figure into files. */
export function addExportCommand(program: Command, context: Context): void {
  const command = program
    .command('export')
    .description('draw a figure of a study; the plotted points are written as CSV beside every drawing')
    .argument('<study>', 'id of a study or its beginning, or its name (the newest of that name)')
    .addOption(new Option('--figure <figure>', 'which figure').choices([...figureNames]).makeOptionMandatory())
    .addOption(outOption().makeOptionMandatory());
  withDataOptions(
    withPaperOptions(command)
      .option('--horizon <steps>', 'horizon of the validation figure (default: the monitored one)', integer(1))
      .option('--metric <metric>', 'of the figure curves, e.g. validationLoss@8 or oneStepLoss')
      .option('--smooth <steps>', 'half-life of the smoothing of the figure curves (default: none)', decimal(0, 1e9))
      .option('--seed <seed>', 'seed whose forecasts are drawn (default: the first)', integer(0))
      .addOption(
        new Option('--band <band>', 'band over seeds')
          .choices(['none', 'std', 'sem', 'ci95', 'range'])
          .default('range'),
      ),
  ).action(async (study: string, options: ExportOptions) => {
    await withWorkbench(context, { dataDir: options.dataDir }, async (workbench) => {
      const { figure: name, horizon, seed, band, metric, smooth } = options;
      const look = metric === undefined ? undefined : { metric, halfLife: smooth };
      const request = { studyId: workbench.studies.find(study), figure: name, horizon, seed, band, look };
      const built = await workbench.query.call('buildFigure', parseWith(figureRequestSchema, request, 'figure'));
      if ('absent' in built) throw new UserError(built.absent);
      const files = await writeFigure(workbench, built.figure, options);
      if (options.json) printJson(files);
      else printFiles(files);
    });
  });
}
