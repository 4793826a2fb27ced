import { describe, expect, it } from 'vitest';
import { receptiveField } from '../../src-main/architecture/receptive-field';
import type { StudyDefinition } from '../../src-main/contract/configuration';
import type { RunDetail } from '../../src-main/contract/runs';
import { DatasetExamples, type DatasetExamplesOptions } from '../../src-main/services/dataset-examples';
import preset from '../../resources/studies/mnist-scan-order.json';

const read = { splits: {}, range: { low: 0, high: 255 }, levels: [], dataHash: 'hash', examples: [] };
const run = { id: 'run', name: 'hilbert · seed 1', seed: 1, configurationHash: 'hash' };
const choice = { split: 'train', class: null, skip: 0, each: 10 } as const;

describe('the data of a source', () => {
  it('are those of the preset’s arm at the scale', async () => {
    const { datasets, calls } = setUp();
    const source = { preset: 'mnist-scan-order', scale: 'quick', arm: 'hilbert' } as const;
    const examples = await datasets.read({ source, ...choice });
    expect(examples.configuration).toMatchObject({ set: 'mnist-10k', scanOrder: 'hilbert', trainImages: 8000 });
    expect(calls).toMatchObject([{ configuration: examples.configuration, ...choice }]);
  });

  it('are those of the run, with what its model sees', async () => {
    const { datasets, configuration } = setUp();
    const examples = await datasets.read({ source: { runId: 'run' }, ...choice });
    expect(examples.configuration).toEqual(configuration.data);
    expect(examples.run).toEqual(run);
    expect(examples.receptiveField).toBe(receptiveField(configuration.model));
  });

  it('are refused where there is no such preset', async () => {
    const { datasets } = setUp();
    const source = { preset: 'none', scale: 'quick', arm: 'hilbert' } as const;
    await expect(datasets.read({ source, ...choice })).rejects.toThrow('There is no study preset "none"');
  });
});

function setUp() {
  const definition = preset as unknown as StudyDefinition;
  const configuration = definition.base;
  const calls: unknown[] = [];
  const reader = {
    call: async (_: string, argument: unknown) => {
      calls.push(argument);
      return read;
    },
  } as unknown as DatasetExamplesOptions['reader'];
  const datasets = new DatasetExamples({
    studies: { presets: () => [{ definition }] },
    runs: { get: () => ({ ...run, configuration }) as RunDetail },
    ownDatasets: {
      find: (id) => {
        throw new Error(`There is no dataset ${id}.`);
      },
    },
    bundledDatasets: { bring: async () => {} },
    reader,
    dataFolder: '/data',
  });
  return { datasets, calls, configuration };
}
