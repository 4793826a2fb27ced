import { app, nativeImage, type NativeImage } from 'electron';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ExportFormat } from '../contract/figure';
import { fileStem } from '../services/file-stem';

/**
 * Files of figures that are dragged out of the window: they live as long as the app, since others read them later. What
 * an app left that was killed goes when the next one starts.
 */
export class DraggedFiles {
  /** What hangs on the pointer: a sheet of paper, 32 pixels high. */
  readonly icon: NativeImage = sheetIcon();
  readonly #folder = join(app.getPath('userData'), 'dragged');
  #count = 0;

  constructor() {
    this.#clear();
    app.once('quit', () => this.#clear());
  }

  /** Where to write the next one; each has a folder of its own, so that names stay as they are. */
  pathFor(name: string, format: ExportFormat): string {
    mkdirSync(this.#folder, { recursive: true });
    this.#count += 1;
    return join(mkdtempSync(join(this.#folder, `${this.#count}-`)), `${fileStem(name)}.${format}`);
  }

  #clear(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function sheetIcon(): NativeImage {
  const [width, height] = [24, 32];
  // Blue, green, red, opacity; a white sheet with a grey edge.
  const pixels = Buffer.alloc(4 * width * height, 255);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const edge = x === 0 || y === 0 || x === width - 1 || y === height - 1;
      if (edge) pixels.fill(0x8c, 4 * (y * width + x), 4 * (y * width + x) + 3);
    }
  }
  return nativeImage.createFromBitmap(pixels, { width, height });
}
