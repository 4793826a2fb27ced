import { crc32 } from '../../formats/checksum';

/** A chunk of a PNG file (W3C PNG, 5.3): its type of four letters and its data. */
export interface Chunk {
  type: string;
  data: Buffer;
}

/** The chunk that tells the resolution, in dots per inch. */
export function physicalSize(dpi: number): Chunk {
  const perMetre = Math.round(dpi / 0.0254);
  const data = Buffer.alloc(9);
  data.writeUInt32BE(perMetre, 0);
  data.writeUInt32BE(perMetre, 4);
  data.writeUInt8(1, 8);
  return { type: 'pHYs', data };
}

/** A text in UTF-8 under a keyword of 1 to 79 Latin letters. */
export function textChunk(keyword: string, text: string): Chunk {
  // Keyword, end, not compressed, no language, no translated keyword, text.
  const head = Buffer.from(`${keyword}\0\0\0\0\0`, 'latin1');
  return { type: 'iTXt', data: Buffer.concat([head, Buffer.from(text, 'utf8')]) };
}

/** The file with the chunks behind its header, instead of those of the same type that it had. */
export function withChunks(png: Buffer, chunks: readonly Chunk[]): Buffer {
  const replaced = new Set(chunks.map(({ type }) => type));
  const [header, ...rest] = readChunks(png);
  const others = rest.filter(({ type }) => !replaced.has(type));
  return Buffer.concat([signature, ...[header!, ...chunks, ...others].map(encoded)]);
}

/** The chunks of a PNG file in their order. Throws for another kind of file. */
export function readChunks(png: Buffer): Chunk[] {
  if (!png.subarray(0, 8).equals(signature)) throw new Error('This is no PNG file: its first eight bytes differ.');
  const chunks: Chunk[] = [];
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    chunks.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return chunks;
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function encoded({ type, data }: Chunk): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}
