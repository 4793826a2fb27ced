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

/** Bytes of the header before an entry's data, without its name and extra field. */
export const localHeaderBytes = 30;
export const localSignature = 0x04034b50;
export const directorySignature = 0x02014b50;
export const endSignature = 0x06054b50;
export const end64Signature = 0x06064b50;
export const locator64Signature = 0x07064b50;
export const directoryBytes = 46;
export const inExtra16 = 0xffff;
export const inExtra32 = 0xffffffff;
export const sizes64Tag = 1;
export const methods = { stored: 0, deflated: 8 } as const;
export const unixSystem = 3;
/** Kinds of files as Unix writes them. */
export const fileTypeMask = 0o170000;
export const regularFile = 0o100000;

export function number64(view: DataView, at: number): number {
  return view.getUint32(at, true) + 2 ** 32 * view.getUint32(at + 4, true);
}

export function setNumber64(view: DataView, at: number, value: number): void {
  view.setUint32(at, value % 2 ** 32, true);
  view.setUint32(at + 4, Math.floor(value / 2 ** 32), true);
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
