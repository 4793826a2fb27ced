import {
  generatorBenchmarkSize,
  type GeneratorBenchmark,
  type GeneratorMethod,
  type GeneratorPoint,
} from '../../src-main/contract/generator-benchmark';
import { generatorNames } from '../../src-main/figures/describe-generator-benchmark';
import { formatCount, formatDuration, formatNumber, formatPlural, NOTHING } from '../format';
import type { BenchmarkProgress } from './benchmark-progress';

/** All that was measured with one number of layers. */
export interface BenchmarkRow {
  dilatedLayers: number;
  points: Partial<Record<GeneratorMethod, GeneratorPoint>>;
}

/** A row for each number of layers that was asked for, ascending; empty until it is measured. */
export function benchmarkRows({ request, points }: Pick<GeneratorBenchmark, 'request' | 'points'>): BenchmarkRow[] {
  const layers = [...new Set(request.layers)].sort((a, b) => a - b);
  return layers.map((dilatedLayers) => {
    const own = points.filter((point) => point.dilatedLayers === dilatedLayers);
    return { dilatedLayers, points: Object.fromEntries(own.map((point) => [point.method, point])) };
  });
}

/** How many times as fast as another generator one is; null where one of them was not measured. */
export function speedup({ points }: BenchmarkRow, method: GeneratorMethod, baseline: GeneratorMethod): number | null {
  const [own, other] = [points[method], points[baseline]];
  return own && other ? other.median / own.median : null;
}

/** Half of the range of the repeats as a share of their median, in percent: `±4 %`; a single one has none. */
export function spreadText({ median, min, max, repeats }: GeneratorPoint): string {
  return repeats === 1 ? NOTHING : `±${formatNumber((50 * (max - min)) / median, 2)} %`;
}

/** `5 × 100`: repeats and the steps of each; fewer than 100 where all of them would have taken too long. */
export function stepsText({ repeats, steps }: GeneratorPoint): string {
  return `${repeats} × ${steps}`;
}

/** All of a point as a sentence. */
export function pointText(point: GeneratorPoint): string {
  const { samples } = generatorBenchmarkSize;
  const { method, dilatedLayers, receptiveField, median, min, max, repeats, steps } = point;
  const layers = formatPlural(dilatedLayers, 'layer that sees', 'layers that see');
  const what = `${generatorNames[method]}, ${layers} ${formatCount(receptiveField)} samples`;
  const range = `${formatNumber(min)} … ${formatNumber(max)} s`;
  const timed = `${formatPlural(repeats, 'repeat')} of ${formatPlural(steps, 'step')}`;
  const scaled = steps < samples ? `, scaled to ${samples}` : '';
  return `${what}: median ${formatNumber(median)} s, ${range} in ${timed}${scaled}`;
}

/** What a benchmark says first: SIMD against the others where the network is deepest; null before they are measured. */
export function headline(rows: readonly BenchmarkRow[]): { title: string; detail: string } | null {
  const pairs = [
    { method: 'simd', baseline: 'default' },
    { method: 'queue', baseline: 'default' },
    { method: 'simd', baseline: 'queue' },
  ] as const;
  const sentences = pairs.flatMap(({ method, baseline }) => {
    const row = rows.filter((one) => speedup(one, method, baseline) !== null).at(-1);
    if (!row) return [];
    return [{ sentence: comparison(row, method, baseline), layers: formatPlural(row.dilatedLayers, 'dilated layer') }];
  });
  const [first, ...others] = sentences;
  if (!first) return null;
  return {
    title: first.sentence,
    detail: [`With ${first.layers}`, ...others.map(({ sentence }) => sentence)].join('; ') + '.',
  };
}

/** With the faster one first. */
function comparison(row: BenchmarkRow, method: GeneratorMethod, baseline: GeneratorMethod): string {
  const factor = speedup(row, method, baseline)!;
  if (factor < 1) return comparison(row, baseline, method);
  return `${generatorNames[method]} is ${formatFactor(factor)} as fast as ${generatorNames[baseline]}`;
}

/** `2310 ×`. */
export function formatFactor(factor: number | null): string {
  return factor === null ? NOTHING : `${formatNumber(factor)} ×`;
}

/** `about 2 min 05 s left`; `at most` where it cannot be known yet. */
export function timeLeftText({ secondsLeft, atMost }: BenchmarkProgress): string {
  return `${atMost ? 'at most' : 'about'} ${formatDuration(1000 * Math.ceil(secondsLeft))} left`;
}
