import { expect, test } from 'vitest';
import {
  decodeWavFrames,
  decodeWavHeader,
  encodeWav,
  encodeWavHeader,
  encodeWavSamples,
} from '../../src-main/formats/wav';

const wave = Float64Array.from({ length: 50 }, (_, t) => 0.9 * Math.sin(t / 3));

/** Both channels carry the wave, the second one upside down and half as strong. */
function stereo(bits: number, float: boolean): Uint8Array {
  const size = bits / 8;
  const file = Buffer.alloc(44 + wave.length * 2 * size);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(float ? 3 : 1, 20);
  file.writeUInt16LE(2, 22);
  file.writeUInt32LE(8000, 24);
  file.writeUInt32LE(8000 * 2 * size, 28);
  file.writeUInt16LE(2 * size, 32);
  file.writeUInt16LE(bits, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(wave.length * 2 * size, 40);
  wave.forEach((value, t) => {
    [value, -value / 2].forEach((sample, channel) => {
      const at = 44 + (2 * t + channel) * size;
      if (float) return bits === 32 ? file.writeFloatLE(sample, at) : file.writeDoubleLE(sample, at);
      const level = Math.round(sample * 2 ** (bits - 1));
      return bits === 8 ? file.writeUInt8(level + 128, at) : file.writeIntLE(level, at, size);
    });
  });
  return new Uint8Array(file);
}

test.each([
  [8, false, 2 ** -7],
  [16, false, 2 ** -15],
  [24, false, 2 ** -23],
  [32, false, 2 ** -31],
  [32, true, 2 ** -24],
  [64, true, 1e-15],
])('%d bits (float: %s) are read and mixed down', (bits, float, tolerance) => {
  const file = stereo(bits, float);
  const header = decodeWavHeader(file, file.length);
  expect(header).toMatchObject({ channels: 2, rate: 8000, bits, float, dataOffset: 44 });
  const frames = decodeWavFrames(file.subarray(44), header);
  expect(frames.length).toBe(wave.length);
  frames.forEach((value, t) => expect(Math.abs(value - wave[t]! / 4)).toBeLessThanOrEqual(tolerance));
});

test('what is written is read again, clipped at full scale', () => {
  const file = encodeWav([...wave, 2, -2], 16_000);
  const header = decodeWavHeader(file, file.length);
  expect(header).toMatchObject({ channels: 1, rate: 16_000, bits: 16, float: false });
  const frames = decodeWavFrames(file.subarray(header.dataOffset), header);
  wave.forEach((value, t) => expect(Math.abs(frames[t]! - value)).toBeLessThan(2 ** -15));
  expect([...frames.subarray(-2)]).toEqual([32767 / 32768, -1]);
});

test('a file that is no WAV, is packed or cut off is refused with the byte', () => {
  const file = encodeWav(wave, 8000);
  expect(() => decodeWavHeader(Buffer.from('RIFX'), 4)).toThrow('byte 0: "RIFF" was expected, but "RIFX" stands there');
  expect(() => decodeWavHeader(file.subarray(0, 60), 60)).toThrow('byte 60: samples were expected up to byte 144');
  const packed = Uint8Array.from(file);
  packed[20] = 85;
  expect(() => decodeWavHeader(packed, packed.length)).toThrow('byte 20');
});

test('a file that is written in pieces is the one that is written at once', () => {
  const wave = Float64Array.from({ length: 500 }, (_, t) => Math.sin(t / 7));
  const pieces = [
    encodeWavHeader(500, 22_050),
    encodeWavSamples(wave.subarray(0, 123)),
    encodeWavSamples(wave.subarray(123)),
  ];
  expect(Buffer.concat(pieces)).toEqual(Buffer.from(encodeWav(wave, 22_050)));
});
