import type {
  ChartPanel,
  DrawingPanel,
  FigureDescription,
  ImagesPanel,
  Series,
  TablePanel,
} from '../../src-main/contract/figure';
import { sampleUniform } from './uniform';

/** Figures as the workbench makes them, small and always the same: tests draw them, people look at them. */
export const samples: Record<string, () => FigureDescription> = {
  validation: () => figure('validation', [validationPanel()], {}),
  forecasts: () =>
    figure('forecasts', [0, 1, 2, 3].map(forecastPanel), { columns: 1, sharedX: true, legend: 'direct' }),
  error: () => figure('error', [errorPanel()], { legend: 'inside' }),
  images: () => figure('images', [imagesPanel()], {}),
  gallery: () => figure('gallery', [unfinishedPanel()], {}),
  drawing: () => figure('drawing', [drawingPanel()], {}),
  table: () => figure('table', [tablePanel()], { legend: 'none' }),
  tabled: () => figure('tabled', [errorPanel(), tablePanel()], { columns: 1, legend: 'inside' }),
  mixed: () => figure('mixed', [validationPanel(), errorPanel(), imagesPanel(), drawingPanel()], { columns: 2 }),
  logarithmic: () => figure('logarithmic', [logarithmicPanel()], { legend: 'top' }),
  long: () => figure('long', [longPanel({ points: 2000, runs: 6 })], { legend: 'top' }),
};

export function figure(
  name: string,
  panels: FigureDescription['panels'],
  more: Partial<FigureDescription>,
): FigureDescription {
  return {
    name,
    title: `Figure “${name}” of one-step & unrolled training`,
    panels,
    columns: 1,
    sharedX: false,
    legend: 'direct',
    provenance: {
      study: 'fourier-unrolling',
      runs: [{ id: 'run-1', name: 'one-step', seed: 1, configurationHash: 'c0ffee' }],
      versions: { wavebench: '0.1.0' },
      dataHash: 'da7a',
      remarks: ['Band: least to greatest value over 3 seeds.', 'λ = 1; no smoothing.'],
    },
    ...more,
  };
}

export function series(label: string, x: number[], y: (number | null)[], more: Partial<Series> = {}): Series {
  return { label, runIds: [label], x, y, band: null, role: 'curve', colorIndex: 0, dash: 'solid', ...more };
}

export function chartPanel(more: Partial<ChartPanel> = {}): ChartPanel {
  return {
    kind: 'chart',
    title: '',
    x: { title: 'Training step', unit: null, scale: 'linear', min: null, max: null },
    y: { title: 'Accuracy', unit: null, scale: 'linear', min: null, max: null },
    series: [],
    marks: [],
    ...more,
  };
}

export function longPanel({ points, runs }: { points: number; runs: number }): ChartPanel {
  const x = range(points).map((index) => index * 10);
  const dashes = ['solid', 'dashed', 'dotted', 'dash-dot'] as const;
  const curves = range(runs).map((run) => {
    const noise = sampleUniform(run + 1);
    const y = x.map((_, index) => 3 * Math.exp(-index / (200 + 80 * run)) + 0.4 + 0.1 * run + 0.15 * (noise() - 0.5));
    return series(`run ${run + 1}`, x, y, { colorIndex: run, dash: dashes[run % 4]! });
  });
  return chartPanel({ series: curves, y: { ...chartPanel().y, title: 'One-step loss', unit: 'nats' } });
}

function validationPanel(): ChartPanel {
  const x = range(41).map((index) => 50 * index);
  const arms = [
    { label: 'One-step', rate: 500, top: 0.62 },
    { label: 'Unrolled 8', rate: 420, top: 0.71 },
  ];
  return chartPanel({
    y: { title: 'Validation accuracy, 8 steps', unit: null, scale: 'linear', min: null, max: null },
    series: arms.flatMap(({ label, rate, top }, colorIndex) => {
      const seeds = range(3).map((seed) => {
        const noise = sampleUniform(10 * colorIndex + seed + 1);
        const rise = (step: number) => (top + 0.02 * seed) * (1 - Math.exp(-step / rate));
        return x.map((step) => Math.max(0, rise(step) + 0.03 * (noise() - 0.5)));
      });
      const at = (pick: (values: number[]) => number) => x.map((_, index) => pick(seeds.map((seed) => seed[index]!)));
      const band = { low: at((v) => Math.min(...v)), high: at((v) => Math.max(...v)), kind: 'range' as const, n: 3 };
      const mean = at((values) => values.reduce((sum, value) => sum + value, 0) / values.length);
      const dash = colorIndex === 0 ? ('solid' as const) : ('dashed' as const);
      return [
        ...seeds.map((y) => series(label, x, y, { role: 'raw', colorIndex })),
        series(label, x, mean, { colorIndex, dash, band }),
      ];
    }),
  });
}

function forecastPanel(curve: number): ChartPanel {
  const wave = (index: number, drift: number) =>
    Math.round(63 + 40 * Math.sin(index / 9 + curve + drift * index) + 18 * Math.sin(index / 3.7 + 2 * curve));
  const seconds = (index: number) => index / 50;
  const after = range(120).map((index) => 120 + index);
  return chartPanel({
    title: `Test curve ${curve + 1}: error One-step 3.21, Unrolled 8 1.87 levels`,
    x: { title: 'Time', unit: 's', scale: 'linear', min: null, max: null },
    y: { title: 'Level', unit: null, scale: 'linear', min: 0, max: 126 },
    series: [
      series(
        'Truth',
        range(240).map(seconds),
        range(240).map((index) => wave(index, 0)),
        { role: 'truth' },
      ),
      series(
        'One-step',
        after.map(seconds),
        after.map((index) => wave(index, 0.0004 * (index - 120))),
      ),
      series(
        'Unrolled 8',
        after.map(seconds),
        after.map((index) => wave(index, 0.0001 * (index - 120))),
        {
          colorIndex: 1,
          dash: 'dashed',
        },
      ),
    ],
    marks: [{ axis: 'x', at: seconds(119), label: 'observed until here' }],
  });
}

