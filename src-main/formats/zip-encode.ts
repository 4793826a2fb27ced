import {
  directoryBytes,
  directorySignature,
  end64Signature,
  endSignature,
  inExtra16,
  inExtra32,
  localHeaderBytes,
  localSignature,
  locator64Signature,
  methods,
  regularFile,
  setNumber64,
  sizes64Tag,
  unixSystem,
  type ZipDirectory,
  type ZipEntry,
} from './zip';

/** The header before an entry's data; it may be written again in its place when the sizes are known. */
export function encodeLocalHeader(entry: ZipEntry): Uint8Array {
  const extra = sizes64([entry.bytes, entry.packedBytes]);
  const fixed = new Uint8Array(localHeaderBytes);
  const view = new DataView(fixed.buffer);
  view.setUint32(0, localSignature, true);
  writeCommon(view, 4, entry);
  view.setUint32(18, inExtra32, true);
  view.setUint32(22, inExtra32, true);
  view.setUint16(26, entry.name.length, true);
  view.setUint16(28, extra.length, true);
  return joined([fixed, ascii(entry.name), extra]);
}

/** The directory and the records behind it, which end the file; `offset` is where they begin. */
export function encodeDirectory(entries: readonly ZipEntry[], offset: number): Uint8Array {
  const listed = entries.map(directoryEntry);
  const bytes = listed.reduce((sum, { length }) => sum + length, 0);
  return joined([...listed, ...directoryEnd({ entries: entries.length, bytes, offset })]);
}

/** Version of the format that sizes of 64 bits came with. */
const version64 = 45;
/** 1 January 1980 as DOS wrote it. */
const firstDate = 0x21;

/** What a local header and one of the directory have alike: version, flags, method, time, date, checksum. */
function writeCommon(view: DataView, at: number, { method, crc32 }: ZipEntry): void {
  view.setUint16(at, version64, true);
  view.setUint16(at + 4, methods[method], true);
  view.setUint16(at + 8, firstDate, true);
  view.setUint32(at + 10, crc32, true);
}

function directoryEntry(entry: ZipEntry): Uint8Array {
  const large = [entry.bytes, entry.packedBytes, entry.offset].map((value) => value >= inExtra32);
  const extra = large.some(Boolean) ? sizes64([entry.bytes, entry.packedBytes, entry.offset]) : new Uint8Array();
  const fixed = new Uint8Array(directoryBytes);
  const view = new DataView(fixed.buffer);
  const shown = (value: number) => (extra.length > 0 ? inExtra32 : value);
  view.setUint32(0, directorySignature, true);
  view.setUint16(4, (unixSystem << 8) | version64, true);
  writeCommon(view, 6, entry);
  view.setUint32(20, shown(entry.packedBytes), true);
  view.setUint32(24, shown(entry.bytes), true);
  view.setUint16(28, entry.name.length, true);
  view.setUint16(30, extra.length, true);
  view.setUint32(38, ((regularFile | 0o644) << 16) >>> 0, true);
  view.setUint32(42, shown(entry.offset), true);
  return joined([fixed, ascii(entry.name), extra]);
}

function directoryEnd({ entries, bytes, offset }: ZipDirectory): Uint8Array[] {
  const isLarge = entries >= inExtra16 || bytes >= inExtra32 || offset >= inExtra32;
  const end = new Uint8Array(22);
  const view = new DataView(end.buffer);
  view.setUint32(0, endSignature, true);
  view.setUint16(8, isLarge ? inExtra16 : entries, true);
  view.setUint16(10, isLarge ? inExtra16 : entries, true);
  view.setUint32(12, isLarge ? inExtra32 : bytes, true);
  view.setUint32(16, isLarge ? inExtra32 : offset, true);
  return isLarge ? [directoryEnd64({ entries, bytes, offset }), end] : [end];
}

function directoryEnd64({ entries, bytes, offset }: ZipDirectory): Uint8Array {
  const records = new Uint8Array(56 + 20);
  const view = new DataView(records.buffer);
  view.setUint32(0, end64Signature, true);
  setNumber64(view, 4, 44);
  view.setUint16(12, version64, true);
  view.setUint16(14, version64, true);
  [entries, entries, bytes, offset].forEach((value, index) => setNumber64(view, 24 + 8 * index, value));
  view.setUint32(56, locator64Signature, true);
  setNumber64(view, 64, offset + bytes);
  view.setUint32(72, 1, true);
  return records;
}

function sizes64(values: readonly number[]): Uint8Array {
  const extra = new Uint8Array(4 + 8 * values.length);
  const view = new DataView(extra.buffer);
  view.setUint16(0, sizes64Tag, true);
  view.setUint16(2, 8 * values.length, true);
  values.forEach((value, index) => setNumber64(view, 4 + 8 * index, value));
  return extra;
}

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
