import type { ImagesPanel } from '../contract/figure';
import type { Box } from './box';
import { headingHeight } from './heading';
import { labelFont, lineHeight, type FigureStyle } from './style';
import type { Margins } from './surroundings';

type Context = CanvasRenderingContext2D;

/** Where a grid of images stands, and how it looks. */
export interface GridLook {
  box: Box;
  style: FigureStyle;
  /** Panel letter: `a`. */
  letter: string | null;
}

/** The upper left corner of each image, the left edge of the grid, and the size of an image's pixel. */
export function imageCorners(
  context: Context,
  panel: ImagesPanel,
  { box, style, letter }: GridLook,
): { corners: { x: number; y: number }[]; left: number; scale: number } {
  const { columns, imageWidth, images } = panel;
  const around = imagesMargins(context, panel, { style, letter, width: box.width });
  const { left, top, scale } = imagesGrid(panel, { box, style, around });
  const corners = images.map((_, index) => ({
    x: left + (index % columns) * (imageWidth * scale + style.imageGap),
    y: top + Math.floor(index / columns) * rowPitch(panel, style, scale),
  }));
  return { corners, left, scale };
}

/** A label of a row, a column or an image; `y` is the middle of its line. */
export interface ImageLabel {
  text: string;
  x: number;
  y: number;
  align: 'right' | 'center';
}

/** The labels at the left of rows, above columns and below images. */
export function imageLabels(context: Context, panel: ImagesPanel, look: GridLook): ImageLabel[] {
  const { box, style, letter } = look;
  const { rowLabels, columnLabels, captions, imageWidth, imageHeight } = panel;
  const around = imagesMargins(context, panel, { style, letter, width: box.width });
  const { left, top, scale } = imagesGrid(panel, { box, style, around });
  const [wide, high] = [imageWidth * scale, imageHeight * scale];
  const pitch = rowPitch(panel, style, scale);
  const rows = (rowLabels ?? []).map((text, row): ImageLabel => {
    return { text, x: left - style.gap, y: top + row * pitch + high / 2, align: 'right' };
  });
  const columns = (columnLabels ?? []).map((text, column): ImageLabel => {
    return {
      text,
      x: left + column * (wide + style.imageGap) + wide / 2,
      y: top - style.gap / 4 - lineHeight(style) / 2,
      align: 'center',
    };
  });
  const below = (captions ?? []).map((text, index): ImageLabel => {
    return {
      text,
      x: left + (index % panel.columns) * (wide + style.imageGap) + wide / 2,
      y: top + Math.floor(index / panel.columns) * pitch + high + lineHeight(style) / 2,
      align: 'center',
    };
  });
  return [...rows, ...columns, ...below];
}

/** The room that heading and labels need around the images. */
export function imagesMargins(
  context: Context,
  panel: ImagesPanel,
  { style, letter, width }: Pick<GridLook, 'style' | 'letter'> & { width: number },
): Margins {
  context.save();
  context.font = labelFont(style);
  const widths = (panel.rowLabels ?? []).map((label) => context.measureText(label).width);
  context.restore();
  const heading = headingHeight(context, { title: panel.title, letter, style, width });
  return {
    left: widths.length > 0 ? Math.max(...widths) + style.gap : 0,
    right: 0,
    top: heading + (panel.columnLabels ? lineHeight(style) : 0),
    bottom: 0,
  };
}

/**
 * The size of the grid on the screen, at least `width` wide: with `zoom` units for each pixel of an image, or, where
 * that is null, with as many as bring it into width and height. Before a pixel gets less than one, the grid grows
 * beyond the height.
 */
export function zoomedSize(
  context: Context,
  panel: ImagesPanel,
  {
    width,
    height,
    zoom,
    ...look
  }: Pick<GridLook, 'style' | 'letter'> & {
    width: number;
    height: number;
    zoom: number | null;
  },
): { width: number; height: number } {
  const { columns, imageWidth, imageHeight, images } = panel;
  const { imageGap } = look.style;
  const around = imagesMargins(context, panel, { ...look, width });
  const rows = Math.max(1, Math.ceil(images.length / columns));
  const left = around.left + (columns - 1) * imageGap;
  const top = around.top + rows * rowPitch(panel, look.style, 0) - imageGap;
  const wide = Math.max(0, width - left) / (columns * imageWidth);
  const fitting = Math.min(wide, Math.max(1, (height - top) / (rows * imageHeight)));
  const scale = zoom ?? (fitting < 1 ? fitting : Math.floor(fitting));
  return { width: Math.max(width, left + columns * imageWidth * scale), height: top + rows * imageHeight * scale };
}

/** Where the grid begins, and the size of an image's pixel. */
function imagesGrid(
  panel: ImagesPanel,
  { box, style, around }: Pick<GridLook, 'box' | 'style'> & { around: Margins },
): { left: number; top: number; scale: number } {
  const { columns, imageWidth, imageHeight, images } = panel;
  const rows = Math.ceil(images.length / columns);
  const wide = box.width - around.left - around.right - (columns - 1) * style.imageGap;
  const high = box.height - around.top - around.bottom - rows * rowPitch(panel, style, 0) + style.imageGap;
  const scale = Math.max(0, Math.min(wide / (columns * imageWidth), high / (Math.max(rows, 1) * imageHeight)));
  const whole = style.exact || scale < 1 ? scale : Math.floor(scale);
  return { left: box.x + around.left, top: box.y + around.top, scale: whole };
}

/** From the top of one row of images to that of the next; captions stand between them. */
function rowPitch({ imageHeight, captions }: ImagesPanel, style: FigureStyle, scale: number): number {
  return imageHeight * scale + style.imageGap + (captions ? lineHeight(style) : 0);
}
