import { inflateSync } from 'node:zlib';

/** What an SVG is made of. */
export function inspectSvg(text: string): { paths: number; texts: string[]; bitmaps: number } {
  return {
    paths: [...text.matchAll(/<(path|polyline|line)\b/g)].length,
    texts: [...text.matchAll(/<text\b[^>]*>([\s\S]*?)<\/text>/g)].map(([, inner]) => plainText(inner!)),
    bitmaps: [...text.matchAll(/<image\b/g)].length,
  };
}

function plainText(markup: string): string {
  return markup.replace(/<[^>]*>/g, '').trim();
}

/** The fonts and bitmaps of a PDF, read from its objects; compressed object streams are unpacked. */
export function inspectPdf(file: Buffer): { fonts: { name: string; isEmbedded: boolean }[]; bitmaps: number } {
  const text = [file.toString('latin1'), ...objectStreams(file)].join('\n');
  const objects = new Map<string, string>();
  for (const [, number, body] of text.matchAll(/(?:^|\s)(\d+) 0 obj\b([\s\S]*?)endobj/g)) objects.set(number!, body!);
  const descriptors = [...text.matchAll(/<<[^<>]*\/Type\s*\/FontDescriptor[^<>]*>>/g)].map(([body]) => body);
  return {
    fonts: descriptors.map((body) => ({
      name: /\/FontName\s*\/([^\s/<>[\]]+)/.exec(body)?.[1] ?? 'unnamed',
      isEmbedded: /\/FontFile[23]?\s+\d+/.test(body),
    })),
    bitmaps: [...text.matchAll(/\/Subtype\s*\/Image/g)].length,
  };
}

function objectStreams(file: Buffer): string[] {
  const text = file.toString('latin1');
  const streams: string[] = [];
  for (const match of text.matchAll(/\/Type\s*\/ObjStm[\s\S]*?stream\r?\n/g)) {
    const start = match.index + match[0].length;
    const end = text.indexOf('endstream', start);
    streams.push(inflateSync(file.subarray(start, end)).toString('latin1'));
  }
  return streams;
}
