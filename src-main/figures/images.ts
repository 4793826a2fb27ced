import type { ImagesPanel } from '../contract/figure';
import { drawHeading } from './heading';
import { imageCorners, imageLabels, type GridLook } from './image-grid';
import { labelFont, seriesColor, type FigureStyle } from './style';

/** A picture of grey pixels as something a canvas can draw; pixels are red, green, blue, opacity in 0 … 255. */
export type MakeBitmap = (pixels: Uint8ClampedArray, size: { width: number; height: number }) => CanvasImageSource;

export interface ImagesOptions extends GridLook {
  bitmap: MakeBitmap;
}

/**
 * Draws a grid of images as large as fits into the box, every image in the same scale and on the same grey scale, with
 * sharp pixels. On the screen a pixel of the image becomes a whole number of pixels where there is room for it.
 */
export function drawImages(context: CanvasRenderingContext2D, panel: ImagesPanel, options: ImagesOptions): void {
  const { box, style, letter, bitmap } = options;
  const { imageWidth, imageHeight, title } = panel;
  const { corners, left, scale } = imageCorners(context, panel, options);
  context.save();
  context.translate(box.x, box.y);
  drawHeading(context, { title, letter, style, width: box.width, x: left - box.x, y: 0 });
  context.translate(-box.x, -box.y);
  context.imageSmoothingEnabled = false;
  const factor = style.exact ? enlargement(panel) : 1;
  panel.images.forEach((pixels, index) => {
    const { x, y } = corners[index]!;
    if (pixels.includes(null)) {
      context.fillStyle = style.colors.faint;
      context.fillRect(x, y, imageWidth * scale, imageHeight * scale);
    }
    const picture = greyBitmap(pixels, { width: imageWidth, height: imageHeight, bitmap, factor });
    context.drawImage(picture, x, y, imageWidth * scale, imageHeight * scale);
    drawBorder(context, panel, { style, x, y, scale });
  });
  context.font = labelFont(style);
  context.fillStyle = style.colors.text;
  context.textBaseline = 'middle';
  for (const label of imageLabels(context, panel, options)) {
    context.textAlign = label.align;
    context.fillText(label.text, label.x, label.y);
  }
  context.restore();
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
