import { open, type FileHandle } from 'node:fs/promises';
import { UserError } from '../../contract/errors';
import { decodeWavFrames, decodeWavHeader, wavHeaderRoom } from '../../formats/wav';
import { stemOf, type ReadBytes } from './read-table';
import type { SeriesSink } from './series-sink';

export interface ReadSound {
  path: string;
  sink: SeriesSink;
  fileClass: string | null;
  onBytes: ReadBytes;
}

/** Frames that are read at once. */
const framesAtOnce = 65_536;

/** Reads a WAV file as one series, mixed down, without ever holding it whole. Throws a UserError naming the byte. */
export async function readSound({
  path,
  sink,
  fileClass,
  onBytes,
}: ReadSound): Promise<[name: string, value: string][]> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const header = decodeWavHeader(await readAt(file, 0, Math.min(size, wavHeaderRoom)), size);
    const { channels, rate, bits, float, dataOffset, dataBytes } = header;
    const group = sink.add([stemOf(path)], 0, 1 / rate);
    if (fileClass !== null) group.class = fileClass;
    const frame = (channels * bits) / 8;
    for (let at = 0; at < dataBytes && !sink.full; at += framesAtOnce * frame) {
      const bytes = await readAt(file, dataOffset + at, Math.min(framesAtOnce * frame, dataBytes - at));
      const frames = decodeWavFrames(bytes, header);
      const wrong = frames.findIndex((value) => !Number.isFinite(value));
      if (wrong >= 0) {
        const place = dataOffset + at + wrong * frame;
        throw new Error(`byte ${place}: a finite sample was expected, but ${frames[wrong]} stands there`);
      }
      for (const value of frames) group.series[0]!.push(value);
      onBytes(dataOffset + at + bytes.length);
    }
    return [
      ['Rate', `${rate} Hz`],
      ['Channels', channels === 1 ? '1' : `${channels}, mixed down`],
      ['Samples', `${float ? 'floats' : 'integers'} of ${bits} bits`],
      ['Duration', `${(dataBytes / frame / rate).toFixed(2)} s`],
    ];
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `${path}, ${(error as Error).message}.`,
      'Nothing was imported. Save the sound as a WAV file again.',
    );
  } finally {
    await file.close();
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