function errorPanel(): ChartPanel {
  const x = range(64).map((index) => index + 1);
  return chartPanel({
    x: { title: 'Forecast step', unit: null, scale: 'linear', min: null, max: null },
    y: { title: 'Mean absolute error', unit: 'levels', scale: 'linear', min: 0, max: null },
    series: [
      series(
        'One-step',
        x,
        x.map((step) => 0.4 + 0.35 * Math.sqrt(step)),
      ),
      series(
        'Unrolled 8',
        x,
        x.map((step) => 0.5 + 0.2 * Math.sqrt(step)),
        { colorIndex: 1, dash: 'dashed' },
      ),
    ],
    marks: [
      { axis: 'y', at: 2, label: '2 levels' },
      { axis: 'x', at: 8, label: 'horizon of training' },
    ],
  });
}

function logarithmicPanel(): ChartPanel {
  const x = range(60).map((index) => 10 ** (index / 12));
  return chartPanel({
    x: { title: 'Samples', unit: null, scale: 'log', min: null, max: null },
    y: { title: 'Loss', unit: 'nats', scale: 'log', min: null, max: null },
    series: [
      series(
        'default',
        x,
        x.map((value) => 2 / Math.sqrt(value)),
      ),
      series(
        'queue',
        x,
        x.map((value, index) => (index === 20 ? null : 1 / value ** 0.7)),
        { colorIndex: 1 },
      ),
    ],
  });
}

function imagesPanel(): ImagesPanel {
  const image = (row: number, column: number) =>
    range(64).map((pixel) => {
      const [x, y] = [(pixel % 8) - 3.5, Math.floor(pixel / 8) - 3.5];
      return Math.max(0, 1 - Math.abs(Math.hypot(x, y) - 1 - 0.4 * column) / (1 + 0.5 * row));
    });
  return {
    kind: 'images',
    title: 'Samples',
    columns: 6,
    imageWidth: 8,
    imageHeight: 8,
    images: range(18).map((index) => image(Math.floor(index / 6), index % 6)),
    rowLabels: ['Truth', 'τ = 1', 'τ = 0.8'],
    columnLabels: range(6).map(String),
  };
}

/** Images of which three rows and a half were observed, and of which the last two lack their lower half. */
function unfinishedPanel(): ImagesPanel {
  const { images, ...panel } = imagesPanel();
  return {
    ...panel,
    images: images.map((pixels, index) => pixels.map((value, pixel) => (index > 15 && pixel >= 32 ? null : value))),
    border: [0, 4, 4, 4, 4, 4, 4, 3, 4, 3, 8, 3],
  };
}

function drawingPanel(): DrawingPanel {
  const node = (layer: number, place: number) => ({ x: 20 + 24 * place, y: 110 - 30 * layer });
  const lines = [1, 2].flatMap((layer) =>
    range(8).flatMap((place) =>
      [0, 2 ** (layer - 1)]
        .filter((lag) => place >= lag)
        .map((lag) => {
          const [from, to] = [node(layer - 1, place - lag), node(layer, place)];
          const points = [from.x, from.y, to.x, to.y];
          return { type: 'line' as const, points, color: 'muted', width: 0.8, dash: lag === 0 ? [] : [3, 2] };
        }),
    ),
  );
  const circles = range(3).flatMap((layer) =>
    range(8).map((place) => {
      const fill = layer === 2 ? 'series 1' : 'series 0';
      return { type: 'circle' as const, ...node(layer, place), radius: 5, fill, stroke: null };
    }),
  );
  return {
    kind: 'drawing',
    title: 'Dilated causal convolutions',
    width: 220,
    height: 130,
    shapes: [
      { type: 'rectangle', x: 4, y: 98, width: 212, height: 24, fill: 'grid', stroke: null },
      ...lines,
      ...circles,
      { type: 'text', x: 110, y: 16, text: 'dilations 1, 2', size: 10, align: 'center', color: 'text' },
    ],
  };
}

function tablePanel(): TablePanel {
  const number = (value: number, spread: number) => ({ text: `${value} ± ${spread}`, value, spread });
  return {
    kind: 'table',
    title: '',
    columns: [
      { title: 'Arm', align: 'left' },
      { title: 'N', align: 'right' },
      { title: 'Accuracy, 8 steps', align: 'right' },
      { title: 'Error (levels)', align: 'right' },
    ],
    rows: [
      {
        cells: ['One-step', { text: '3', value: 3, spread: null }, number(0.612, 0.011), number(3.2, 0.4)],
        colorIndex: 0,
        ruled: false,
      },
      {
        cells: ['Unrolled 8', { text: '3', value: 3, spread: null }, number(0.701, 0.008), '–'],
        colorIndex: 1,
        ruled: false,
      },
      { cells: ['Difference', '', { text: '+0.089', value: 0.089, spread: null }, ''], colorIndex: null, ruled: true },
    ],
    notes: [
      'Unrolled 8 does better than One-step in accuracy over 8 steps: +0.089 on average, paired over 3 common seeds.',
    ],
  };
}

export function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
