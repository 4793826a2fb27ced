/** Sound as the header of a WAV file describes it. */
export interface WavHeader {
  channels: number;
  /** Samples of each channel a second. */
  rate: number;
  bits: 8 | 16 | 24 | 32 | 64;
  float: boolean;
  /** Where the samples begin, and how many bytes they have. */
  dataOffset: number;
  dataBytes: number;
}

/** Bytes at the beginning of a file in which its header is looked for. */
export const wavHeaderRoom = 1 << 20;

/**
 * Reads the header of a RIFF WAVE file with integer samples of 8, 16, 24 or 32 bits or floats of 32 or 64, also with
 * the extensible format. `fileBytes` bounds data whose length a recorder left open. Throws an Error naming the byte.
 *
 * Format: Microsoft and IBM, Multimedia Programming Interface and Data Specifications 1.0; WAVEFORMATEXTENSIBLE.
 */
export function decodeWavHeader(start: Uint8Array, fileBytes: number): WavHeader {
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  expectTag(start, 0, 'RIFF');
  expectTag(start, 8, 'WAVE');
  let format: Pick<WavHeader, 'channels' | 'rate' | 'bits' | 'float'> | null = null;
  for (let at = 12; at + 8 <= start.length;) {
    const tag = tagAt(start, at);
    const size = view.getUint32(at + 4, true);
    if (tag === 'fmt ') format = decodeFormat(view, at + 8, size);
    if (tag === 'data') {
      if (!format) throw new Error(`byte ${at}: a "fmt " part was expected before the data`);
      const frame = (format.channels * format.bits) / 8;
      const dataBytes = Math.floor(Math.min(size, fileBytes - at - 8) / frame) * frame;
      if (dataBytes <= 0) throw new Error(`byte ${at + 8}: samples were expected, but there are none`);
      if (size < 0xffffff00 && size > fileBytes - at - 8)
        throw new Error(`byte ${fileBytes}: samples were expected up to byte ${at + 8 + size}, but the file ends`);
      return { ...format, dataOffset: at + 8, dataBytes };
    }
    at += 8 + size + (size % 2);
  }
  throw new Error(`byte ${Math.min(start.length, fileBytes)}: a "data" part was expected, but there is none`);
}

/** Whole frames as the mean of all channels, full scale from −1 to 1. */
export function decodeWavFrames(bytes: Uint8Array, { channels, bits, float }: WavHeader): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = bits / 8;
  const frames = new Float64Array(Math.floor(bytes.length / (size * channels)));
  const read = sampleReader(view, bits, float);
  for (let frame = 0; frame < frames.length; frame++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) sum += read((frame * channels + channel) * size);
    frames[frame] = sum / channels;
  }
  return frames;
}

/** A mono WAV file of 16 bits; samples beyond −1 … 1 are clipped. */
export function encodeWav(samples: ArrayLike<number>, rate: number): Uint8Array {
  const header = encodeWavHeader(samples.length, rate);
  const file = new Uint8Array(header.length + 2 * samples.length);
  file.set(header);
  file.set(encodeWavSamples(samples), header.length);
  return file;
}

/** Samples that a file's 32-bit sizes allow. */
export const mostWavSamples = 2 ** 31 - 64;

/** The header of a mono file of 16 bits with so many samples, which follow it. */
export function encodeWavHeader(count: number, rate: number): Uint8Array {
  const file = new Uint8Array(44);
  const view = new DataView(file.buffer);
  const encoder = new TextEncoder();
  file.set(encoder.encode('RIFF'), 0);
  view.setUint32(4, 36 + 2 * count, true);
  file.set(encoder.encode('WAVEfmt '), 8);
  view.setUint32(16, 16, true);
  view.setUint16(20, integerFormat, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, 2 * rate, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  file.set(encoder.encode('data'), 36);
  view.setUint32(40, 2 * count, true);
  return file;
}

/** Samples of 16 bits, little-endian; those beyond −1 … 1 are clipped. */
export function encodeWavSamples(samples: ArrayLike<number>): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * samples.length));
  for (let i = 0; i < samples.length; i++) {
    const clipped = Math.min(1, Math.max(-1, samples[i]!));
    view.setInt16(2 * i, Math.min(32767, Math.round(clipped * 32768)), true);
  }
  return new Uint8Array(view.buffer);
}

const integerFormat = 1;
const floatFormat = 3;
const extensibleFormat = 0xfffe;

function decodeFormat(
  view: DataView,
  at: number,
  size: number,
): Pick<WavHeader, 'channels' | 'rate' | 'bits' | 'float'> {
  if (size < 16 || at + size > view.byteLength)
    throw new Error(`byte ${at}: a format of 16 bytes or more was expected`);
  let code = view.getUint16(at, true);
  if (code === extensibleFormat && size >= 26) code = view.getUint16(at + 24, true);
  const channels = view.getUint16(at + 2, true);
  const rate = view.getUint32(at + 4, true);
  const bits = view.getUint16(at + 14, true);
  const known = code === integerFormat ? [8, 16, 24, 32] : code === floatFormat ? [32, 64] : [];
  if (!known.includes(bits)) {
    throw new Error(
      `byte ${at}: integers of 8, 16, 24 or 32 bits or floats of 32 or 64 were expected, but format ${code} with ` +
        `${bits} bits stands there`,
    );
  }
  if (channels === 0 || rate === 0) throw new Error(`byte ${at + 2}: at least one channel and a rate were expected`);
  return { channels, rate, bits: bits as WavHeader['bits'], float: code === floatFormat };
}

function sampleReader(view: DataView, bits: WavHeader['bits'], float: boolean): (at: number) => number {
  if (float) return bits === 32 ? (at) => view.getFloat32(at, true) : (at) => view.getFloat64(at, true);
  // Eight bits are unsigned, all others signed.
  if (bits === 8) return (at) => (view.getUint8(at) - 128) / 128;
  if (bits === 16) return (at) => view.getInt16(at, true) / 2 ** 15;
  if (bits === 24) return (at) => (view.getUint16(at, true) + 2 ** 16 * view.getInt8(at + 2)) / 2 ** 23;
  return (at) => view.getInt32(at, true) / 2 ** 31;
}

function tagAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

function expectTag(bytes: Uint8Array, at: number, tag: string): void {
  const given = tagAt(bytes, at);
  if (given !== tag) throw new Error(`byte ${at}: "${tag}" was expected, but "${given}" stands there`);
}
