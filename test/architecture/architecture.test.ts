import { describe, expect, it } from 'vitest';
import type { LaggedConfiguration, WaveNetConfiguration } from '../../src-main/architecture/configuration';
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
    const names = parameterSpecs({ ...wavenet, bias: true, conditionClasses: 2, localConditionChannels: 1 }).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
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
    [{ ...wavenet, dilations: new Array(100).fill(1), residualChannels: 8192, dilationChannels: 8192 }, /parameters; at most/],
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
