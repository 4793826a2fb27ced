/** Continues a checksum over more bytes; begin with 0. */
export type Checksum = (bytes: Uint8Array, before?: number) => number;

/** CRC-32 of IEEE 802.3, as in PNG and ZIP; `zlib.crc32` is not in every runtime. */
export const crc32 = reflectedChecksum(0xedb88320);

/** CRC-32C of Castagnoli (RFC 3720, B.4), as in TensorFlow's records. */
export const crc32c = reflectedChecksum(0x82f63b78);

/** Checksum with a polynomial that is given, as its register is, with the lowest power first. */
function reflectedChecksum(polynomial: number): Checksum {
  const table = new Uint32Array(256).map((_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
    return crc;
  });
  return (bytes, before = 0) => {
    let crc = ~before;
    for (let at = 0; at < bytes.length; at += 1) crc = table[(crc ^ bytes[at]!) & 255]! ^ (crc >>> 8);
    return ~crc >>> 0;
  };
}
