/** Ways of seeing a figure that its colours have to stand: three colour deficiencies, and a print in grey. */
export const visions = ['protanopia', 'deuteranopia', 'tritanopia', 'grey'] as const;
export type Vision = (typeof visions)[number];

/**
 * Changes pixels (red, green, blue, opacity in 0 … 255) in place to what an eye of that kind sees of them.
 * Colour deficiencies by Machado, Oliveira and Fernandes, "A physiologically-based model for simulation of color vision
 * deficiency" (2009), severity 1, in linear light; grey is the luminance (IEC 61966-2-1).
 */
export function simulatePixels(pixels: Uint8ClampedArray, vision: Vision): void {
  const [red, green, blue] = matrices[vision];
  for (let at = 0; at < pixels.length; at += 4) {
    const light = [linear[pixels[at]!]!, linear[pixels[at + 1]!]!, linear[pixels[at + 2]!]!] as const;
    pixels[at] = encoded(seen(red, light));
    pixels[at + 1] = encoded(seen(green, light));
    pixels[at + 2] = encoded(seen(blue, light));
  }
}

type Row = readonly [number, number, number];

const luminance: Row = [0.2126, 0.7152, 0.0722];

const matrices: Record<Vision, readonly [Row, Row, Row]> = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
  grey: [luminance, luminance, luminance],
};

function seen([r, g, b]: Row, [red, green, blue]: Row): number {
  return r * red + g * green + b * blue;
}

/** Light of each of the 256 values of a channel. */
const linear = Float64Array.from({ length: 256 }, (_, value) => {
  const part = value / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
});

function encoded(light: number): number {
  const part = Math.min(1, Math.max(0, light));
  return 255 * (part <= 0.0031308 ? 12.92 * part : 1.055 * part ** (1 / 2.4) - 0.055);
}
