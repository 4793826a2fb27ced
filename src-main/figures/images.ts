import type { ImagesPanel } from '../contract/figure';
import type { Box } from './box';
import { drawHeading, headingHeight } from './heading';
import { labelFont, lineHeight, seriesColor, type FigureStyle } from './style';
import type { Margins } from './surroundings';

/** A picture of grey pixels as something a canvas can draw; pixels are red, green, blue, opacity in 0 … 255. */
export type MakeBitmap = (pixels: Uint8ClampedArray, size: { width: number; height: number }) => CanvasImageSource;

export interface ImagesOptions {
  box: Box;
  style: FigureStyle;
  letter: string | null;
  bitmap: MakeBitmap;
}

/**
 * Draws a grid of images as large as fits into the box, every image in the same scale and on the same grey scale, with
 * sharp pixels. On the screen a pixel of the image becomes a whole number of pixels where there is room for it.
 */
export function drawImages(context: CanvasRenderingContext2D, panel: ImagesPanel, options: ImagesOptions): void {
  const { box, style, letter, bitmap } = options;
  const { columns, imageWidth, imageHeight, title } = panel;
  const around = imagesMargins(context, panel, { style, letter, width: box.width });
  const { left, top, scale } = imagesGrid(panel, { box, style, around });
  context.save();
  context.translate(box.x, box.y);
  drawHeading(context, { title, letter, style, width: box.width, x: around.left, y: 0 });
  context.translate(-box.x, -box.y);
  context.imageSmoothingEnabled = false;
  const factor = style.exact ? enlargement(panel) : 1;
  panel.images.forEach((pixels, index) => {
    const column = index % columns;
    const row = Math.floor(index / columns);
    const x = left + column * (imageWidth * scale + style.imageGap);
    const y = top + row * (imageHeight * scale + style.imageGap);
    if (pixels.includes(null)) {
      context.fillStyle = style.colors.faint;
      context.fillRect(x, y, imageWidth * scale, imageHeight * scale);
    }
    const picture = greyBitmap(pixels, { width: imageWidth, height: imageHeight, bitmap, factor });
    context.drawImage(picture, x, y, imageWidth * scale, imageHeight * scale);
    drawBorder(context, panel, { style, x, y, scale });
  });
  drawLabels(context, panel, { style, left, top, scale });
  context.restore();
}

/** The room that heading and labels need around the images. */
export function imagesMargins(
  context: CanvasRenderingContext2D,
  panel: ImagesPanel,
  { style, letter, width }: Pick<ImagesOptions, 'style' | 'letter'> & { width: number },
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
  context: CanvasRenderingContext2D,
  panel: ImagesPanel,
  { width, height, zoom, ...look }: Pick<ImagesOptions, 'style' | 'letter'> & {
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
  const top = around.top + (rows - 1) * imageGap;
  const wide = Math.max(0, width - left) / (columns * imageWidth);
  const fitting = Math.min(wide, Math.max(1, (height - top) / (rows * imageHeight)));
  const scale = zoom ?? (fitting < 1 ? fitting : Math.floor(fitting));
  return { width: Math.max(width, left + columns * imageWidth * scale), height: top + rows * imageHeight * scale };
}

/** Where the grid begins, and the size of an image's pixel. */
function imagesGrid(
  panel: ImagesPanel,
  { box, style, around }: Pick<ImagesOptions, 'box' | 'style'> & { around: Margins },
): { left: number; top: number; scale: number } {
  const { columns, imageWidth, imageHeight, images } = panel;
  const rows = Math.ceil(images.length / columns);
  const wide = box.width - around.left - around.right - (columns - 1) * style.imageGap;
  const high = box.height - around.top - around.bottom - (rows - 1) * style.imageGap;
  const scale = Math.max(0, Math.min(wide / (columns * imageWidth), high / (Math.max(rows, 1) * imageHeight)));
  const whole = style.exact || scale < 1 ? scale : Math.floor(scale);
  return { left: box.x + around.left, top: box.y + around.top, scale: whole };
}

/** Over black and white alike it has to be seen, so it is in colour. */
function drawBorder(
  context: CanvasRenderingContext2D,
  { border }: Pick<ImagesPanel, 'border'>,
  { style, x, y, scale }: { style: FigureStyle; x: number; y: number; scale: number },
): void {
  if (!border || border.length === 0) return;
  // On the screen a thin line is sharp in the middle of a pixel.
  const place = (length: number) => (style.exact ? length : Math.floor(length) + 0.5);
  context.beginPath();
  for (let i = 0; i < border.length; i += 4) {
    context.moveTo(place(x + border[i]! * scale), place(y + border[i + 1]! * scale));
    context.lineTo(place(x + border[i + 2]! * scale), place(y + border[i + 3]! * scale));
  }
  context.lineWidth = style.widths.mark;
  context.strokeStyle = seriesColor(style, { role: 'curve', colorIndex: 1 });
  context.stroke();
}

function drawLabels(
  context: CanvasRenderingContext2D,
  { rowLabels, columnLabels, imageWidth, imageHeight }: ImagesPanel,
  { style, left, top, scale }: { style: FigureStyle; left: number; top: number; scale: number },
): void {
  const [wide, high] = [imageWidth * scale, imageHeight * scale];
  context.font = labelFont(style);
  context.fillStyle = style.colors.text;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  rowLabels?.forEach((label, row) => {
    context.fillText(label, left - style.gap, top + row * (high + style.imageGap) + high / 2);
  });
  context.textAlign = 'center';
  context.textBaseline = 'bottom';
  columnLabels?.forEach((label, column) => {
    context.fillText(label, left + column * (wide + style.imageGap) + wide / 2, top - style.gap / 4);
  });
}

/** Many viewers smooth pictures that they enlarge; with many pixels for each of the image's the blur is not seen. */
function enlargement({ imageWidth, imageHeight }: ImagesPanel): number {
  return Math.max(1, Math.min(12, Math.floor(1024 / Math.max(imageWidth, imageHeight))));
}

interface Greys {
  width: number;
  height: number;
  bitmap: MakeBitmap;
  /** Pixels of the bitmap along one of the image's. */
  factor: number;
}

function greyBitmap(pixels: readonly (number | null)[], { width, height, bitmap, factor }: Greys): CanvasImageSource {
  if (pixels.length !== width * height) {
    throw new Error(`An image has ${pixels.length} pixels; ${width} × ${height} are ${width * height}.`);
  }
  const [wide, high] = [factor * width, factor * height];
  const colors = new Uint8ClampedArray(4 * wide * high);
  for (let y = 0; y < high; y += 1) {
    for (let x = 0; x < wide; x += 1) {
      const value = pixels[Math.floor(y / factor) * width + Math.floor(x / factor)]!;
      if (value === null) continue;
      const grey = Math.round(255 * Math.min(1, Math.max(0, value)));
      colors.fill(grey, 4 * (y * wide + x), 4 * (y * wide + x) + 3);
      colors[4 * (y * wide + x) + 3] = 255;
    }
  }
  return bitmap(colors, { width: wide, height: high });
}
