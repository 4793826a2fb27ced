import { svgNumber } from './svg-path';

/** A text for an attribute or between tags; characters that XML has no place for are left out. */
export function escaped(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}

/** ` fill="#0072b2" fill-opacity=".15"` of a canvas colour. Throws for gradients and patterns. */
export function paint(attribute: 'fill' | 'stroke', color: unknown, alpha: number): string {
  if (typeof color !== 'string') {
    throw new Error('An SVG drawing takes colours as text; gradients and patterns are not among them.');
  }
  const parts = /^rgba\((\d+), ?(\d+), ?(\d+), ?([\d.]+)\)$/.exec(color);
  const opacity = alpha * (parts ? Number(parts[4]) : 1);
  const channels = parts?.slice(1, 4).map((channel) => Number(channel).toString(16).padStart(2, '0'));
  const plain = channels ? `#${channels.join('')}` : color;
  return ` ${attribute}="${escaped(plain)}"${opacity === 1 ? '' : ` ${attribute}-opacity="${svgNumber(opacity)}"`}`;
}

/** The parts of a canvas font, `600 8px "IBM Plex Sans", sans-serif`. Throws for styles that figures do not use. */
export function parseFont(font: string): { weight: number; size: number; family: string } {
  const parts = /^(?:normal )?(?:(normal|bold|\d+) )?([\d.]+)px(?:\/\S+)? (.+)$/.exec(font);
  if (!parts) throw new Error(`A font is written \`600 8px family\`, not \`${font}\`.`);
  const weight = parts[1] === undefined || parts[1] === 'normal' ? 400 : parts[1] === 'bold' ? 700 : Number(parts[1]);
  return { weight, size: Number(parts[2]), family: parts[3]! };
}
