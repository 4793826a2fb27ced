/**
 * Elementwise arithmetic on four 32-bit lanes. Built twice: plain, where a·b + c rounds twice and repeats on every
 * machine, and relaxed, where it may round once (one instruction on machines that have it).
 */

/** a · b + c. */
// @ts-ignore: decorator
@inline
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(f32x4.mul(a, b), c);
}

// @ts-ignore: decorator
@inline
function maximum(a: v128, b: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_max(a, b) : f32x4.pmax(a, b);
}

// @ts-ignore: decorator
@inline
function minimum(a: v128, b: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_min(a, b) : f32x4.pmin(a, b);
}

// Beyond this tanh is ±1 in 32 bits.
// @ts-ignore: decorator
@inline
const TANH_LIMIT: f32 = 7.90531110763549805;

// @ts-ignore: decorator
@inline
function clampForTanh(x: v128): v128 {
  return maximum(f32x4.splat(-TANH_LIMIT), minimum(f32x4.splat(TANH_LIMIT), x));
}

// tanh as a rational of degrees 13 and 6 (the coefficients of Eigen's generic float tanh, MPL 2.0 facts), x clamped.
// @ts-ignore: decorator
@inline
function tanhNumerator(x: v128, x2: v128): v128 {
  let p = multiplyAdd(x2, f32x4.splat(-2.76076847742355e-16), f32x4.splat(2.00018790482477e-13));
  p = multiplyAdd(x2, p, f32x4.splat(-8.60467152213735e-11));
  p = multiplyAdd(x2, p, f32x4.splat(5.12229709037114e-8));
  p = multiplyAdd(x2, p, f32x4.splat(1.48572235717979e-5));
  p = multiplyAdd(x2, p, f32x4.splat(6.37261928875436e-4));
  p = multiplyAdd(x2, p, f32x4.splat(4.89352455891786e-3));
  return f32x4.mul(x, p);
}

// @ts-ignore: decorator
@inline
function tanhDenominator(x2: v128): v128 {
  let q = multiplyAdd(x2, f32x4.splat(1.19825839466702e-6), f32x4.splat(1.18534705686654e-4));
  q = multiplyAdd(x2, q, f32x4.splat(2.2684346324390e-3));
  return multiplyAdd(x2, q, f32x4.splat(4.89352518554385e-3));
}

/**
 * tanh(filter) · sigmoid(gate), with one division for both: sigmoid(g) = (1 + tanh(g/2)) / 2, so with tanh(f) = a/b and
 * tanh(g/2) = c/d the product is a (c + d) / (2 b d). Largest error about 4e-7.
 */
// @ts-ignore: decorator
@inline
export function gatedActivation(filter: v128, gate: v128): v128 {
  const f = clampForTanh(filter);
  const g = clampForTanh(f32x4.mul(gate, f32x4.splat(0.5)));
  const f2 = f32x4.mul(f, f);
  const g2 = f32x4.mul(g, g);
  const a = f32x4.mul(tanhNumerator(f, f2), f32x4.splat(0.5));
  const b = tanhDenominator(f2);
  const c = tanhNumerator(g, g2);
  const d = tanhDenominator(g2);
  return f32x4.div(f32x4.mul(a, f32x4.add(c, d)), f32x4.mul(b, d));
}

/** LeakyReLU with slope 0.01. */
// @ts-ignore: decorator
@inline
export function leakyRelu(x: v128): v128 {
  return maximum(x, f32x4.mul(x, f32x4.splat(0.01)));
}

/** exp(x) for x ≤ 0 (below −87 as −87): 2ⁿ · polynomial of the rest (coefficients of Cephes expf). */
// @ts-ignore: decorator
@inline
export function exponential(x: v128): v128 {
  const clamped = maximum(x, f32x4.splat(-87));
  const n = f32x4.nearest(f32x4.mul(clamped, f32x4.splat(1.44269504088896341)));
  let r = multiplyAdd(n, f32x4.splat(-0.693359375), clamped);
  r = multiplyAdd(n, f32x4.splat(2.1219444e-4), r);
  let p = multiplyAdd(r, f32x4.splat(1.98756915e-4), f32x4.splat(1.3981999507e-3));
  p = multiplyAdd(r, p, f32x4.splat(8.3334519073e-3));
  p = multiplyAdd(r, p, f32x4.splat(4.1665795894e-2));
  p = multiplyAdd(r, p, f32x4.splat(1.6666665459e-1));
  p = multiplyAdd(r, p, f32x4.splat(0.5));
  p = f32x4.add(multiplyAdd(f32x4.mul(r, r), p, r), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(p, power);
}
