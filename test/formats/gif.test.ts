import { createCanvas, loadImage } from '@napi-rs/canvas';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeGif, type GifFrame } from '../../src-main/formats/gif';
import { RandomStream } from '../../src-main/math/random';
import { decodeGif } from './decode-gif';

/** Pixels of 0xrrggbb. */
function frame(colors: ArrayLike<number>, seconds = 0.1): GifFrame {
  const pixels = new Uint8ClampedArray(4 * colors.length);
  for (let i = 0; i < colors.length; i++) {
    pixels.set([colors[i]! >> 16, (colors[i]! >> 8) & 0xff, colors[i]! & 0xff, 255], 4 * i);
  }
  return { pixels, seconds };
}

const animation = fc
  .record({
    width: fc.integer({ min: 1, max: 12 }),
    height: fc.integer({ min: 1, max: 12 }),
    colors: fc.array(fc.integer({ min: 0, max: 0xffffff }), { minLength: 1, maxLength: 40 }),
    count: fc.integer({ min: 1, max: 5 }),
    seed: fc.nat(),
  })
  .map(({ width, height, colors, count, seed }) => {
    const stream = RandomStream.fromSeed(seed);
    const frames = Array.from({ length: count }, () =>
      Uint32Array.from({ length: width * height }, () => colors[stream.integer(colors.length)]!),
    );
    return { width, height, frames };
  });

describe('an animated GIF', () => {
  test('decodes to the frames that it was made of', () => {
    fc.assert(
      fc.property(animation, ({ width, height, frames }) => {
        const gif = decodeGif(
          encodeGif(
            frames.map((colors) => frame(colors, 0.07)),
            { width, height },
          ),
        );
        expect(gif).toMatchObject({ width, height, loops: 0 });
        expect(gif.frames.map(({ delay }) => delay)).toEqual(frames.map(() => 7));
        gif.frames.forEach(({ colors }, i) => expect(colors).toEqual(frames[i]));
      }),
      { numRuns: 200 },
    );
  });

  test('goes through full tables of codes: noise of 256 colours', () => {
    const stream = RandomStream.fromSeed(1);
    const noise = Uint32Array.from({ length: 200 * 150 }, () => 0x010203 * stream.integer(80) + stream.integer(3));
    const gif = decodeGif(encodeGif([frame(noise)], { width: 200, height: 150 }));
    expect(gif.frames[0]!.colors).toEqual(noise);
  });

  test('is read by another decoder as well', async () => {
    const colors = Uint32Array.from({ length: 40 * 30 }, (_, i) => (i % 7) * 0x203040 + (i % 3));
    const bytes = encodeGif([frame(colors)], { width: 40, height: 30 });
    const context = createCanvas(40, 30).getContext('2d');
    context.drawImage(await loadImage(Buffer.from(bytes)), 0, 0);
    const { data } = context.getImageData(0, 0, 40, 30);
    expect([...data]).toEqual([...frame(colors).pixels]);
  });

  test('stores what changes alone', () => {
    const still = new Uint32Array(100 * 100);
    const moved = still.slice();
    moved[5050] = 0xffffff;
    const size = { width: 100, height: 100 };
    const one = encodeGif([frame(still), frame(moved)], size).length;
    const repeated = encodeGif([frame(still), frame(moved), frame(moved), frame(still)], size).length;
    expect(repeated - one).toBeLessThan(80);
  });

  test('keeps the most frequent of more than 256 colours, and takes the nearest of them for others', () => {
    const common = Uint32Array.from({ length: 512 }, (_, i) => (i % 256) * 0x10000);
    const colors = Uint32Array.from([...common, 0x7f0001]);
    const [decoded] = decodeGif(encodeGif([frame(colors)], { width: 513, height: 1 })).frames;
    expect(decoded!.colors.subarray(0, 512)).toEqual(common);
    expect(decoded!.colors[512]).toBe(0x7f0000);
  });

  test('is refused where a frame does not fit', () => {
    expect(() => encodeGif([frame([1, 2, 3])], { width: 2, height: 2 })).toThrow('Frame 0 has 3 pixels; 2 × 2 are 4.');
    expect(() => encodeGif([], { width: 2, height: 2 })).toThrow('needs a frame');
  });
});
