import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { WaveNetConfiguration } from '../../src-main/architecture/configuration';
import type {
  ClassificationResult,
  DensityResult,
  EvaluationChoice,
  EvaluationDetail,
} from '../../src-main/contract/evaluations';
import { RandomStream } from '../../src-main/math/random';
import { writeWeights } from '../../src-main/model/weights';
import { systemClock } from '../../src-main/services/clock';
import { Evaluations } from '../../src-main/services/evaluations';
import { ImageTasks } from '../../src-main/services/image-tasks';
import { likelihoods } from '../../src-main/services/likelihoods';
import type { ModelSource } from '../../src-main/services/model-source';
import { openStore } from '../../src-main/store/open';
import { imageConfiguration } from '../data/image-configuration';
import { idxBytes } from '../data/idx-bytes';
import { livelyParameters, smallWaveNet } from '../model/models';
import { addStudy, connection, temporaryFolder } from '../store/support';
import { buildWorkers, builtJobs } from './generation-support';
import { Published } from './support';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

beforeAll(buildWorkers);

const classes = 3;
const [width, height] = [5, 4];

/** A set of noisy images whose brightness tells their class, as IDX files. */
function imageFolder(count: number, seed = 1): string {
  const folder = temporaryFolder();
  const stream = RandomStream.fromSeed(seed);
  const labels = Uint8Array.from({ length: count }, (_, i) => i % classes);
  const pixels = Uint8Array.from({ length: count * width * height }, (_, i) => {
    const own = labels[Math.floor(i / (width * height))]!;
    return Math.min(255, 80 * own + stream.integer(100));
  });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'train-images-idx3-ubyte'), idxBytes([count, height, width], pixels));
  writeFileSync(join(folder, 'train-labels-idx1-ubyte'), idxBytes([count], labels));
  return folder;
}

interface Services {
  evaluations: Evaluations;
  images: ImageTasks;
  published: Published;
  source: ModelSource;
  shared: { store: ReturnType<typeof openStore>; jobs: ReturnType<typeof builtJobs>; dataFolder: string };
}

/** The services on a data folder of their own, and a lively model of such images. */
function openServices(
  model: Partial<WaveNetConfiguration> = {},
  scanOrder: 'serpentine' | 'scanline' = 'serpentine',
): Services {
  const dataFolder = temporaryFolder();
  const store = openStore(dataFolder, connection);
  addStudy(store);
  const published = new Published();
  const shared = { store, jobs: builtJobs(), dataFolder, version: '1.2.3' };
  const evaluations = new Evaluations({ ...shared, publish: published.publish, clock: systemClock });
  const images = new ImageTasks(shared);
  onTestFinished(async () => {
    evaluations.close();
    images.cancel();
    await Promise.all(evaluations.list({ runId: null }).map(({ id }) => evaluations.ended(id)));
    store.close();
  });
  const configuration: WaveNetConfiguration = {
    ...smallWaveNet,
    quantizationLevels: 4,
    conditionClasses: classes,
    ...model,
  };
  const data = imageConfiguration({
    set: { folder: imageFolder(90) },
    quantizationLevels: 4,
    width,
    height,
    classes,
    trainImages: 30,
    validationImages: 15,
    testImages: 45,
    scanOrder,
  });
  const path = join(dataFolder, 'model.safetensors');
  const parameters = livelyParameters(configuration);
  writeFileSync(path, writeWeights({ model: configuration, parameters, metadata: { data: JSON.stringify(data) } }));
  return { evaluations, images, published, source: { path, configuration: null }, shared };
}

const classification = { kind: 'classification', count: null, seed: 1, prior: 'uniform', bins: 10 } as const;
const density = {
  kind: 'density',
  count: 12,
  seed: 1,
  sets: [
    { kind: 'test' },
    { kind: 'rotated', degrees: 180 },
    { kind: 'rotated', degrees: 33 },
    { kind: 'noise', levels: 'as-data' },
    { kind: 'noise', levels: 'uniform' },
  ],
  bins: 7,
} satisfies EvaluationChoice;

async function evaluate({ evaluations, source }: Services, choice: EvaluationChoice): Promise<EvaluationDetail> {
  const { id } = evaluations.start(source, choice);
  const ended = await evaluations.ended(id);
  expect(ended.reason).toBeNull();
  return evaluations.get(id);
}

