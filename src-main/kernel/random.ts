/** Philox 4×32-10 (Salmon et al., SC 2011), the same stream as `uniformAt` of `src-main/math/random.ts`. */

const MULTIPLIER_0: u64 = 0xd2511f53;
const MULTIPLIER_1: u64 = 0xcd9e8d57;
const SAMPLING: u32 = 0x73616d70;

/** Uniform in [0, 1), 53 bits: a function of the seed's two words, the row in the whole batch and the step alone. */
export function uniformAt(seedLow: u32, seedHigh: u32, row: u32, step: u64): f64 {
  let c0: u32 = <u32>step;
  let c1: u32 = <u32>(step >> 32);
  let c2: u32 = row;
  let c3: u32 = SAMPLING;
  let k0 = seedLow;
  let k1 = seedHigh;
  for (let round = 0; round < 10; round++) {
    const p0 = MULTIPLIER_0 * <u64>c0;
    const p1 = MULTIPLIER_1 * <u64>c2;
    c0 = (<u32>(p1 >> 32)) ^ c1 ^ k0;
    c1 = <u32>p1;
    c2 = (<u32>(p0 >> 32)) ^ c3 ^ k1;
    c3 = <u32>p0;
    k0 += 0x9e3779b9;
    k1 += 0xbb67ae85;
  }
  return (<f64>(c0 >> 5) * 67108864.0 + <f64>(c1 >> 6)) / 9007199254740992.0;
}
