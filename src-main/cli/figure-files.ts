import { extname, resolve } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { parseWith } from '../contract/configuration';
import {
  exportFormats,
  paperSchema,
  type ExportedFile,
  type ExportFormat,
  type FigureDescription,
} from '../contract/figure';
import type { Workbench } from '../services/workbench';
import { decimal, integer } from './arguments';
import { bytesText, printResult } from './output';

interface Target {
  format: ExportFormat;
  path: string;
}

/** What the options of a command that draws a figure say. */
export interface FigureFileOptions {
  out: Target[];
  width: number;
  height?: number;
  fontSize: number;
  font: 'sans' | 'serif';
  dpi: number;
}

/** `--out`, again and again. */
export function outOption(): Option {
  return new Option('--out <file>', 'file to write: .svg, .pdf, .png or .csv; can be repeated').argParser(addTarget);
}

/** Adds the options that say how a figure looks on paper. */
export function withPaperOptions(command: Command): Command {
  return command
    .option('--width <inches>', 'width on paper', decimal(1, 40), 5.5)
    .option('--height <inches>', 'height on paper (default: by the number of panels)', decimal(0.5, 40))
    .option('--font-size <points>', 'size of the text', decimal(4, 24), 8)
    .addOption(new Option('--font <font>', 'typeface').choices(['sans', 'serif']).default('sans'))
    .option('--dpi <dots>', 'dots per inch of a PNG', integer(36, 1200), 300);
}

/** Draws a figure into the files that were asked for. */
export function writeFigure(
  { figure: drawing }: Pick<Workbench, 'figure'>,
  figure: FigureDescription,
  options: FigureFileOptions,
): Promise<ExportedFile[]> {
  const paper = parseWith(paperSchema, paperOf(options, figure), 'paper');
  return drawing.call('export', { figure, paper, files: options.out });
}

export function printFiles(files: readonly ExportedFile[]): void {
  printResult(files.map(({ path, bytes }) => `${path}  ${bytesText(bytes)}`).join('\n'));
}

/** Height of one panel by the golden section; of several, flat ones below each other. */
function paperOf({ width, height, fontSize, font, dpi }: FigureFileOptions, { panels, columns }: FigureDescription) {
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
