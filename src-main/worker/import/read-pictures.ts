import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { UserError } from '../../contract/errors';
import type { Reading } from '../../contract/own-data';
import { byNumberOrName, type ImageSink } from './image-sink';

/** Endings of the images that can be read. */
const endings = new Set(['.png', '.jpg', '.jpeg']);

/** A file with the class that its folder says, or null. */
export interface Picture {
  path: string;
  class: string | null;
}

/** The images in a folder, or in its subfolders, which are their classes then; in the order of their names. */
export async function listPictures(folder: string): Promise<Picture[]> {
  const entries = (await readdir(folder, { withFileTypes: true })).sort((a, b) => byNumberOrName(a.name, b.name));
  const own = entries.filter((entry) => entry.isFile() && isPicture(entry.name));
  const below = await Promise.all(
    entries
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(async ({ name }) => {
        const files = (await readdir(join(folder, name))).filter(isPicture).sort(byNumberOrName);
        return files.map((file): Picture => ({ path: join(folder, name, file), class: name }));
      }),
  );
  const classed = below.flat();
  if (own.length > 0 && classed.length > 0)
    throw new UserError(
      `${folder} has images of its own and in subfolders.`,
      'Put all of them into subfolders, one for each class, or none.',
    );
  return classed.length > 0 ? classed : own.map(({ name }) => ({ path: join(folder, name), class: null }));
}

export function isPicture(name: string): boolean {
  return endings.has(extname(name).toLowerCase());
}

export interface ReadPictures {
  pictures: readonly Picture[];
  size: Reading['size'];
  sink: ImageSink;
  onPicture: (done: number) => void;
}

/** Decodes images to gray (ITU-R BT.601 luma, over black), scaled where a size is named. Throws a UserError naming the file. */
export async function readPictures({ pictures, size, sink, onPicture }: ReadPictures): Promise<void> {
  // Only images need it; everything else is read without.
  const { createCanvas, loadImage } = await import('@napi-rs/canvas');
  for (const [index, { path, class: own }] of pictures.entries()) {
    const image = await loadImage(path).catch((error: Error) => {
      throw new UserError(
        `${path}: a PNG or JPEG image was expected (${error.message}).`,
        'Remove the file or save it again.',
      );
    });
    const { width, height } = size ?? image;
    const canvas = createCanvas(width, height);
    const context = canvas.getContext('2d');
    context.fillStyle = 'black';
    context.fillRect(0, 0, width, height);
    context.drawImage(image, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    const pixels = Uint8Array.from({ length: width * height }, (_, i) =>
      Math.round(0.299 * data[4 * i]! + 0.587 * data[4 * i + 1]! + 0.114 * data[4 * i + 2]!),
    );
    try {
      sink.push({ pixels, width, height, class: own });
    } catch (error) {
      const { message, advice } = error as UserError;
      throw new UserError(`${path}: ${message}`, advice);
    }
    onPicture(index + 1);
    if (sink.full) return;
  }
}
