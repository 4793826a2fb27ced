import type { Axis, FigureDescription, Series } from '../contract/figure';
import {
  generatorBenchmarkSize,
  generatorMethods,
  mostDilatedLayers,
  type GeneratorBenchmark,
  type GeneratorMethod,
  type GeneratorPoint,
} from '../contract/generator-benchmark';
import { publishedGenerators, type PublishedCurve } from './published-generators';

/** The generators as figures and tables call them. */
export const generatorNames: Record<GeneratorMethod, string> = { default: 'Default', queue: 'Queue', simd: 'SIMD' };

export interface GeneratorBenchmarkFigure {
  benchmark: Pick<GeneratorBenchmark, 'machine' | 'points' | 'createdAt'>;
  /** Whether the published curves are laid over. */
  published: boolean;
  /** Of the times; logarithmic where nothing is said. */
  scale?: Axis['scale'];
}

/**
 * The talk's figure: seconds for 100 samples against the number of dilated layers, one curve for each generator with
 * the range of its repeats. A figure of a benchmark that still runs has the points that there are.
 */
export function describeGeneratorBenchmark({
  benchmark,
  published,
  scale = 'log',
}: GeneratorBenchmarkFigure): FigureDescription {
  const { batch, channels, quantizationLevels, samples } = generatorBenchmarkSize;
  const overlay = published ? publishedGenerators(samples).map(publishedSeries) : [];
  return {
    name: 'generator-benchmark',
    title: `Time to generate ${samples} samples, ${batch} rows at once`,
    panels: [
      {
        kind: 'chart',
        title: '',
        x: { title: 'Number of dilated layers', unit: null, scale: 'linear', min: 1, max: mostDilatedLayers },
        y: { title: `Time for ${samples} samples`, unit: 's', scale, min: null, max: null },
        series: [...generatorMethods.flatMap((method) => measuredSeries(method, benchmark.points)), ...overlay],
        marks: [],
      },
    ],
    columns: 1,
    sharedX: false,
    legend: 'direct',
    provenance: {
      study: 'Benchmark of the generators',
      runs: [],
      versions: benchmark.machine?.versions ?? {},
      dataHash: null,
      remarks: [
        `${batch} rows, ${channels} channels, ${quantizationLevels} levels, kernel 2, dilations 1, 2, 4 …`,
        ...machineRemarks(benchmark),
        'Curve: median; band: least to greatest of the repeats.',
        ...generatorMethods.flatMap((method) => stepsRemark(method, benchmark.points)),
        ...(published ? [publishedRemark()] : []),
      ],
    },
  };
}

const dashes: Record<GeneratorMethod, Series['dash']> = { default: 'solid', queue: 'dashed', simd: 'dash-dot' };

function measuredSeries(method: GeneratorMethod, points: readonly GeneratorPoint[]): Series[] {
  const own = pointsOf(method, points);
  if (own.length === 0) return [];
  return [
    {
      label: generatorNames[method],
      runIds: [],
      x: own.map(({ dilatedLayers }) => dilatedLayers),
      y: own.map(({ median }) => median),
      band: {
        low: own.map(({ min }) => min),
        high: own.map(({ max }) => max),
        kind: 'range',
        n: Math.min(...own.map(({ repeats }) => repeats)),
      },
      role: 'curve',
      colorIndex: generatorMethods.indexOf(method),
      dash: dashes[method],
    },
  ];
}

/** Drawn where this network sees as many samples as the published one did: 2^L after L layers. */
function publishedSeries({ method, device, receptiveFields, seconds }: PublishedCurve): Series {
  return {
    label: `${generatorNames[method]}, published (${device})`,
    runIds: [],
    x: receptiveFields.map((receptiveField) => Math.log2(receptiveField)),
    y: seconds,
    band: null,
    role: 'curve',
    colorIndex: generatorMethods.indexOf(method),
    dash: 'dotted',
  };
}

function pointsOf(method: GeneratorMethod, points: readonly GeneratorPoint[]): GeneratorPoint[] {
  return points.filter((point) => point.method === method).sort((a, b) => a.dilatedLayers - b.dilatedLayers);
}

function machineRemarks({ machine, createdAt }: GeneratorBenchmarkFigure['benchmark']): string[] {
  if (!machine) return [];
  const { processor, threads, device, simd } = machine;
  const day = new Date(createdAt).toISOString().slice(0, 10);
  return [
    `Measured on ${day}: SIMD generator (${simd}) on ${processor}, threads: ${threads}; the others on ${device}.`,
  ];
}

/** How many steps stand behind the points of a generator: `5–25 × 100 (1–9 layers); 5 × 4 (10–13 layers)`. */
function stepsRemark(method: GeneratorMethod, points: readonly GeneratorPoint[]): string[] {
  const own = pointsOf(method, points);
  if (own.length === 0) return [];
  const groups = [...new Set(own.map(({ steps }) => steps))].map((steps) => {
    const alike = own.filter((point) => point.steps === steps);
    const repeats = rangeText(alike.map((point) => point.repeats));
    const layers = runs(alike.map(({ dilatedLayers }) => dilatedLayers))
      .map(rangeText)
      .join(', ');
    return `${repeats} × ${steps} (${layers} ${layers === '1' ? 'layer' : 'layers'})`;
  });
  return [`${generatorNames[method]}, repeats × steps: ${groups.join('; ')}.`];
}

/** Ascending whole numbers, parted where one is left out. */
function runs(values: readonly number[]): number[][] {
  const parts: number[][] = [];
  for (const value of values) {
    const last = parts.at(-1);
    if (last?.at(-1) === value - 1) last.push(value);
    else parts.push([value]);
  }
  return parts;
}

/** `5` or `5–25`. */
function rangeText(values: readonly number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? String(least) : `${least}–${most}`;
}

function publishedRemark(): string {
  const [curve] = publishedGenerators(1);
  const other = `measured on a ${curve!.device}, another machine and program`;
  return `Dotted: published with the talk, ${other}; matched by receptive field.`;
}
