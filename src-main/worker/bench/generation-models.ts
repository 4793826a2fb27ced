import type { WaveNetConfiguration } from '../../architecture/configuration';
import { generatorBenchmarkSize } from '../../contract/generator-benchmark';
import { RandomStream } from '../../math/random';
import type { TrainedModel } from '../../model/network';
import { initialParameters } from '../../model/parameters';

const { channels, quantizationLevels } = generatorBenchmarkSize;

/** The network that generation is timed with: 64 channels everywhere, 8 levels, kernel 2, input kernel 1. */
export function generationModel(
  dilations: number[],
  changes: Partial<WaveNetConfiguration> = {},
): WaveNetConfiguration {
  return {
    family: 'wavenet',
    quantizationLevels,
    dilations,
    kernelSize: 2,
    inputKernelSize: 1,
    residualChannels: channels,
    dilationChannels: channels,
    skipChannels: channels,
    headChannels: channels,
    bias: false,
    conditionClasses: null,
    localConditionChannels: null,
    padding: 'layer',
    ...changes,
  };
}

/** Dilations 1, 2, 4 … 512, 1, 2 …; 20 layers see 2,047 samples. */
export function cyclicDilations(layers: number): number[] {
  return Array.from({ length: layers }, (_, i) => 2 ** (i % 10));
}

/** Dilations 1, 2, 4 …: as many layers see 2^layers samples. */
export function doublingDilations(layers: number): number[] {
  return Array.from({ length: layers }, (_, i) => 2 ** i);
}

/** The model with random weights. */
export function untrained(model: WaveNetConfiguration): TrainedModel & { model: WaveNetConfiguration } {
  return { model, parameters: initialParameters(model, RandomStream.fromSeed(1)) };
}
