import type { FourierDataConfiguration } from '../contract/configuration';
import { hasPeriodClasses } from '../contract/data-sizes';
import { normalize, quantize } from '../math/quantization';
import { RandomStream } from '../math/random';
import { emptyTokens, type Curves, type Dataset } from './curves';

/** One curve: x(t) = bias/2 + Σ_{n=1…} a_n cos(2π n t / period + phase_n) + trend · t. */
export interface FourierCurve {
  /** a_n, already decayed by the smoothness. */
  coefficients: number[];
  /** Radians, one for each coefficient. */
  phases: number[];
  period: number;
  /** Index of the period where the configuration lists periods, else null. */
  periodClass: number | null;
  bias: number;
  trend: number;
  start: number;
}

type Split = 'train' | 'validation' | 'test';

/**
 * The talk's data: random Fourier series, mapped to [−1, 1] by the smallest and largest value of all training and
 * validation curves, then quantized. Noise lies on training and validation curves; test curves are clean, and clamped
 * where they leave the range.
 *
 * Each curve has a random stream of its own, so a curve does not depend on how many others there are.
 */
export function fourierDataset(configuration: FourierDataConfiguration): Dataset {
  const range = { low: Infinity, high: -Infinity };
  for (const split of ['train', 'validation'] as const) {
    forEachCurve(configuration, split, (_, samples) => {
      for (const sample of samples) {
        if (sample < range.low) range.low = sample;
        if (sample > range.high) range.high = sample;
      }
    });
  }
  const curves = (split: Split) => quantizedCurves(configuration, split, range);
  const { quantizationLevels } = configuration;
  return { quantizationLevels, range, train: curves('train'), validation: curves('validation'), test: curves('test') };
}

/** Draws a curve's parameters, in a fixed order; ranges are uniform, `terms` includes both of its ends. */
export function drawCurve(configuration: FourierDataConfiguration, stream: RandomStream): FourierCurve {
  const { terms, period, smoothness } = configuration;
  const count = typeof terms === 'number' ? terms : terms[0] + stream.integer(terms[1] - terms[0] + 1);
  const periodClass = hasPeriodClasses(configuration) ? stream.integer((period as number[]).length) : null;
  const fields = {
    period: drawPeriod(stream, period, periodClass),
    periodClass,
    coefficients: Array.from({ length: count }, () => within(stream, configuration.coefficients)),
    phases: Array.from({ length: count }, () => within(stream, configuration.phase)),
    bias: within(stream, configuration.bias),
    trend: within(stream, configuration.trend),
    start: within(stream, configuration.start),
  };
  const decay = (n: number) => (count > 1 ? 10 ** ((-smoothness * n) / (count - 1)) : 1);
  return { ...fields, coefficients: fields.coefficients.map((a, n) => a * decay(n)) };
}

/** Period in samples of each of the first `count` test curves. */
export function testPeriods(configuration: FourierDataConfiguration, count: number): number[] {
  const stream = RandomStream.fromSeed(configuration.seed).fork('fourier/test');
  return Array.from({ length: count }, (_, index) => {
    return drawCurve(configuration, stream.fork(String(index))).period / configuration.sampleInterval;
  });
}

/** Writes x(start + i · sampleInterval), i = 0 …, into `samples`. */
export function evaluateCurve(curve: FourierCurve, sampleInterval: number, samples: Float64Array): void {
  const { bias, trend, start } = curve;
  for (let i = 0; i < samples.length; i++) samples[i] = bias / 2 + trend * (start + i * sampleInterval);
  curve.coefficients.forEach((coefficient, n) => {
    const frequency = (2 * Math.PI * (n + 1)) / curve.period;
    const phase = curve.phases[n]!;
    addCosine(samples, coefficient, frequency * sampleInterval, frequency * start + phase);
  });
}

/** Samples between two exact cosines: the rotation's rounding stays below 1e-13 over so many steps. */
const ANCHOR = 256;

/** Adds amplitude · cos(angle + i · advance) by rotating a point: four products a sample in place of a cosine. */
function addCosine(samples: Float64Array, amplitude: number, advance: number, angle: number): void {
  const c = Math.cos(advance);
  const s = Math.sin(advance);
  for (let begin = 0; begin < samples.length; begin += ANCHOR) {
    let x = amplitude * Math.cos(angle + begin * advance);
    let y = amplitude * Math.sin(angle + begin * advance);
    const end = Math.min(begin + ANCHOR, samples.length);
    for (let i = begin; i < end; i++) {
      samples[i]! += x;
      const next = x * c - y * s;
      y = x * s + y * c;
      x = next;
    }
  }
}

function quantizedCurves(configuration: FourierDataConfiguration, split: Split, range: Dataset['range']): Curves {
  const { quantizationLevels, samples } = configuration;
  const count = curveCount(configuration, split);
  const tokens = emptyTokens(quantizationLevels, count * samples);
  const classes = hasPeriodClasses(configuration) ? new Uint16Array(count) : null;
  forEachCurve(configuration, split, (index, values, curve) => {
    const offset = index * samples;
    for (let i = 0; i < samples; i++) {
      tokens[offset + i] = quantize(normalize(values[i]!, range.low, range.high), quantizationLevels);
    }
    if (classes) classes[index] = curve.periodClass!;
  });
  return { count, samples, tokens, classes, local: null };
}

/** Calls back with each curve's values; the array is used again for the next curve. */
function forEachCurve(
  configuration: FourierDataConfiguration,
  split: Split,
  visit: (index: number, samples: Float64Array, curve: FourierCurve) => void,
): void {
  const splitStream = RandomStream.fromSeed(configuration.seed).fork(`fourier/${split}`);
  const samples = new Float64Array(configuration.samples);
  const noise = split === 'test' ? 0 : configuration.noise;
  for (let index = 0; index < curveCount(configuration, split); index++) {
    const stream = splitStream.fork(String(index));
    const curve = drawCurve(configuration, stream);
    evaluateCurve(curve, configuration.sampleInterval, samples);
    if (noise > 0) for (let i = 0; i < samples.length; i++) samples[i]! += noise * stream.normal();
    visit(index, samples, curve);
  }
}

function curveCount({ trainCurves, validationCurves, testCurves }: FourierDataConfiguration, split: Split): number {
  return { train: trainCurves, validation: validationCurves, test: testCurves }[split];
}

type Period = FourierDataConfiguration['period'];

function drawPeriod(stream: RandomStream, period: Period, periodClass: number | null): number {
  if (periodClass !== null) return (period as number[])[periodClass]!;
  return within(stream, period as number | [number, number]);
}

function within(stream: RandomStream, range: number | readonly [number, number]): number {
  return typeof range === 'number' ? range : range[0] + (range[1] - range[0]) * stream.uniform();
}
