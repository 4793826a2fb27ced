import { describe, expect, it } from 'vitest';
import type { LaggedConfiguration, WaveNetConfiguration } from '../../src-main/architecture/configuration';
import { activationMemory, estimateSeconds, stepCost } from '../../src-main/architecture/cost';
import { parameterCount, parameterSpecs } from '../../src-main/architecture/parameters';
import { causalPadding, receptiveField, temporalWeights } from '../../src-main/architecture/receptive-field';
import { validateModel } from '../../src-main/architecture/validation';

const wavenet: WaveNetConfiguration = {
  family: 'wavenet',
  quantizationLevels: 127,
  dilations: [1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64],
  kernelSize: 2,
  inputKernelSize: 7,
  residualChannels: 32,
  dilationChannels: 32,
  skipChannels: 32,
  headChannels: 32,
  bias: false,
  conditionClasses: null,
  localConditionChannels: null,
  padding: 'layer',
};
const lagged: LaggedConfiguration = { family: 'lagged', quantizationLevels: 8, lags: 512, hiddenChannels: [] };

describe('the receptive field', () => {
  it('is the published one of the published network', () => {
    expect(receptiveField(wavenet)).toBe(389);
  });

  it('adds (K − 1) · d for each layer', () => {
    expect(causalPadding({ kernelSize: 3, dilation: 8 })).toBe(16);
    expect(receptiveField({ ...wavenet, dilations: [1, 2, 4], kernelSize: 3, inputKernelSize: 1 })).toBe(15);
    expect(receptiveField({ ...wavenet, kernelSize: 1, inputKernelSize: 1 })).toBe(1);
    expect(receptiveField(lagged)).toBe(512);
  });

  it('needs 18 weights along time in place of 512', () => {
    const dilated = { ...wavenet, inputKernelSize: 1, dilations: [1, 2, 4, 8, 16, 32, 64, 128, 256] };
    expect(receptiveField(dilated)).toBe(512);
    expect(temporalWeights(dilated) - 1).toBe(18); // the input layer of kernel 1 has one weight of its own
    expect(temporalWeights(lagged)).toBe(512);
  });
});

