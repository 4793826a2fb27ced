import {
  directoryBytes,
  directorySignature,
  end64Signature,
  endSignature,
  fileTypeMask,
  inExtra16,
  inExtra32,
  localHeaderBytes,
  localSignature,
  locator64Signature,
  methods,
  number64,
  regularFile,
  sizes64Tag,
  unixSystem,
  viewOf,
  type ZipDirectory,
  type ZipEntry,
} from './zip';

/** Longer than all records behind the directory: two of 64 bits and the one of the end, with the longest comment. */
export const zipTailBytes = 56 + 20 + 22 + 0xffff;

/** Finds the directory by the last bytes of a file, `zipTailBytes` of them or all. Throws an Error for other files. */
export function decodeDirectoryEnd(tail: Uint8Array, fileBytes: number): ZipDirectory {
  const view = viewOf(tail);
  const isEnd = (at: number) =>
    view.getUint32(at, true) === endSignature && at + 22 + view.getUint16(at + 20, true) === tail.length;
  let at = tail.length - 22;
  while (at >= 0 && !isEnd(at)) at -= 1;
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

const encrypted = 1;

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

function textOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}
