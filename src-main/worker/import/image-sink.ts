import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../contract/errors';

/** An image as it was read. */
export interface ReadImage {
  /** Gray values, row after row; read before the next image comes. */
  pixels: Uint8Array;
  width: number;
  height: number;
  class: string | null;
}

/** Writes images of one size, and their classes, as a pair of IDX files. */
export class ImageSink {
  readonly #images: number;
  readonly #folder: string;
  readonly #enough: number;
  readonly #classes: (string | null)[] = [];
  #size: { width: number; height: number } | null = null;

  /** @param enough images after which reading may end */
  constructor(folder: string, enough = Infinity) {
    this.#folder = folder;
    this.#enough = enough;
    this.#images = openSync(join(folder, imagesName), 'w');
    writeSync(this.#images, new Uint8Array(imagesHeader));
  }

  get full(): boolean {
    return this.#classes.length >= this.#enough;
  }

  /** Throws a UserError where an image has another size than those before. */
  push({ pixels, width, height, class: own }: ReadImage): void {
    this.#size ??= { width, height };
    if (width !== this.#size.width || height !== this.#size.height)
      throw new UserError(
        `Image ${this.#classes.length + 1} has ${width} × ${height} pixels, those before ${this.#size.width} × ${this.#size.height}.`,
        'Name a size that all are scaled to.',
      );
    writeSync(this.#images, pixels);
    this.#classes.push(own);
  }

  /** Completes the files; throws a UserError where there were no images. */
  end(): { count: number; width: number; height: number; classes: string[] | null; labels: Uint8Array } {
    const count = this.#classes.length;
    if (!this.#size) throw new UserError('There are no images.', 'Choose a folder with PNG or JPEG files.');
    const { width, height } = this.#size;
    const names = [...new Set(this.#classes)].filter((name): name is string => name !== null).sort(byNumberOrName);
    if (names.length > 256)
      throw new UserError(`The images have ${names.length} classes; 256 are possible.`, 'Choose other classes.');
    const labels = Uint8Array.from(this.#classes, (name) => Math.max(0, names.indexOf(name!)));
    writeSync(this.#images, header(0x0803, [count, height, width]), 0, imagesHeader, 0);
    closeSync(this.#images);
    const file = openSync(join(this.#folder, labelsName), 'w');
    writeSync(file, header(0x0801, [count]));
    writeSync(file, labels);
    closeSync(file);
    return { count, width, height, classes: names.length > 0 ? names : null, labels };
  }
}

/** Numbers by size, then names. */
export function byNumberOrName(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

const imagesName = 'train-images-idx3-ubyte';
const labelsName = 'train-labels-idx1-ubyte';
const imagesHeader = 16;

function header(magic: number, sizes: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * sizes.length);
  const view = new DataView(bytes.buffer);
  [magic, ...sizes].forEach((value, i) => view.setUint32(4 * i, value));
  return bytes;
}
