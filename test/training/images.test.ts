import { readFileSync } from 'node:fs';
import '@tensorflow/tfjs-node-gpu';
import { expect, test } from 'vitest';
import { parameterCount } from '../../src-main/architecture/parameters';
import { receptiveField } from '../../src-main/architecture/receptive-field';
import {
  armConfiguration,
  parseRunConfiguration,
  parseWith,
  studyDefinitionSchema,
  type RunConfiguration,
} from '../../src-main/contract/configuration';
import { planRun } from '../../src-main/contract/run-plan';
import { runSizes } from '../../src-main/contract/run-sizes';
import { checkRequest } from '../../src-main/generation/generator';
import { scanOrderNames } from '../../src-main/math/scan-order';
import type { Forecaster } from '../../src-main/training/forecasts';
import { train } from '../../src-main/training/train';
import { imageConfiguration } from '../data/image-configuration';
import { collect, MemoryFiles, ofType, request, resources, tinyConfiguration } from './tiny-run';

const images = imageConfiguration({ trainImages: 60, validationImages: 20, testImages: 10 });

test.each([
  ['by class and place', 10, 56],
  ['without conditions', null, null],
])('a model of images %s trains, is validated and completes test images', async (_, conditionClasses, channels) => {
  const configuration = imageRun(conditionClasses, channels);
  const events = await collect(train(request(configuration), resources(new MemoryFiles())));
  const loss = ofType(events, 'points')
    .flatMap(({ points }) => points)
    .filter(({ key }) => key === 'validationLoss@1')
    .map(({ value }) => value);
  expect(loss).toHaveLength(2);
  expect(loss[1]).toBeLessThan(loss[0]!);
  const [{ forecasts, horizon, curves }] = ofType(events, 'forecasts') as [ReturnType<typeof ofType<'forecasts'>>[0]];
  expect({ horizon, curves }).toEqual({ horizon: 20, curves: 10 });
  for (const { observed, truth } of forecasts) expect(observed.length + truth.length).toBeLessThanOrEqual(785);
});

test.each([
  ['by class and place', 10, 56],
  ['without conditions', null, null],
])('samples of images %s are shown at each evaluation, with the same noise', async (_, conditionClasses, channels) => {
  const configuration = imageRun(conditionClasses, channels);
  const seeds: unknown[] = [];
  const previewer: Forecaster = async function* ({ model, prompt, batch, steps, classes, local, seed = 0 }) {
    const rows = Array.from({ length: batch }, (_, row) => prompt.subarray((row * prompt.length) / batch).slice(0, 1));
    if (steps === 784) {
      checkRequest({ model }, { prompt: rows, steps, sampler: { kind: 'greedy' }, seed, classes, local });
      seeds.push(seed);
    }
    for (let step = 0; step < steps; step++) yield rows.map(() => 1);
  };
  const events = await collect(train(request(configuration), resources(new MemoryFiles(), { previewer })));
  const previews = ofType(events, 'preview');
  expect(previews.map(({ step }) => step)).toEqual([3, 6]);
  expect(seeds).toEqual([1, 1]);
  for (const { forecasts } of previews) {
    const samples = forecasts.filter(({ truth }) => truth.length === 0);
    expect(samples.map(({ curve }) => curve)).toEqual([10, 11, 12, 13, 14, 15, 16, 17]);
    for (const { forecast } of samples) expect(forecast).toEqual(Array.from({ length: 784 }, () => 1));
    expect(forecasts.filter(({ truth }) => truth.length === 20)).toHaveLength(4);
  }
});

test('sizes and plan of a run on images count the pixel that stands before each', () => {
  const configuration = imageRun(10, null);
  expect(runSizes(configuration).window).toBe(785);
  expect(planRun(configuration, 2).epochs).toBeCloseTo((6 * 4) / 60, 10);
});

