import fc from 'fast-check';

/** Numbers at which readers of sizes and places break. */
const edges = [0, 1, 0x7f, 0x80, 0xff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];

/** Bytes that were once as a reader wants them, changed in one to a few places; now and then bytes without sense. */
export function changedBytes(samples: readonly Uint8Array[], words: readonly string[] = []): fc.Arbitrary<Uint8Array> {
  const changed = fc
    .tuple(fc.constantFrom(...samples), fc.array(change(samples, words), { minLength: 1, maxLength: 4 }))
    .map(([sample, changes]) => changes.reduce<Uint8Array>((bytes, apply) => apply(bytes), sample));
  return fc.oneof({ arbitrary: changed, weight: 15 }, { arbitrary: fc.uint8Array({ maxLength: 300 }), weight: 1 });
}

/** The same for texts of UTF-8. */
export function changedTexts(samples: readonly string[], words: readonly string[]): fc.Arbitrary<string> {
  const encoder = new TextEncoder();
  return changedBytes(
    samples.map((sample) => encoder.encode(sample)),
    words,
  ).map((bytes) => new TextDecoder().decode(bytes));
}

type Change = (bytes: Uint8Array) => Uint8Array;

function change(samples: readonly Uint8Array[], words: readonly string[]): fc.Arbitrary<Change> {
  const place = fc.double({ min: 0, max: 1, noNaN: true });
  const length = fc.oneof(fc.nat({ max: 8 }), fc.nat({ max: 4096 }));
  const flips = fc.tuple(place, fc.integer({ min: 1, max: 255 })).map(([at, by]): Change => (bytes) => {
    const copy = Uint8Array.from(bytes);
    if (copy.length > 0) copy[indexOf(copy, at)]! ^= by;
    return copy;
  });
  const numbers = fc
    .tuple(place, fc.constantFrom(1, 2, 4, 8), fc.constantFrom(...edges), fc.boolean())
    .map(([at, size, value, little]): Change => (bytes) => {
      const copy = Uint8Array.from(bytes);
      const from = indexOf(copy, at);
      for (let i = 0; i < size && from + i < copy.length; i += 1) {
        copy[from + i] = Number((BigInt(value) >> BigInt(8 * (little ? i : size - 1 - i))) & 0xffn);
      }
      return copy;
    });
  const cuts = fc.tuple(place, length).map(([at, count]): Change => (bytes) => {
    const from = indexOf(bytes, at);
    return join(bytes.subarray(0, from), bytes.subarray(from + count));
  });
  const ends = place.map(
    (at): Change =>
      (bytes) =>
        bytes.subarray(0, indexOf(bytes, at)),
  );
  const doubles = fc.tuple(place, length).map(([at, count]): Change => (bytes) => {
    const from = indexOf(bytes, at);
    return join(bytes.subarray(0, from + count), bytes.subarray(from));
  });
  const splices = fc.tuple(place, place, fc.constantFrom(...samples)).map(
    ([at, other, sample]): Change =>
      (bytes) =>
        join(bytes.subarray(0, indexOf(bytes, at)), sample.subarray(indexOf(sample, other))),
  );
  const inserts = fc
    .tuple(
      place,
      fc.oneof(fc.uint8Array({ maxLength: 64 }), ...words.map((word) => fc.constant(new TextEncoder().encode(word)))),
    )
    .map(([at, more]): Change => (bytes) => {
      const from = indexOf(bytes, at);
      return join(bytes.subarray(0, from), more, bytes.subarray(from));
    });
  return fc.oneof(flips, numbers, cuts, ends, doubles, splices, inserts);
}

function indexOf(bytes: Uint8Array, at: number): number {
  return Math.min(Math.floor(at * bytes.length), Math.max(0, bytes.length - 1));
}

function join(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}
