import { crc32c } from './checksum';

/**
 * A record of TensorFlow's record files: length (8 bytes), its checksum, data, their checksum, all little-endian.
 *
 * Format: https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details.
 */
export function encodeRecord(data: Uint8Array): Uint8Array {
  const record = new Uint8Array(data.length + around);
  const view = new DataView(record.buffer);
  view.setUint32(0, data.length % 2 ** 32, true);
  view.setUint32(4, Math.floor(data.length / 2 ** 32), true);
  view.setUint32(8, masked(record.subarray(0, 8)), true);
  record.set(data, headBytes);
  view.setUint32(headBytes + data.length, masked(data), true);
  return record;
}

/**
 * The records of a file, and how many bytes of it are whole records: a writer that was killed leaves a part of one.
 * Throws an Error naming the byte where a checksum is wrong.
 */
export function decodeRecords(file: Uint8Array): { records: Uint8Array[]; wholeBytes: number } {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const records: Uint8Array[] = [];
  let at = 0;
  while (at + headBytes <= file.length) {
    const length = view.getUint32(at, true) + 2 ** 32 * view.getUint32(at + 4, true);
    if (view.getUint32(at + 8, true) !== masked(file.subarray(at, at + 8))) throw damaged(at);
    const end = at + headBytes + length;
    if (end + tailBytes > file.length) break;
    const data = file.subarray(at + headBytes, end);
    if (view.getUint32(end, true) !== masked(data)) throw damaged(at);
    records.push(data);
    at = end + tailBytes;
  }
  return { records, wholeBytes: at };
}

const headBytes = 12;
const tailBytes = 4;
const around = headBytes + tailBytes;

/** Records that hold records would have checksums of checksums; TensorFlow rotates and adds to avoid that. */
function masked(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

function damaged(at: number): Error {
  return new Error(`The record at byte ${at} is damaged: its checksum is another one.`);
}
