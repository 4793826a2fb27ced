import type { FourierDataConfiguration } from '../../src-main/contract/configuration';

/** The talk's curves, few and short unless told otherwise. */
export function fourierConfiguration(changes: Partial<FourierDataConfiguration> = {}): FourierDataConfiguration {
  return {
    source: 'fourier',
    quantizationLevels: 127,
    trainCurves: 8,
    validationCurves: 4,
    testCurves: 4,
    samples: 64,
    sampleInterval: 0.02,
    terms: 3,
    period: 5,
    coefficients: [-1, 1],
    phase: [-Math.PI, Math.PI],
    bias: 0,
    trend: 0,
    start: 0,
    smoothness: 0.75,
    noise: 0,
    seed: 456,
    ...changes,
  };
}
