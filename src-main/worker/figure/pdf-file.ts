/** A document of Skia's taken apart: its objects by number, as Latin-1 text, so that a character is a byte. */
export interface PdfObjects {
  header: string;
  objects: Map<number, string>;
  /** The dictionary of the trailer, without `/Size`. */
  trailer: string;
}

/** Takes a document with one cross-reference table apart (ISO 32000-1, 7.5). Throws for another kind of file. */
export function readPdf(document: Buffer): PdfObjects {
  const text = document.toString('latin1');
  const start = Number(/startxref\s*(\d+)\s*%%EOF\s*$/.exec(text)?.[1] ?? NaN);
  const table = /^xref\s+0 (\d+)\s+/.exec(text.slice(start, start + 64));
  const trailer = /trailer\s*<<([\s\S]*?)>>\s*startxref/.exec(text.slice(start || 0))?.[1];
  if (!table || trailer === undefined) throw new Error('The PDF document has no table of its objects.');
  const entries = start + table[0].length;
  const offsets = Array.from({ length: Number(table[1]) }, (_, number) => {
    const entry = text.slice(entries + 20 * number, entries + 20 * number + 18);
    return entry.endsWith('n') ? Number(entry.slice(0, 10)) : null;
  });
  const ends = [...offsets.filter((offset) => offset !== null), start].sort((one, other) => one - other);
  const objects = new Map<number, string>();
  offsets.forEach((offset, number) => {
    if (offset !== null) objects.set(number, text.slice(offset, ends[ends.indexOf(offset) + 1]));
  });
  return { header: text.slice(0, ends[0]), objects, trailer: trailer.replace(/\/Size \d+\s*/, '') };
}

/** Puts a document together, with a new table of its objects. */
export function writePdf({ header, objects, trailer }: PdfObjects): Buffer {
  const size = Math.max(...objects.keys()) + 1;
  const pieces = [header];
  const offsets = new Map<number, number>();
  let length = header.length;
  for (const [number, object] of objects) {
    offsets.set(number, length);
    pieces.push(object);
    length += object.length;
  }
  const entries = Array.from({ length: size }, (_, number) => {
    const offset = offsets.get(number);
    return offset === undefined ? '0000000000 65535 f \n' : `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  pieces.push(`xref\n0 ${size}\n`, ...entries);
  pieces.push(`trailer\n<</Size ${size}\n${trailer}>>\nstartxref\n${length}\n%%EOF\n`);
  return Buffer.from(pieces.join(''), 'latin1');
}

/** A number of a PDF file, to thousandths. */
export function pdfNumber(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}
