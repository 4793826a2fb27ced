import type { ImageSize } from './scan-order';

/**
 * A grey image turned counter-clockwise about its centre, in a frame of the same size: each pixel is taken from where
 * it came from, by bilinear interpolation; black comes in from outside. Exact for quarter turns of a square image.
 *
 * Pixels [height · width], row after row.
 */
export function rotateImage(pixels: ArrayLike<number>, { width, height }: ImageSize, degrees: number): Float64Array {
  const { cosine, sine } = direction(degrees);
  const [centerX, centerY] = [(width - 1) / 2, (height - 1) / 2];
  const at = (x: number, y: number) => (x < 0 || y < 0 || x >= width || y >= height ? 0 : pixels[y * width + x]!);
  const turned = new Float64Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      // y grows downwards, so that this is the clockwise turn that leads back.
      const fromX = centerX + cosine * (x - centerX) - sine * (y - centerY);
      const fromY = centerY + sine * (x - centerX) + cosine * (y - centerY);
      const [left, top] = [Math.floor(fromX), Math.floor(fromY)];
      const [right, low] = [fromX - left, fromY - top];
      turned[y * width + x] =
        (1 - low) * ((1 - right) * at(left, top) + right * at(left + 1, top)) +
        low * ((1 - right) * at(left, top + 1) + right * at(left + 1, top + 1));
    }
  }
  return turned;
}

/** Without the dust that sine and cosine leave at quarter turns. */
function direction(degrees: number): { cosine: number; sine: number } {
  const quarter = degrees / 90;
  if (Number.isInteger(quarter)) {
    const turn = ((quarter % 4) + 4) % 4;
    return { cosine: [1, 0, -1, 0][turn]!, sine: [0, 1, 0, -1][turn]! };
  }
  const angle = (degrees * Math.PI) / 180;
  return { cosine: Math.cos(angle), sine: Math.sin(angle) };
}
