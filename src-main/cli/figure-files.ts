import { extname, resolve } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import {
  exportFormats,
  palettes,
  type ExportedFile,
  type ExportFormat,
  type FigureDescription,
  type Palette,
  type Paper,
} from '../contract/figure';
import { unitsPerInch, venues, type LengthUnit, type VenueName } from '../contract/venues';
import { paperFor } from '../services/figures';
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
  venue?: VenueName;
  width?: number;
  height?: number;
  fontSize?: number;
  font: Paper['font'];
  dpi: number;
  palette: Palette;
  outlines?: boolean;
}

/** How the names of a figure's files may end, in words. */
export const figureEndings = exportFormats.map((format) => `.${format}`).join(', ');

/** `--out`, again and again. */
export function outOption(): Option {
  return new Option('--out <file>', `file to write: ${figureEndings}; can be repeated`).argParser(
    (file: string, before: Target[] | undefined) => [...(before ?? []), figureTarget(file)],
  );
}

/** Adds the options that say how a figure looks on paper. */
export function withPaperOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--venue <venue>', 'width and size of text of a conference or journal').choices(
        venues.map(({ name }) => name),
      ),
    )
    .option('--width <length>', 'width on paper, in inches or as 84mm or 240pt (default: 5.5)', inches(1, 40))
    .option('--height <length>', 'height on paper (default: by the number of panels)', inches(0.5, 40))
    .option('--font-size <points>', 'size of the text (default: 8)', decimal(4, 24))
    .addOption(new Option('--font <font>', 'typeface').choices(['sans', 'serif']).default('sans'))
    .addOption(new Option('--palette <palette>', 'colors of curves').choices(palettes).default('okabe-ito'))
    .option('--outlines', 'words of an SVG as outlines, for programs that cannot read its fonts')
    .option('--dpi <dots>', 'dots per inch of a PNG', integer(36, 1200), 300);
}

/** Draws a figure into the files that were asked for. */
export function writeFigure(
  { figure: drawing }: Pick<Workbench, 'figure'>,
  figure: FigureDescription,
  { out, ...given }: FigureFileOptions,
): Promise<ExportedFile[]> {
  return drawing.call('export', { figure, paper: paperOf(figure, given), files: out });
}

/** The sheet that the options say, as high as suits the figure where they do not say it. */
export function paperOf(
  figure: FigureDescription,
  { venue: name, height, font, dpi, palette, outlines = false, ...sizes }: Omit<FigureFileOptions, 'out'>,
): Paper {
  const venue = venues.find((one) => one.name === name);
  const { width = venue?.width ?? 5.5, fontSize = venue?.fontSize ?? 8 } = sizes;
  return paperFor(figure, {
    width,
    fontSize,
    font,
    dpi,
    palette,
    outlines,
    ...(height !== undefined && { height }),
  });
}

export function printFiles(files: readonly ExportedFile[]): void {
  printResult(files.map(({ path, bytes }) => `${path}  ${bytesText(bytes)}`).join('\n'));
}

/** Parses the name of a figure's file; for Commander's argument parsers. */
export function figureTarget(file: string): Target {
  const format = exportFormats.find((known) => extname(file).toLowerCase() === `.${known}`);
  if (!format) throw new InvalidArgumentError(`Its name must end with ${figureEndings}.`);
  return { format, path: resolve(file) };
}

/** Parses a length within limits in inches, `84mm`, `240pt`, `3.25in` or `3.25`; for Commander's argument parsers. */
export function inches(min: number, max: number): (text: string) => number {
  return (text) => {
    const [, digits = '', unit = 'in'] = /^\s*([\d.]+)\s*(in|mm|pt)?\s*$/.exec(text) ?? [];
    const length = Number(digits) / unitsPerInch[unit as LengthUnit];
    if (digits === '' || !(length >= min && length <= max)) {
      throw new InvalidArgumentError(`It must be ${min} to ${max} inches long, written 3.25, 84mm or 240pt.`);
    }
    return length;
  };
}
