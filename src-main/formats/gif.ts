/** Pixels of a frame, red, green, blue, opacity in 0 … 255; opacity is not looked at. */
export interface GifFrame {
  pixels: Uint8ClampedArray | Uint8Array;
  /** Seconds; GIF counts in hundredths. */
  seconds: number;
}

export interface GifSize {
  /** 1 … 65,535 pixels each. */
  width: number;
  height: number;
}

/**
 * Writes an animated GIF that runs for ever. Up to 256 colours over all frames are kept exactly, of more the most
 * frequent, each other one becoming the nearest of them. A frame stores the rectangle alone that differs from the one
 * before.
 *
 * Format: GIF89a (CompuServe 1990), with the looping extension of Netscape 2.0.
 */
export function encodeGif(frames: readonly GifFrame[], { width, height }: GifSize): Uint8Array {
  frames.forEach(({ pixels }, index) => {
    if (pixels.length === 4 * width * height) return;
    throw new Error(`Frame ${index} has ${pixels.length / 4} pixels; ${width} × ${height} are ${width * height}.`);
  });
  if (frames.length === 0 || width < 1 || height < 1 || width > 0xffff || height > 0xffff) {
    throw new Error(
      `A GIF needs a frame of 1 to 65535 pixels a side; given were ${frames.length} of ${width} × ${height}.`,
    );
  }
  const palette = choosePalette(frames);
  const bits = Math.max(2, Math.ceil(Math.log2(palette.colors.length)));
  const out = new ByteSink();
  out.text('GIF89a').words(width, height);
  // A global table of 2^bits colours, 8 bits each.
  out.bytes(0xf0 | (bits - 1), 0, 0);
  for (let i = 0; i < 2 ** bits; i++) {
    const color = palette.colors[i] ?? 0;
    out.bytes(color >> 16, (color >> 8) & 0xff, color & 0xff);
  }
  out.bytes(0x21, 0xff, 11).text('NETSCAPE2.0').bytes(3, 1).words(0).bytes(0);
  let before: Uint8Array | null = null;
  for (const { pixels, seconds } of frames) {
    const indices = palette.indicesOf(pixels);
    const { left, top, right, bottom } = changed(indices, before, { width, height });
    out
      .bytes(0x21, 0xf9, 4, 0x04)
      .words(Math.max(2, Math.round(100 * seconds)))
      .bytes(0, 0);
    out
      .bytes(0x2c)
      .words(left, top, right - left, bottom - top)
      .bytes(0, bits);
    const part = new Uint8Array((right - left) * (bottom - top));
    for (let y = top; y < bottom; y++) {
      part.set(indices.subarray(y * width + left, y * width + right), (y - top) * (right - left));
    }
    writeBlocks(out, compress(part, bits));
    before = indices;
  }
  return out.bytes(0x3b).content();
}

interface Palette {
  /** 0xrrggbb. */
  colors: number[];
  indicesOf(pixels: GifFrame['pixels']): Uint8Array;
}

const mostColors = 256;

function choosePalette(frames: readonly GifFrame[]): Palette {
  const counts = new Map<number, number>();
  for (const { pixels } of frames) {
    for (let i = 0; i < pixels.length; i += 4) {
      const color = colorAt(pixels, i);
      counts.set(color, (counts.get(color) ?? 0) + 1);
    }
  }
  const byFrequency = [...counts].sort(([a, many], [b, more]) => more - many || a - b).map(([color]) => color);
  const colors = byFrequency.slice(0, mostColors);
  const places = new Map(colors.map((color, place) => [color, place]));
  for (const color of byFrequency.slice(mostColors)) places.set(color, nearest(color, colors));
  return {
    colors,
    indicesOf: (pixels) =>
      Uint8Array.from({ length: pixels.length / 4 }, (_, i) => places.get(colorAt(pixels, 4 * i))!),
  };
}

function colorAt(pixels: GifFrame['pixels'], at: number): number {
  return (pixels[at]! << 16) | (pixels[at + 1]! << 8) | pixels[at + 2]!;
}

function nearest(color: number, colors: readonly number[]): number {
  let best = 0;
  let least = Infinity;
  colors.forEach((other, place) => {
    const difference = (shift: number) => ((color >> shift) & 0xff) - ((other >> shift) & 0xff);
    const distance = difference(16) ** 2 + difference(8) ** 2 + difference(0) ** 2;
    if (distance < least) [best, least] = [place, distance];
  });
  return best;
}

interface Rectangle {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** The rectangle that holds all pixels that differ; a single pixel where none does, for a frame cannot be empty. */
function changed(now: Uint8Array, before: Uint8Array | null, { width, height }: GifSize): Rectangle {
  if (before === null) return { left: 0, top: 0, right: width, bottom: height };
  const found = { left: width, top: height, right: 0, bottom: 0 };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (now[y * width + x] === before[y * width + x]) continue;
      found.left = Math.min(found.left, x);
      found.right = Math.max(found.right, x + 1);
      found.top = Math.min(found.top, y);
      found.bottom = y + 1;
    }
  }
  return found.right === 0 ? { left: 0, top: 0, right: 1, bottom: 1 } : found;
}

const mostCodes = 4096;

/** LZW (Welch 1984) with codes of growing width, lowest bits first; the table begins anew when it is full. */
function compress(indices: Uint8Array, bits: number): Uint8Array {
  const clear = 2 ** bits;
  const out = new ByteSink();
  let table = new Map<number, number>();
  let next = clear + 2;
  let width = bits + 1;
  let buffer = 0;
  let filled = 0;
  const write = (code: number) => {
    buffer |= code << filled;
    filled += width;
    for (; filled >= 8; filled -= 8, buffer >>>= 8) out.bytes(buffer & 0xff);
  };
  write(clear);
  let prefix = indices[0]!;
  for (let i = 1; i < indices.length; i++) {
    const key = prefix * 256 + indices[i]!;
    const known = table.get(key);
    if (known !== undefined) {
      prefix = known;
      continue;
    }
    write(prefix);
    if (next < mostCodes) {
      table.set(key, next);
      // The reader learns each entry one code later, so codes grow when this one no longer fits.
      if (next === 2 ** width) width += 1;
      next += 1;
    } else {
      write(clear);
      table = new Map();
      next = clear + 2;
      width = bits + 1;
    }
    prefix = indices[i]!;
  }
  write(prefix);
  write(clear + 1);
  if (filled > 0) out.bytes(buffer & 0xff);
  return out.content();
}

/** Data in blocks of at most 255 bytes, an empty one at the end. */
function writeBlocks(out: ByteSink, data: Uint8Array): void {
  for (let first = 0; first < data.length; first += 255) {
    const block = data.subarray(first, first + 255);
    out.bytes(block.length, ...block);
  }
  out.bytes(0);
}

/** Bytes that grow. */
class ByteSink {
  #content = new Uint8Array(1024);
  #length = 0;

  bytes(...values: number[]): this {
    if (this.#length + values.length > this.#content.length) {
      const grown = new Uint8Array(2 * (this.#length + values.length));
      grown.set(this.#content.subarray(0, this.#length));
      this.#content = grown;
    }
    this.#content.set(values, this.#length);
    this.#length += values.length;
    return this;
  }

  /** 16 bits each, the lower byte first. */
  words(...values: number[]): this {
    for (const value of values) this.bytes(value & 0xff, value >> 8);
    return this;
  }

  text(ascii: string): this {
    return this.bytes(...Array.from(ascii, (letter) => letter.charCodeAt(0)));
  }

  content(): Uint8Array {
    return this.#content.slice(0, this.#length);
  }
}
