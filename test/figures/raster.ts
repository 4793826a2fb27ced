import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createCanvas, loadImage } from '@napi-rs/canvas';

/** Grey values of a picture, 0 … 255, row by row. */
export interface Picture {
  width: number;
  height: number;
  grey: Uint8Array;
}

/** Whether a program is on this machine. */
export function isThere(program: string): boolean {
  return spawnSync(program, ['--version']).error === undefined;
}

export async function readPicture(png: Buffer): Promise<Picture> {
  const image = await loadImage(png);
  const { width, height } = image;
  const context = createCanvas(width, height).getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, width, height);
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const grey = new Uint8Array(width * height);
  for (let pixel = 0; pixel < grey.length; pixel += 1) {
    grey[pixel] = 0.3 * data[4 * pixel]! + 0.59 * data[4 * pixel + 1]! + 0.11 * data[4 * pixel + 2]!;
  }
  return { width, height, grey };
}

/** The picture that librsvg makes of an SVG file. It takes no fonts from the file: leave texts out. */
export async function rasterSvg(file: string, dpi: number): Promise<Picture> {
  const options = ['--dpi-x', String(dpi), '--dpi-y', String(dpi), '--background-color', 'white', file];
  return readPicture(execFileSync('rsvg-convert', options, { maxBuffer: 1e8 }));
}

/**
 * The picture that Poppler makes of a PDF file. It moves straight lines to whole pixels; made four times as large and
 * reduced they move by a quarter of one at most.
 */
export async function rasterPdf(file: string, dpi: number): Promise<Picture> {
  execFileSync('pdftoppm', ['-png', '-singlefile', '-r', String(4 * dpi), file, file]);
  return reduced(await readPicture(readFileSync(`${file}.png`)), 4);
}

/**
 * The share of pixels, of those that are not masked, whose grey differs by more than half the range: programs smooth
 * edges in their own ways, but where one has ink the other has it.
 */
export function difference(one: Picture, other: Picture, masked: (pixel: number) => boolean): number {
  const width = Math.min(one.width, other.width);
  const height = Math.min(one.height, other.height);
  let differing = 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const pixel = y * one.width + x;
      if (masked(pixel)) continue;
      if (Math.abs(one.grey[pixel]! - other.grey[y * other.width + x]!) > 110) differing += 1;
    }
  }
  return differing / (width * height);
}

/** Where the texts of an SVG drawing have ink, and three pixels around. */
export function textMask(svg: string, { width, height, dpi }: { width: number; height: number; dpi: number }) {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.scale(dpi / 72, dpi / 72);
  const [, family] = /<g font-family="([^"]*)"/.exec(svg)!;
  for (const [, attributes, text] of svg.matchAll(/<text([^>]*)>([^<]*)</g)) {
    const value = (name: string) => new RegExp(` ${name}="([^"]*)"`).exec(attributes!)?.[1];
    const turn = Number(/rotate\((\S+)/.exec(value('transform') ?? '')?.[1] ?? 0);
    context.save();
    context.translate(Number(value('x')), Number(value('y')));
    context.rotate((turn * Math.PI) / 180);
    context.font = `${value('font-weight') ?? 400} ${value('font-size')}px ${family!.replace(/&quot;/g, '"')}`;
    context.textAlign = ({ middle: 'center', end: 'right' } as const)[value('text-anchor') ?? ''] ?? 'left';
    context.fillText(text!.replace(/&amp;/g, '&'), 0, 0);
    context.restore();
  }
  const { data } = context.getImageData(0, 0, width, height);
  const mask = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (data[4 * (y * width + x) + 3] === 0) continue;
      for (let row = Math.max(0, y - 3); row <= Math.min(height - 1, y + 3); row += 1) {
        mask.fill(1, row * width + Math.max(0, x - 3), row * width + Math.min(width - 1, x + 3) + 1);
      }
    }
  }
  return (pixel: number) => mask[pixel] === 1;
}

function reduced({ width, height, grey }: Picture, factor: number): Picture {
  const [wide, high] = [Math.round(width / factor), Math.round(height / factor)];
  const smaller = new Uint8Array(wide * high);
  for (let y = 0; y < high; y += 1) {
    for (let x = 0; x < wide; x += 1) {
      let sum = 0;
      for (let row = 0; row < factor; row += 1) {
        for (let column = 0; column < factor; column += 1) {
          sum += grey[(y * factor + row) * width + x * factor + column] ?? 255;
        }
      }
      smaller[y * wide + x] = sum / factor ** 2;
    }
  }
  return { width: wide, height: high, grey: smaller };
}
