import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GlobalFonts } from '@napi-rs/canvas';
import type { Paper } from '../../contract/figure';

const families = { sans: 'IBMPlexSans', serif: 'STIXTwoText' } as const;
const familyNames = { sans: 'IBM Plex Sans', serif: 'STIX Two Text' } as const;
const weights = { 400: 'Regular', 600: 'SemiBold' } as const;

/** The parts of a font that an SVG file can bear, with the characters they are there for (CSS `unicode-range`). */
const parts = [
  { name: 'latin', range: 'U+0-FF,U+131,U+152-153,U+2C6,U+2DA,U+2DC,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212' },
  { name: 'greek', range: 'U+370-377,U+37A-37F,U+384-38A,U+38C,U+38E-3A1,U+3A3-3FF' },
] as const;

/**
 * Registers the figures' own fonts, so that files do not depend on those of the machine. Throws when one cannot be
 * read: a figure in another font would have other sizes.
 */
export function registerFonts(folder: string): void {
  for (const family of Object.values(families)) {
    for (const weight of Object.values(weights)) {
      const file = join(folder, `${family}-${weight}.woff2`);
      if (!GlobalFonts.register(readFileSync(file))) throw new Error(`${file} is no font that can be drawn with.`);
    }
  }
}

/** The `@font-face` rules that a drawing needs: of each weight only the parts whose characters it uses. */
export function fontFaces(folder: string, font: Paper['font'], used: ReadonlyMap<number, ReadonlySet<string>>): string {
  const rules: string[] = [];
  for (const [weight, characters] of [...used].sort(([one], [other]) => one - other)) {
    const name = weights[weight as keyof typeof weights];
    if (!name) throw new Error(`Figures have the font weights ${Object.keys(weights).join(' and ')}, not ${weight}.`);
    for (const part of parts) {
      if (![...characters].some((character) => inRange(character, part.range))) continue;
      const data = readFileSync(join(folder, 'web', `${families[font]}-${name}-${part.name}.woff2`)).toString('base64');
      rules.push(
        `@font-face{font-family:"${familyNames[font]}";font-weight:${weight};unicode-range:${part.range};` +
          `src:url(data:font/woff2;base64,${data})format("woff2")}`,
      );
    }
  }
  return rules.join('\n');
}

function inRange(character: string, range: string): boolean {
  const code = character.codePointAt(0)!;
  return range.split(',').some((piece) => {
    const [from, to] = piece
      .slice(2)
      .split('-')
      .map((digits) => Number.parseInt(digits, 16)) as [number, number?];
    return code >= from && code <= (to ?? from);
  });
}
