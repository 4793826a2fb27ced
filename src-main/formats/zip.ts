/**
 * The records of ZIP files: PKWARE's APPNOTE 6.3.10 without encryption, parts and comments, with sizes of 64 bits.
 * Names are ASCII here, times the beginning of 1980: the same contents are the same bytes.
 */

/** An entry as the directory at the end of a file lists it. */
export interface ZipEntry {
  name: string;
  method: 'stored' | 'deflated';
  crc32: number;
  /** Bytes in the file. */
  packedBytes: number;
  bytes: number;
  /** Where its own header begins. */
  offset: number;
}

/** Where the directory lies. */
export interface ZipDirectory {
  entries: number;
  bytes: number;
  offset: number;
}

/** Longer than all records behind the directory: two of 64 bits and the one of the end, with the longest comment. */
export const zipTailBytes = 56 + 20 + 22 + 0xffff;
/** Without name and extra field. */
export const localHeaderBytes = 30;

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

/** Finds the directory by the last bytes of a file, `zipTailBytes` of them or all. Throws an Error for other files. */
export function decodeDirectoryEnd(tail: Uint8Array, fileBytes: number): ZipDirectory {
  const view = viewOf(tail);
  let at = tail.length - 22;
  while (at >= 0 && !(view.getUint32(at, true) === endSignature && at + 22 + view.getUint16(at + 20, true) === tail.length))
    at -= 1;
  if (at < 0) throw new Error('it is no ZIP file, or was cut off at its end');
  const parts = [view.getUint16(at + 4, true), view.getUint16(at + 6, true)];
  if (parts.some((part) => part !== 0 && part !== inExtra16)) throw new Error('it is a part of a divided ZIP file');
  let directory: ZipDirectory = {
    entries: view.getUint16(at + 10, true),
    bytes: view.getUint32(at + 12, true),
    offset: view.getUint32(at + 16, true),
  };
  const locator = at - 20;
  if (locator >= 0 && view.getUint32(locator, true) === locator64Signature) {
    const record = number64(view, locator + 8) - (fileBytes - tail.length);
    if (!(record >= 0 && record + 56 <= locator && view.getUint32(record, true) === end64Signature))
      throw new Error('its 64-bit end record is not where it should be');
    directory = {
      entries: number64(view, record + 32),
      bytes: number64(view, record + 40),
      offset: number64(view, record + 48),
    };
  }
  if (directory.offset + directory.bytes > fileBytes) throw new Error('its directory lies beyond its end');
  return directory;
}

/** Reads the directory. Throws an Error naming the entry that cannot be one. */
export function decodeDirectory(bytes: Uint8Array, count: number): ZipEntry[] {
  const view = viewOf(bytes);
  const entries: ZipEntry[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (at + directoryBytes > bytes.length || view.getUint32(at, true) !== directorySignature)
      throw new Error(`its directory is damaged at byte ${at}`);
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((place) => view.getUint16(at + place, true)) as [
      number,
      number,
      number,
    ];
    const end = at + directoryBytes + nameBytes + extraBytes + commentBytes;
    if (end > bytes.length) throw new Error(`its directory is damaged at byte ${at}`);
    const extraStart = at + directoryBytes + nameBytes;
    const name = textOf(bytes.subarray(at + directoryBytes, extraStart));
    entries.push(decodeEntry(view, { at, name, extra: bytes.subarray(extraStart, extraStart + extraBytes) }));
    at = end;
  }
  if (entries.length !== count) throw new Error(`its directory lists ${entries.length} entries where it says ${count}`);
  return entries;
}

/** Bytes between the beginning of an entry's own header and its data. Throws an Error where the header is another's. */
export function decodeLocalHeader(header: Uint8Array, { name }: ZipEntry): number {
  const view = viewOf(header);
  const nameBytes = header.length < localHeaderBytes ? 0 : view.getUint16(26, true);
  if (
    header.length < localHeaderBytes + name.length ||
    view.getUint32(0, true) !== localSignature ||
    textOf(header.subarray(localHeaderBytes, localHeaderBytes + nameBytes)) !== name
  )
    throw new Error(`${name}: its header is not where the directory says`);
  return localHeaderBytes + nameBytes + view.getUint16(28, true);
}

const localSignature = 0x04034b50;
const directorySignature = 0x02014b50;
const endSignature = 0x06054b50;
const end64Signature = 0x06064b50;
const locator64Signature = 0x07064b50;
const directoryBytes = 46;
/** Version of the format that sizes of 64 bits came with. */
const version64 = 45;
const inExtra16 = 0xffff;
const inExtra32 = 0xffffffff;
const sizes64Tag = 1;
/** 1 January 1980 as DOS wrote it. */
const firstDate = 0x21;
const methods = { stored: 0, deflated: 8 } as const;
const encrypted = 1;
const unixSystem = 3;
const [fileTypeMask, regularFile] = [0o170000, 0o100000];

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

function decodeEntry(view: DataView, { at, name, extra }: { at: number; name: string; extra: Uint8Array }): ZipEntry {
  const method = view.getUint16(at + 10, true);
  if (view.getUint16(at + 8, true) & encrypted) throw new Error(`${name} is encrypted`);
  if (method !== methods.stored && method !== methods.deflated)
    throw new Error(`${name} is packed by method ${method}; only stored (0) and deflated (8) ones are read`);
  const fileType = (view.getUint32(at + 38, true) >>> 16) & fileTypeMask;
  if (view.getUint8(at + 5) === unixSystem && fileType !== 0 && fileType !== regularFile)
    throw new Error(`${name} is no plain file but a link, a folder or a device`);
  const [packedBytes, bytes, offset] = largeSizes(name, extra, {
    packedBytes: view.getUint32(at + 20, true),
    bytes: view.getUint32(at + 24, true),
    offset: view.getUint32(at + 42, true),
  });
  return {
    name,
    method: method === methods.stored ? 'stored' : 'deflated',
    crc32: view.getUint32(at + 16, true),
    packedBytes,
    bytes,
    offset,
  };
}

/** The sizes that do not fit into 32 bits stand in the extra field, in this order. */
function largeSizes(
  name: string,
  extra: Uint8Array,
  { packedBytes, bytes, offset }: Pick<ZipEntry, 'packedBytes' | 'bytes' | 'offset'>,
): [packedBytes: number, bytes: number, offset: number] {
  const view = viewOf(extra);
  let [place, end] = [0, 0];
  for (let at = 0; at + 4 <= extra.length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== sizes64Tag) continue;
    [place, end] = [at + 4, Math.min(extra.length, at + 4 + view.getUint16(at + 2, true))];
    break;
  }
  const size = (value: number): number => {
    if (value !== inExtra32) return value;
    if (place + 8 > end) throw new Error(`${name} lacks its 64-bit sizes`);
    place += 8;
    return number64(view, place - 8);
  };
  const whole = size(bytes);
  return [size(packedBytes), whole, size(offset)];
}

function sizes64(values: readonly number[]): Uint8Array {
  const extra = new Uint8Array(4 + 8 * values.length);
  const view = new DataView(extra.buffer);
  view.setUint16(0, sizes64Tag, true);
  view.setUint16(2, 8 * values.length, true);
  values.forEach((value, index) => setNumber64(view, 4 + 8 * index, value));
  return extra;
}

function number64(view: DataView, at: number): number {
  return view.getUint32(at, true) + 2 ** 32 * view.getUint32(at + 4, true);
}

function setNumber64(view: DataView, at: number, value: number): void {
  view.setUint32(at, value % 2 ** 32, true);
  view.setUint32(at + 4, Math.floor(value / 2 ** 32), true);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function textOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
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
