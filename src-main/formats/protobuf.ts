/**
 * Writes protocol buffers: the wire format of https://protobuf.dev/programming-guides/encoding, as much as a TensorFlow
 * graph and TensorBoard's events need. Written here rather than taken from tfjs-node's generated code, which is private
 * to that package, wants its bytes in base64 and takes thirty times as long over a graph of a few thousand nodes.
 */
export class ProtobufWriter {
  private bytes = new Uint8Array(256);
  private length = 0;

  /** A non-negative integer (or enum, or boolean) up to 2⁵³ − 1. */
  integer(field: number, value: number): this {
    this.key(field, 0);
    this.varint(value);
    return this;
  }

  /** A signed 64-bit integer of the `int64` kind: negative ones in two's complement. */
  signed(field: number, value: number): this {
    this.key(field, 0);
    this.signedVarint(value);
    return this;
  }

  float(field: number, value: number): this {
    this.key(field, 5);
    this.reserve(4);
    new DataView(this.bytes.buffer).setFloat32(this.length, value, true);
    this.length += 4;
    return this;
  }

  double(field: number, value: number): this {
    this.key(field, 1);
    this.reserve(8);
    new DataView(this.bytes.buffer).setFloat64(this.length, value, true);
    this.length += 8;
    return this;
  }

  text(field: number, value: string): this {
    return this.data(field, encoder.encode(value));
  }

  data(field: number, value: Uint8Array): this {
    this.key(field, 2);
    this.varint(value.length);
    this.reserve(value.length);
    this.bytes.set(value, this.length);
    this.length += value.length;
    return this;
  }

  message(field: number, value: ProtobufWriter): this {
    return this.data(field, value.finish());
  }

  packedSigned(field: number, values: readonly number[]): this {
    const packed = new ProtobufWriter();
    for (const value of values) packed.signedVarint(value);
    return this.message(field, packed);
  }

  packedFloats(field: number, values: readonly number[]): this {
    return this.data(field, new Uint8Array(Float32Array.from(values).buffer));
  }

  /** The bytes written so far. */
  finish(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  private key(field: number, wireType: number): void {
    this.varint(field * 8 + wireType);
  }

  private varint(value: number): void {
    this.reserve(10);
    let rest = value;
    while (rest >= 128) {
      this.bytes[this.length++] = (rest % 128) + 128;
      rest = Math.floor(rest / 128);
    }
    this.bytes[this.length++] = rest;
  }

  private signedVarint(value: number): void {
    if (value >= 0) return this.varint(value);
    this.reserve(10);
    let rest = BigInt.asUintN(64, BigInt(value));
    for (; rest >= 128n; rest >>= 7n) this.bytes[this.length++] = Number(rest & 127n) + 128;
    this.bytes[this.length++] = Number(rest);
  }

  private reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * this.bytes.length, this.length + count));
    larger.set(this.bytes);
    this.bytes = larger;
  }
}

const encoder = new TextEncoder();
