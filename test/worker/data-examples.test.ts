import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DataExamplesChoice } from '../../src-main/contract/dataset-examples';
import { datasetHash, openDataset } from '../../src-main/data/dataset';
import { DataReader } from '../../src-main/worker/data-examples';
import { fourierConfiguration } from '../data/fourier-configuration';
import { imageConfiguration } from '../data/image-configuration';

const bundled = join(__dirname, '..', '..', 'resources', 'datasets');
const fetchedSets = join(__dirname, 'no-such-folder');
const choice: DataExamplesChoice = { split: 'validation', class: null, skip: 0, each: 3 };

describe('examples of images', () => {
  const configuration = imageConfiguration();
  const reader = new DataReader(bundled);

  it('come class after class, as the data set has them', async () => {
    const dataset = await openDataset(configuration, { bundled, fetched: fetchedSets });
    const { examples, dataHash } = await reader.read({ configuration, fetchedSets, ...choice });
    expect(examples.map((example) => example.class)).toEqual(Array.from({ length: 30 }, (_, i) => Math.floor(i / 3)));
    const { tokens, samples, classes } = dataset.validation;
    for (const example of examples) {
      expect(classes![example.index]).toBe(example.class);
      expect(example.tokens).toEqual([...tokens.subarray(example.index * samples, (example.index + 1) * samples)]);
    }
    expect(dataHash).toBe(datasetHash(dataset));
  });

  it('go on where the ones before ended, of one class alone where one is asked for', async () => {
    const read = (skip: number, each: number) =>
      reader.read({ configuration, fetchedSets, ...choice, class: 7, skip, each });
    const [both, first, second] = await Promise.all([read(0, 8), read(0, 5), read(5, 3)]);
    expect([...first.examples, ...second.examples]).toEqual(both.examples);
    expect(new Set(both.examples.map((example) => example.class))).toEqual(new Set([7]));
    expect((await read(100, 5)).examples).toEqual([]);
  });

  it('come with counts of every split and class, and of the levels without the pixel before an image', async () => {
    const { splits, levels } = await reader.read({ configuration, fetchedSets, ...choice });
    expect([splits.train.count, splits.validation.count, splits.test.count]).toEqual([800, 100, 100]);
    for (const { count, classes } of Object.values(splits)) expect(classes!.reduce((a, b) => a + b)).toBe(count);
    expect(levels).toHaveLength(2);
    expect(levels[0]! + levels[1]!).toBe(100 * 28 * 28);
  });

  it('of a set that is not there are refused with the way to get it', async () => {
    const wanted = { configuration: imageConfiguration({ set: 'mnist' }), fetchedSets, ...choice };
    const advice = expect.stringContaining('wavebench fetch mnist');
    await expect(reader.read(wanted)).rejects.toMatchObject({ advice });
  });
});

describe('examples of Fourier series', () => {
  it('have no class where the period is none', async () => {
    const configuration = fourierConfiguration({ period: 5 });
    const { examples, splits, levels } = await new DataReader(bundled).read({ configuration, fetchedSets, ...choice });
    expect(examples.map((example) => [example.class, example.index])).toEqual([
      [null, 0],
      [null, 1],
      [null, 2],
    ]);
    expect(splits.train).toEqual({ count: configuration.trainCurves, classes: null });
    expect(levels.reduce((a, b) => a + b)).toBe(configuration.validationCurves * configuration.samples);
  });
});