describe('the parameters', () => {
  it('are counted as the sum of all weights and biases', () => {
    const small: WaveNetConfiguration = {
      ...wavenet,
      quantizationLevels: 5,
      dilations: [1, 2],
      residualChannels: 2,
      dilationChannels: 3,
      skipChannels: 4,
      headChannels: 6,
    };
    const input = 6 * 5 * 7 + 6 + (2 * 3 + 2) + (4 * 3 + 4) + (2 * 5 + 2);
    const layer = 6 * 2 * 2 + 2 * 3 + 4 * 3;
    const head = 6 * 4 + 6 + 5 * 6 + 5;
    expect(parameterCount(small)).toBe(input + 2 * layer + head);
    expect(parameterCount({ ...small, bias: true })).toBe(input + 2 * (layer + 6 + 2 + 4) + head);
    expect(parameterCount({ ...small, conditionClasses: 3 })).toBe(input + 2 * layer + head + 3 * 6 * 3 + 6);
    expect(parameterCount({ ...small, localConditionChannels: 2 })).toBe(input + 2 * layer + head + 3 * 6 * 2 + 6);
    expect(parameterCount(lagged)).toBe(8 * 8 * 512 + 8);
    expect(parameterCount({ ...lagged, hiddenChannels: [4] })).toBe(4 * 8 * 512 + 4 + 8 * 4 + 8);
  });

  it('have names of their own', () => {
    const names = parameterSpecs({ ...wavenet, bias: true, conditionClasses: 2, localConditionChannels: 1 }).map(
      ({ name }) => name,
    );
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('the cost of a step', () => {
  const size = { batch: 16, length: 512, unrolling: null };
  const unrolled = { ...size, unrolling: { origins: 16, horizon: 8 } };

  it('counts every product three times: forward, for the input, for the weights', () => {
    const layer = 2 * 32 * 64 + 32 * 64;
    const input = 7 * 64 + 32 + 32 * 64;
    expect(stepCost(wavenet, size)).toBe(3 * 16 * 512 * (input + 15 * layer + 32 * 32 + 32 * 127));
  });

  it('counts a row that is looked up as nine multiply-adds for each of its numbers, which take as long', () => {
    expect(stepCost(lagged, { batch: 1, length: 10, unrolling: null })).toBe(3 * 10 * 9 * 512 * 8);
  });

  // Growth of the peak of a recorded step from 1 × 255 to 8 × 1023 samples; one kernel keeps no copies.
  it.each([
    [{ dilations: [1, 1, 1], kernelSize: 64 }, 41e6],
    [{ dilations: Array.from({ length: 26 }, () => 1), kernelSize: 2 }, 164e6],
    [{ dilations: Array.from({ length: 13 }, () => 1), kernelSize: 16 }, 322e6],
  ])('estimates the memory of a plain stack within a third (%#)', (change, measured) => {
    const plain = { ...wavenet, ...change };
    const at = (batch: number, length: number) => activationMemory(plain, { batch, length, unrolling: null });
    expect(Math.abs((at(8, 1023) - at(1, 255)) / measured - 1)).toBeLessThan(1 / 3);
  });

  it('estimates the memory of a lagged step within about a third', () => {
    const model = { ...lagged, quantizationLevels: 127 };
    const measured = 1.57e9; // 8 × 1023, as below
    const estimate = activationMemory(model, { batch: 8, length: 1023, unrolling: null });
    expect(Math.abs(estimate / measured - 1)).toBeLessThan(0.4);
  });

  it('adds the generated steps of every origin, with their soft tokens', () => {
    const sample = stepCost(wavenet, { batch: 1, length: 1, unrolling: null }) / 3;
    const soft = [7, 6, 5, 4, 3, 2, 1].reduce((sum, taps) => sum + 127 * (taps * 64 + 32), 0);
    expect(stepCost(wavenet, unrolled) - stepCost(wavenet, size)).toBe(3 * 16 * 16 * (7 * sample + soft));
    expect(stepCost(wavenet, { ...size, unrolling: { origins: 16, horizon: 1 } })).toBe(stepCost(wavenet, size));
  });

  it('counts the padding of the input, which runs through all layers', () => {
    expect(stepCost({ ...wavenet, padding: 'input' }, size) / stepCost(wavenet, size)).toBeCloseTo(
      (512 + 388) / 512,
      9,
    );
  });

  it('shrinks with the number of cores', () => {
    expect(estimateSeconds(28e9, 2)).toBeCloseTo(1, 6);
  });

  // Growth of the resident memory of recorded steps, measured on a CPU: 16 × 512, 64 × 512, and unrolled.
  it.each([
    [size, 152e6],
    [{ ...size, batch: 64 }, 475e6],
    [{ ...unrolled, batch: 64 }, 762e6],
    [{ ...size, unrolling: { origins: 16, horizon: 32 } }, 574e6],
    [{ ...size, unrolling: { origins: 64, horizon: 8 } }, 371e6],
  ])('estimates the memory of a step within a third (%#)', (step, measured) => {
    expect(Math.abs(activationMemory(wavenet, step) / measured - 1)).toBeLessThan(1 / 3);
  });
});

describe('validation', () => {
  it.each([
    [{ ...wavenet, quantizationLevels: 1 }, /quantizationLevels is 1; .* from 2 to 1024/],
    [{ ...wavenet, quantizationLevels: 1025 }, /quantizationLevels is 1025/],
    [{ ...wavenet, dilations: [] }, /dilations is empty; at least one/],
    [{ ...wavenet, dilations: [1, 0] }, /dilations\.1 is 0; .* from 1 to/],
    [{ ...wavenet, kernelSize: 1.5 }, /kernelSize is 1\.5/],
    [{ ...wavenet, inputKernelSize: 0 }, /inputKernelSize is 0/],
    [{ ...wavenet, skipChannels: 0 }, /skipChannels is 0/],
    [{ ...wavenet, conditionClasses: 0 }, /conditionClasses is 0/],
    [{ ...wavenet, localConditionChannels: -1 }, /localConditionChannels is -1/],
    [{ ...wavenet, padding: 'none' as 'layer' }, /padding is "none"; allowed are "layer" and "input"/],
    [{ ...wavenet, dilations: [65536], kernelSize: 4096 }, /receptive field is \d+ samples; at most/],
    [
      { ...wavenet, dilations: new Array(100).fill(1), residualChannels: 8192, dilationChannels: 8192 },
      /parameters; at most/,
    ],
    [{ ...lagged, lags: 0 }, /lags is 0/],
    [{ ...lagged, hiddenChannels: [0] }, /hiddenChannels\.0 is 0/],
  ])('names the field, the value and what is allowed (%#)', (model, message) => {
    expect(() => validateModel(model)).toThrow(message);
  });

  it('lets every sensible model pass', () => {
    expect(() => validateModel(wavenet)).not.toThrow();
    expect(() => validateModel(lagged)).not.toThrow();
  });
});
