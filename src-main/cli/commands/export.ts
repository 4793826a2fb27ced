import { extname, resolve } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { exportFormats, paperSchema, type ExportFormat, type FigureDescription } from '../../contract/figure';
import { parseWith } from '../../contract/configuration';
import { UserError } from '../../contract/errors';
import { figureNames, figureRequestSchema, type FigureRequest } from '../../contract/studies';
import { decimal, integer, withDataOptions } from '../arguments';
import { withWorkbench, type Context, type DataOptions } from '../context';
import { bytesText, printJson, printResult } from '../output';

interface Target {
  format: ExportFormat;
  path: string;
}

interface ExportOptions extends DataOptions {
  figure: FigureRequest['figure'];
  out: Target[];
  width: number;
  height?: number;
  fontSize: number;
  font: 'sans' | 'serif';
  dpi: number;
  horizon?: number;
  seed?: number;
  band: FigureRequest['band'];
}

/** `wavebench export`: draws a study's figure into files. */
export function addExportCommand(program: Command, context: Context): void {
  withDataOptions(
    program
      .command('export')
      .description('draw a figure of a study; the plotted points are written as CSV beside every drawing')
      .argument('<study>', 'id of a study or its beginning, or its name (the newest of that name)')
      .addOption(new Option('--figure <figure>', 'which figure').choices([...figureNames]).makeOptionMandatory())
      .requiredOption('--out <file>', 'file to write: .svg, .pdf, .png or .csv; can be repeated', addTarget)
      .option('--width <inches>', 'width on paper', decimal(1, 40), 5.5)
      .option('--height <inches>', 'height on paper (default: by the number of panels)', decimal(0.5, 40))
      .option('--font-size <points>', 'size of the text', decimal(4, 24), 8)
      .addOption(new Option('--font <font>', 'typeface').choices(['sans', 'serif']).default('sans'))
      .option('--dpi <dots>', 'dots per inch of a PNG', integer(36, 1200), 300)
      .option('--horizon <steps>', 'horizon of the validation figure (default: the monitored one)', integer(1))
      .option('--seed <seed>', 'seed whose forecasts are drawn (default: the first)', integer(0))
      .addOption(
        new Option('--band <band>', 'band over seeds')
          .choices(['none', 'std', 'sem', 'ci95', 'range'])
          .default('range'),
      ),
  ).action(async (study: string, options: ExportOptions) => {
    await withWorkbench(context, { dataDir: options.dataDir }, async ({ studies, query, figure }) => {
      const { figure: name, horizon, seed, band } = options;
      const request = { studyId: studies.find(study), figure: name, horizon, seed, band };
      const built = await query.call('buildFigure', parseWith(figureRequestSchema, request, 'figure'));
      if ('absent' in built) throw new UserError(built.absent);
      const files = await figure.call('export', {
        figure: built.figure,
        paper: parseWith(paperSchema, paperOf(options, built.figure), 'paper'),
        files: options.out,
      });
      if (options.json) printJson(files);
      else printResult(files.map(({ path, bytes }) => `${path}  ${bytesText(bytes)}`).join('\n'));
    });
  });
}

/** Height of one panel by the golden section; of several, flat ones below each other. */
function paperOf({ width, height, fontSize, font, dpi }: ExportOptions, { panels, columns }: FigureDescription) {
  const rows = Math.ceil(panels.length / columns);
  const natural = rows === 1 ? 0.618 * width : 0.26 * width * rows;
  return { width, height: height ?? Math.min(40, natural), fontSize, font, dpi };
}

function addTarget(file: string, before: Target[] | undefined): Target[] {
  const format = exportFormats.find((known) => extname(file).toLowerCase() === `.${known}`);
  if (!format)
    throw new InvalidArgumentError(`Its name must end with ${exportFormats.map((known) => `.${known}`).join(', ')}.`);
  return [...(before ?? []), { format, path: resolve(file) }];
}
