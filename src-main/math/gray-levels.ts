/** Levels of 8-bit gray values, for 2 … 256 levels Q of equal width. */

/** ⌊gray · Q / 256⌋: with 2 levels 1 above 127, with 256 the gray value itself. */
export function grayToLevel(gray: number, levels: number): number {
  return Math.floor((gray * levels) / 256);
}

/** The gray value that shows a level: 0 for the lowest, 255 for the highest, each one that gives the level back. */
export function levelToGray(level: number, levels: number): number {
  return Math.max(Math.round((level * 255) / (levels - 1)), Math.ceil((level * 256) / levels));
}

/** An image's pixels in the order of a scan, and back: `signal[i]` is pixel `order[i]`. */
export function unrollImage(pixels: ArrayLike<number>, order: Uint32Array, signal: Uint8Array): void {
  for (let i = 0; i < order.length; i++) signal[i] = pixels[order[i]!]!;
}

export function rollImage(signal: ArrayLike<number>, order: Uint32Array, pixels: Uint8Array): void {
  for (let i = 0; i < order.length; i++) pixels[order[i]!] = signal[i]!;
}