test.each([
  [{ 'data.quantizationLevels': 4 }, /model\.quantizationLevels \(2\) must equal data\.quantizationLevels \(4\)/],
  [{ 'data.quantizationLevels': 257 }, /data\.quantizationLevels/],
  [{ 'data.scanOrder': 'spiral' }, /data\.scanOrder/],
  [{ 'data.set': 'cifar' }, /data\.set/],
  [{ 'model.conditionClasses': 9 }, /model\.conditionClasses \(9\) must be null or 10, data\.classes/],
  [
    { 'model.localConditionChannels': 28 },
    /model\.localConditionChannels \(28\) must be null or 56, data\.width \+ data\.height/,
  ],
  [
    { 'training.windowLength': 786 },
    /training\.windowLength \(786\) must be at most 1 \+ data\.width · data\.height \(785\)/,
  ],
  [{ 'validation.curves': 21 }, /validation\.curves \(21\) must be at most data\.validationImages \(20\)/],
  [{ 'validation.forecastHorizon': 785 }, /validation\.forecastHorizon \(785\) must be less than 1 \+ data\.width/],
])('a configuration of images with %j is refused with what is allowed', (changes, message) => {
  const configuration = structuredClone(imageRun(10, null)) as unknown as Record<string, Record<string, unknown>>;
  for (const [path, value] of Object.entries(changes)) {
    const [section, field] = path.split('.') as [string, string];
    configuration[section]![field] = value;
  }
  expect(() => parseRunConfiguration(configuration)).toThrow(message);
});

test('at scale paper mnist-binary and mnist-256 have the sizes of the published models', () => {
  const binary = armConfiguration(studyOf('mnist-binary'), 'paper', 'by-class');
  expect(receptiveField(binary.model)).toBe(704);
  expect(binary.model).toMatchObject({
    inputKernelSize: 3,
    residualChannels: 32,
    skipChannels: 1024,
    headChannels: 512,
    conditionClasses: 10,
  });
  expect(binary.training).toMatchObject({ batchSize: 64, optimizer: { learningRate: 0.002 } });
  const gray = armConfiguration(studyOf('mnist-256'), 'paper', 'by-class');
  expect(gray.model).toMatchObject({ residualChannels: 64, dilationChannels: 64, quantizationLevels: 256 });
  expect(receptiveField(gray.model)).toBe(704);
  expect(parameterCount(gray.model)).toBeGreaterThan(parameterCount(binary.model));
});

test('the arms of mnist-scan-order differ in the order alone; at scale quick the digits that come along suffice', () => {
  const study = studyOf('mnist-scan-order');
  expect(study.arms.map(({ name }) => name).sort()).toEqual([...scanOrderNames].sort());
  const configurations = study.arms.map(({ name }) => armConfiguration(study, 'quick', name));
  for (const { data, ...rest } of configurations) {
    expect({ ...data, scanOrder: '' }).toEqual({ ...configurations[0]!.data, scanOrder: '' });
    expect(rest).toEqual({
      model: rest.model,
      training: configurations[0]!.training,
      validation: configurations[0]!.validation,
    });
  }
  for (const name of ['mnist-binary', 'mnist-256', 'mnist-scan-order']) {
    const [arm] = studyOf(name).arms;
    expect(armConfiguration(studyOf(name), 'quick', arm!.name).data).toMatchObject({ set: 'mnist-10k' });
  }
});

function imageRun(conditionClasses: number | null, localConditionChannels: number | null): RunConfiguration {
  const tiny = tinyConfiguration({ training: { unrolling: null, earlyStopping: null } });
  return parseRunConfiguration({
    ...tiny,
    data: images,
    model: { ...tiny.model, quantizationLevels: 2, conditionClasses, localConditionChannels },
    training: { ...tiny.training, windowLength: null, maxSteps: 6, checkpoints: { keepBest: 1, horizon: 1 } },
    validation: { everySteps: 3, horizons: [1], numOrigins: 1, curves: 20, forecastHorizon: 20 },
  });
}

function studyOf(name: string) {
  const file = new URL(`../../resources/studies/${name}.json`, import.meta.url);
  return parseWith(studyDefinitionSchema, JSON.parse(readFileSync(file, 'utf8')), 'study');
}