describe('a classification', () => {
  test('is told of as it comes, stored with all that decides it, and read back', async () => {
    const services = openServices();
    const evaluation = await evaluate(services, classification);
    expect(evaluation).toMatchObject({
      status: 'completed',
      choice: classification,
      runId: null,
      checkpoint: null,
      model: { runId: null, step: null, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      environment: { version: '1.2.3', tensorflow: expect.stringMatching(/^\d/) },
    });
    const told = services.published.of('evaluations:changed').flat();
    expect(new Set(told.map(({ status }) => status))).toEqual(new Set(['queued', 'running', 'completed']));
    expect(told.some(({ progress }) => progress.all === 45 && progress.done === 45)).toBe(true);
    expect(services.evaluations.list({ runId: null })).toEqual([
      expect.objectContaining({ id: evaluation.id, status: 'completed' }),
    ]);
    services.evaluations.delete([evaluation.id]);
    expect(services.evaluations.list({ runId: null })).toEqual([]);
    expect(() => services.evaluations.get(evaluation.id)).toThrow(`There is no evaluation "${evaluation.id}".`);
  });

  test('agrees with itself: confusion, bins, errors and the last pixel count the same images', async () => {
    const { result } = (await evaluate(openServices(), classification)) as { result: ClassificationResult };
    const { images, confusion, calibration, progressive, errors, accuracy } = result;
    const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
    expect(images.index).toEqual(Array.from({ length: 45 }, (_, i) => i));
    expect(sum(confusion.flat())).toBe(45);
    expect(sum(calibration.map(({ count }) => count))).toBe(45);
    expect(errors).toHaveLength(45 - Math.round(45 * accuracy));
    for (const { posterior, predicted, class: own, tokens } of errors) {
      expect(sum(posterior)).toBeCloseTo(1, 9);
      expect(posterior[predicted]).toBe(Math.max(...posterior));
      expect(own).not.toBe(predicted);
      expect(tokens).toHaveLength(1 + width * height);
    }
    expect(progressive.pixels.at(0)).toBe(0);
    expect(progressive.pixels.at(-1)).toBe(width * height);
    expect(progressive.accuracy.at(-1)).toBeCloseTo(accuracy, 9);
    expect(progressive.confidence.at(0)).toBeCloseTo(1 / classes, 9);
    expect(result.bitsPerPixel.marginal).toBeGreaterThan(0);
    expect(result.prior).toEqual([1 / 3, 1 / 3, 1 / 3]);
  });

  test('is the same again by its seed, and of each image whatever the others are', async () => {
    const services = openServices();
    const all = (await evaluate(services, classification)).result as ClassificationResult;
    const some = (await evaluate(services, { ...classification, count: 7, seed: 5 })).result as ClassificationResult;
    const again = (await evaluate(services, { ...classification, count: 7, seed: 5 })).result as ClassificationResult;
    const other = (await evaluate(services, { ...classification, count: 7, seed: 6 })).result as ClassificationResult;
    expect({ ...again, millisecondsPerThousand: 0 }).toEqual({ ...some, millisecondsPerThousand: 0 });
    expect(other.images.index).not.toEqual(some.images.index);
    some.images.index.forEach((index, i) => {
      expect(some.images.confidence[i]).toBeCloseTo(all.images.confidence[index]!, 5);
      expect(some.images.predicted[i]).toBe(all.images.predicted[index]);
    });
  });

  test('takes the classes’ shares among the images to train on for p(y) where that is wanted', async () => {
    const { result } = await evaluate(openServices(), { ...classification, count: 3, prior: 'training' });
    const { prior } = result as ClassificationResult;
    expect(prior.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
    expect(prior).toEqual([expect.closeTo(1 / 3, 9), expect.closeTo(1 / 3, 9), expect.closeTo(1 / 3, 9)]);
  });

  test('cancelled leaves nothing, at once', async () => {
    const services = openServices();
    const { evaluations, source } = services;
    const first = evaluations.start(source, classification);
    const second = evaluations.start(source, classification);
    evaluations.cancel([first.id, second.id]);
    const before = performance.now();
    expect(await evaluations.ended(first.id)).toMatchObject({ status: 'cancelled', reason: null });
    expect(await evaluations.ended(second.id)).toMatchObject({ status: 'cancelled' });
    expect(performance.now() - before).toBeLessThan(2000);
    expect(services.shared.store.prepare('SELECT count(*) AS n FROM evaluations').get()).toEqual({ n: 0 });
    expect(evaluations.unfinished).toBe(0);
  });

  test.each([
    ['a model without classes', { conditionClasses: null }, classification, 'This model has no classes'],
    ['more images than there are', {}, { ...classification, count: 46 }, '46 test images were asked for'],
    ['a model of other levels', { quantizationLevels: 5 }, classification, 'The images have 4 levels, this model 5.'],
  ])('of %s fails and says why', async (_, model, choice, reason) => {
    const { evaluations, source } = openServices(model);
    const { id } = evaluations.start(source, choice);
    expect(await evaluations.ended(id)).toMatchObject({ status: 'failed', reason: expect.stringContaining(reason) });
  });
});

describe('densities', () => {
  test('are the likelihoods of whole images, sample by sample, under all classes', async () => {
    const services = openServices();
    const { result } = (await evaluate(services, { ...density, count: null })) as { result: DensityResult };
    const series = { kind: 'dataset' as const, series: [0, 17, 44] };
    const choice = { series, classes: 'marginal' as const, local: null };
    const found = await likelihoods({ ...services.shared, clock: systemClock }, services.source, choice);
    const [test] = result.sets;
    for (const { series, bitsPerSample } of found) expect(test!.bits[series]).toBeCloseTo(bitsPerSample, 4);
  });

  test('are counted in bins that sum to the images, the same by the same seed', async () => {
    const services = openServices();
    const { result } = (await evaluate(services, density)) as { result: DensityResult };
    expect(result.edges).toHaveLength(8);
    expect(result.sets.map(({ label }) => label)).toEqual([
      'Test images',
      'Rotated by 180°',
      'Rotated by 33°',
      'Noise of the data’s levels',
      'Uniform noise',
    ]);
    for (const { bits, counts, examples, mean } of result.sets) {
      expect(bits).toHaveLength(12);
      expect(counts.reduce((a, b) => a + b, 0)).toBe(12);
      expect(examples).toHaveLength(10);
      expect(mean).toBeGreaterThan(0);
    }
    expect((await evaluate(services, density)).result).toEqual(result);
  });

  test('turn an image by half by turning its signal round, and take another set’s images', async () => {
    const services = openServices({}, 'scanline');
    const folder = imageFolder(20, 9);
    const choice = { ...density, sets: [...density.sets, { kind: 'other' as const, folder }] };
    const { result } = (await evaluate(services, choice)) as { result: DensityResult };
    const [test, turned, , , , other] = result.sets;
    test!.examples.forEach((tokens, i) => {
      expect(turned!.examples[i]).toEqual([0, ...tokens.slice(1).reverse()]);
    });
    expect(other!.bits).toHaveLength(12);
  });

  test('need no classes', async () => {
    const { result } = await evaluate(openServices({ conditionClasses: null }), density);
    expect((result as DensityResult).sets).toHaveLength(5);
  });
});

describe('single images', () => {
  test('are classified pixel by pixel; each row sums to one, the last is that of the whole image', async () => {
    const services = openServices();
    const [one, two] = await services.images.posteriors(services.source, { images: [3, 30], prior: 'uniform' });
    const { images } = (await evaluate(services, classification)).result as ClassificationResult;
    for (const found of [one!, two!]) {
      expect(found.posteriors).toHaveLength(1 + width * height);
      for (const row of found.posteriors) expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
      expect(Math.max(...found.posteriors.at(-1)!)).toBeCloseTo(images.confidence[found.index]!, 5);
      expect(found.class).toBe(images.class[found.index]);
    }
    await expect(services.images.posteriors(services.source, { images: [45], prior: 'uniform' })).rejects.toThrow(
      'There is no test image 45.',
    );
  });

  test('are completed from what was seen, the same by the same seed and whatever else is completed', async () => {
    const { images, source } = openServices();
    const choice = { images: [2, 7], observed: 10, count: 6, class: 'given' as const, temperature: 1, seed: 3 };
    const found = await images.complete(source, choice);
    for (const { original, completions, mean, standardDeviation, posterior, bitsOfRest } of found.images) {
      for (const { tokens } of completions) expect(tokens.slice(0, 11)).toEqual(original.slice(0, 11));
      expect(mean.slice(0, 11)).toEqual(original.slice(0, 11));
      expect(Math.max(...standardDeviation.slice(0, 11))).toBe(0);
      expect(posterior!.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
      expect(bitsOfRest).toBeGreaterThan(0);
    }
    expect(await images.complete(source, choice)).toEqual(found);
    const first = await images.complete(source, { ...choice, images: [2] });
    expect(first.images[0]!.completions).toEqual(found.images[0]!.completions);
    await expect(images.complete(source, { ...choice, observed: 20 })).rejects.toThrow('20 pixels were to be observed');
  });

  test('have completions under classes that are drawn where none is given', async () => {
    const { images, source } = openServices();
    const choice = { images: [0], observed: 1, count: 600, class: 'none' as const, temperature: 1, seed: 3 };
    const [{ completions, posterior }] = (await images.complete(source, choice)).images as [
      Awaited<ReturnType<ImageTasks['complete']>>['images'][0],
    ];
    posterior!.forEach((p, y) => {
      const share = completions.filter((one) => one.class === y).length / 600;
      // Four standard deviations.
      expect(Math.abs(share - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / 600) + 1e-9);
    });
  });

  test('can be given up', async () => {
    const { images, source } = openServices();
    const waiting = images.posteriors(source, { images: [0], prior: 'uniform' });
    images.cancel();
    await expect(waiting).rejects.toThrow('It was cancelled.');
  });
});
