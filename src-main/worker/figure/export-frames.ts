import { extname } from 'node:path';
import { UserError } from '../../contract/errors';
import type { ExportFramesRequest, WrittenFile } from '../../contract/figure-frames';
import { encodeGif, type GifFrame } from '../../formats/gif';
import { figureCanvas, figurePng } from './png';
import { writeFiles } from './write-files';

/**
 * Draws figures one after the other, as an animated GIF or as a PNG each, by the name's ending; the same request gives
 * the same bytes. `registerFonts` has to come first.
 */
export async function exportFrames(request: ExportFramesRequest): Promise<WrittenFile[]> {
  const files = draw(request);
  await writeFiles(files);
  return files.map(({ path, content }) => ({ path, bytes: content.length }));
}

function draw({ frames, paper, secondsPerFrame, path }: ExportFramesRequest): { path: string; content: Uint8Array }[] {
  const ending = extname(path);
  switch (ending.toLowerCase()) {
    case '.gif':
      return [{ path, content: animation({ frames, paper, secondsPerFrame }) }];
    case '.png': {
      const stem = path.slice(0, -ending.length);
      const numbers = frames.map((_, index) => String(index + 1).padStart(String(frames.length).length, '0'));
      return frames.map((figure, index) => ({
        path: `${stem}-${numbers[index]}${ending}`,
        content: figurePng(figure, paper),
      }));
    }
    default:
      throw new UserError(`Frames cannot be written as "${ending}".`, 'Choose a name that ends with .gif or .png.');
  }
}

function animation({ frames, paper, secondsPerFrame }: Omit<ExportFramesRequest, 'path'>): Uint8Array {
  const canvases = frames.map((figure) => figureCanvas(figure, paper));
  const { width, height } = canvases[0]!;
  const drawn = canvases.map((canvas): GifFrame => {
    const { data: pixels } = canvas.getContext('2d').getImageData(0, 0, width, height);
    return { pixels, seconds: secondsPerFrame };
  });
  return encodeGif(drawn, { width, height });
}
