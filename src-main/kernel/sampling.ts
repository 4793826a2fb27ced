/** Draws a token from one row of logits; the same definitions as `src-main/model/samplers.ts`. */
import { exponential } from './arithmetic';
import { uniformAt } from './random';
import { levels, paddedLevels, rowLogits, sampler } from './slice';

/** Most likely level; the lowest of equals. A logit that is not a number sets the last word of the sampler's table. */
export function mostLikely(): i32 {
  let best = 0;
  let highest: f32 = -Infinity;
  for (let level = 0; level < levels; level++) {
    const value = load<f32>(rowLogits + ((<usize>level) << 2));
    if (value > highest) {
      highest = value;
      best = level;
    } else if (value != value) {
      store<i32>(sampler, 1, 24);
    }
  }
  return best;
}

/**
 * A level from softmax(logits / temperature), restricted to the top-k levels and then to the fewest levels that hold
 * the share top-p, by the uniform number of (seed, row, step). Table `sampler`: kind, 1/temperature, k, p, seed words,
 * damaged.
 */
export function sample(row: i32, step: u64): i32 {
  if (load<i32>(sampler) == 0) return mostLikely();
  const highest = f32x4.splat(load<f32>(rowLogits + ((<usize>mostLikely()) << 2)));
  const inverseTemperature = f32x4.splat(load<f32>(sampler, 4));
  for (let offset: usize = 0; offset < (<usize>paddedLevels) << 2; offset += 16) {
    const relative = f32x4.mul(f32x4.sub(v128.load(rowLogits + offset), highest), inverseTemperature);
    v128.store(rowLogits + offset, exponential(relative));
  }
  const k = load<i32>(sampler, 8);
  if (k > 0 && k < levels) keepTop(k, 2);
  const p = load<f32>(sampler, 12);
  if (p < 1) keepTop(levels, p);
  let total: f64 = 0;
  for (let level = 0; level < levels; level++) total += <f64>load<f32>(rowLogits + ((<usize>level) << 2));
  const target = total * uniformAt(load<u32>(sampler, 16), load<u32>(sampler, 20), row, step);
  let sum: f64 = 0;
  let last = 0;
  for (let level = 0; level < levels; level++) {
    const weight = <f64>load<f32>(rowLogits + ((<usize>level) << 2));
    if (weight > 0) {
      sum += weight;
      last = level;
      if (sum > target) return level;
    }
  }
  return last;
}

/** Zeroes all but the largest weights: at most `count`, and no more than are needed for the share of the total. */
function keepTop(count: i32, share: f32): void {
  let total: f64 = 0;
  for (let level = 0; level < levels; level++) total += <f64>load<f32>(rowLogits + ((<usize>level) << 2));
  const needed = total * <f64>share;
  let lowest: f32 = Infinity;
  let lowestLevel = -1;
  let sum: f64 = 0;
  // Next largest by (weight falling, level rising), one after the other: few are needed where this is used.
  for (let kept = 0; kept < count && sum < needed; kept++) {
    let next: f32 = -1;
    let nextLevel = -1;
    for (let level = 0; level < levels; level++) {
      const weight = load<f32>(rowLogits + ((<usize>level) << 2));
      const later = weight < lowest || (weight == lowest && level > lowestLevel);
      if (later && weight > next) {
        next = weight;
        nextLevel = level;
      }
    }
    if (nextLevel < 0) break;
    lowest = next;
    lowestLevel = nextLevel;
    sum += <f64>next;
  }
  for (let level = 0; level < levels; level++) {
    const address = rowLogits + ((<usize>level) << 2);
    const weight = load<f32>(address);
    if (weight < lowest || (weight == lowest && level > lowestLevel)) store<f32>(address, 0);
  }
}
