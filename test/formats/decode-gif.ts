export interface DecodedFrame {
  /** Hundredths of a second. */
  delay: number;
  /** 0xrrggbb of every pixel of the whole picture while this frame is seen. */
  colors: Uint32Array;
}

export interface DecodedGif {
  width: number;
  height: number;
  /** 0 for ever; null where nothing is said. */
  loops: number | null;
  frames: DecodedFrame[];
}

/** Reads an animated GIF by the letter of the specification, as a viewer does; throws where it is not one. */
export function decodeGif(file: Uint8Array): DecodedGif {
  const word = (at: number) => file[at]! | (file[at + 1]! << 8);
  const ascii = (at: number, length: number) => String.fromCharCode(...file.subarray(at, at + length));
  if (ascii(0, 6) !== 'GIF89a') throw new Error('No GIF89a.');
  const [width, height] = [word(6), word(8)];
  if ((file[10]! & 0x80) === 0) throw new Error('No global table of colours.');
  const size = 2 ** ((file[10]! & 7) + 1);
  const table = Array.from({ length: size }, (_, i) => {
    const at = 13 + 3 * i;
    return (file[at]! << 16) | (file[at + 1]! << 8) | file[at + 2]!;
  });
  let at = 13 + 3 * size;
  const gif: DecodedGif = { width, height, loops: null, frames: [] };
  let screen = new Uint32Array(width * height);
  let delay = 0;
  const blocks = () => {
    const bytes: number[] = [];
    for (let length = file[at++]!; length > 0; length = file[at++]!) {
      bytes.push(...file.subarray(at, at + length));
      at += length;
    }
    return bytes;
  };
  for (;;) {
    const kind = file[at++];
    if (kind === 0x3b) break;
    if (kind === 0x21) {
      const label = file[at++];
      const data = blocks();
      if (label === 0xf9) {
        if (((data[0]! >> 2) & 7) !== 1) throw new Error('A frame does not stay.');
        delay = data[1]! | (data[2]! << 8);
      } else if (String.fromCharCode(...data.slice(0, 11)) === 'NETSCAPE2.0') gif.loops = data[12]! | (data[13]! << 8);
      continue;
    }
    if (kind !== 0x2c) throw new Error(`Byte ${at - 1} is ${kind}.`);
    const [left, top, wide, high] = [word(at), word(at + 2), word(at + 4), word(at + 6)];
    at += 9;
    const codeSize = file[at++]!;
    const indices = decompress(blocks(), codeSize);
    if (indices.length !== wide * high) throw new Error(`${indices.length} pixels of ${wide} × ${high}.`);
    screen = screen.slice();
    indices.forEach((index, i) => {
      screen[(top + Math.floor(i / wide)) * width + left + (i % wide)] = table[index]!;
    });
    gif.frames.push({ delay, colors: screen });
  }
  if (at !== file.length) throw new Error(`${file.length - at} bytes follow the end.`);
  return gif;
}

function decompress(bytes: readonly number[], codeSize: number): number[] {
  const clear = 2 ** codeSize;
  const end = clear + 1;
  const out: number[] = [];
  let entries: number[][] = [];
  let before: number[] | null = null;
  let width = codeSize + 1;
  let bit = 0;
  const reset = () => {
    entries = Array.from({ length: clear + 2 }, (_, i) => [i]);
    width = codeSize + 1;
    before = null;
  };
  reset();
  for (;;) {
    let code = 0;
    for (let i = 0; i < width; i++, bit++) code |= ((bytes[bit >> 3]! >> (bit & 7)) & 1) << i;
    if (code === clear) {
      reset();
      continue;
    }
    if (code === end) return out;
    const known: number[] | null = before;
    const entry: number[] | undefined = entries[code] ?? (known ? [...known, known[0]!] : undefined);
    if (!entry || code > entries.length) throw new Error(`Code ${code} is not known yet.`);
    out.push(...entry);
    if (known && entries.length < 4096) entries.push([...known, entry[0]!]);
    if (entries.length === 2 ** width && width < 12) width += 1;
    before = entry;
  }
}
