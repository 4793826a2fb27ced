import { createCanvas, SvgExportFlag } from '@napi-rs/canvas';
import { parseFont } from '../../figures/svg-attributes';
import type { OutlineCommand, OutlineText } from '../../figures/svg-context';

/** Outlines of words in the registered fonts; Skia's SVG canvas, told to turn words into paths, knows them. */
export const outlineText: OutlineText = (text, { font, width }) => {
  const { size } = parseFont(font);
  // Words that reach over the canvas would be left out.
  const [left, baseline] = [2 * size, 3 * size];
  const canvas = createCanvas(Math.ceil(width + 4 * size), Math.ceil(5 * size), SvgExportFlag.ConvertTextToPaths);
  const context = canvas.getContext('2d');
  context.font = font;
  context.fillText(text, left, baseline);
  const markup = canvas.getContent().toString('utf8');
  return [...markup.matchAll(/<path\b[^>]* d="([^"]*)"/g)].flatMap(([, data]) => {
    return commandsOf(data!, { left, baseline });
  });
};

/** The commands of path data as Skia writes them: upper-case letters, absolute places. */
function commandsOf(data: string, { left, baseline }: { left: number; baseline: number }): OutlineCommand[] {
  return [...data.matchAll(/([MLQCZ])([^MLQCZ]*)/g)].map(([, letter, numbers]) => {
    const values = (numbers!.match(/-?[\d.]+(?:e-?\d+)?/g) ?? []).map(Number);
    const points = Array.from({ length: values.length / 2 }, (_, index) => {
      return [values[2 * index]! - left, values[2 * index + 1]! - baseline] as const;
    });
    return { letter: letter as OutlineCommand['letter'], points };
  });
}
