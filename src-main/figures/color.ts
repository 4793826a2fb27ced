/** Red, green and blue in 0 … 255. */
type Rgb = [number, number, number];

/** The colour with an opacity of 0 … 1, as `rgba(…)`. `color` is `#rrggbb`, as everywhere here. */
export function withAlpha(color: string, alpha: number): string {
  const [red, green, blue] = toRgb(color);
  return `rgba(${red}, ${green}, ${blue}, ${alpha})`;
}

/** The colour laid over a ground at an opacity of 0 … 1: an opaque `#rrggbb` that looks like `withAlpha`. */
export function blend(color: string, ground: string, alpha: number): string {
  const over = toRgb(color);
  const under = toRgb(ground);
  return toHex(over.map((channel, index) => alpha * channel + (1 - alpha) * under[index]!) as Rgb);
}

/** Contrast ratio of two colours, 1 … 21 (WCAG 2.2, relative luminance). */
export function contrast(one: string, other: string): number {
  const [bright, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (bright + 0.05) / (dark + 0.05);
}

/** The colour moved towards `text` as far as a contrast of at least `ratio` on `ground` takes, and no further. */
export function readable(
  color: string,
  { ground, text, ratio }: { ground: string; text: string; ratio: number },
): string {
  for (let share = 0; share < 1; share += 0.02) {
    const candidate = blend(text, color, share);
    if (contrast(candidate, ground) >= ratio) return candidate;
  }
  return text;
}

function luminance(color: string): number {
  const [red, green, blue] = toRgb(color).map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function toRgb(color: string): Rgb {
  if (!/^#[0-9a-f]{6}$/i.test(color)) throw new Error(`A colour is written #rrggbb, not "${color}".`);
  return [1, 3, 5].map((start) => Number.parseInt(color.slice(start, start + 2), 16)) as Rgb;
}

function toHex(channels: Rgb): string {
  return `#${channels.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`;
}
