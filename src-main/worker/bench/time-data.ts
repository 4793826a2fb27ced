import type { FourierDataConfiguration } from '../../contract/configuration';
import type { BenchRow } from '../../contract/jobs';
import { BatchStream } from '../../data/batches';
import { fourierDataset } from '../../data/fourier';
import { median } from '../../math/statistics';
import { RandomStream } from '../../math/random';
import { benchRow } from './bench-row';

/** Curves like those of the published runs. */
const data: FourierDataConfiguration = {
  source: 'fourier',
  quantizationLevels: 127,
  trainCurves: 512,
  validationCurves: 1,
  testCurves: 1,
  samples: 2049,
  sampleInterval: 0.02,
  terms: 5,
  period: [5, 10],
  coefficients: [-1, 1],
  phase: [0, 2 * Math.PI],
  bias: 0,
  trend: 0,
  start: 0,
  smoothness: 1,
  noise: 0,
  seed: 1,
};

/**
 * Times the making of a step's training data, 64 rows of 2,048 inputs: drawing the curves themselves, and cutting a
 * batch out of them; each as a share of a step of `stepMs`, of which 3 % are allowed.
 */
export function timeData(stepMs: number, repeats: number): BenchRow[] {
  const batchSize = 64;
  const drawing = times(repeats, () => fourierDataset({ ...data, trainCurves: batchSize }));
  const curves = fourierDataset(data).train;
  const stream = BatchStream.begin(curves, { batchSize, windowLength: null }, RandomStream.fromSeed(1));
  const cutting = times(repeats, () => stream.next());
  return [
    row('data of a step, 64 × 2048: drawing new curves', drawing, stepMs),
    row('data of a step, 64 × 2048: the next batch', cutting, stepMs),
  ];
}

function times(repeats: number, make: () => unknown): number[] {
  make();
  return Array.from({ length: repeats }, () => {
    const begun = performance.now();
    make();
    return performance.now() - begun;
  });
}

function row(name: string, times: number[], stepMs: number): BenchRow {
  return benchRow({ name, method: 'JavaScript', times, ratio: median(times) / stepMs, wanted: '≤ 0.03 × the step' });
}
