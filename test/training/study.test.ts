import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parameterCount } from '../../src-main/architecture/parameters';
import { receptiveField } from '../../src-main/architecture/receptive-field';
import { armConfiguration, parseWith, studyDefinitionSchema, type Scale } from '../../src-main/contract/configuration';
import { dataSizes } from '../../src-main/contract/data-sizes';

const file = new URL('../../resources/studies/fourier-unrolling.json', import.meta.url);
const study = parseWith(studyDefinitionSchema, JSON.parse(readFileSync(file, 'utf8')), 'study');
const scales: Scale[] = ['quick', 'paper'];

test.each(scales)('at scale %s the arms of fourier-unrolling differ in the unrolled loss alone', (scale) => {
  const oneStep = armConfiguration(study, scale, 'one-step');
  const unrolled = armConfiguration(study, scale, 'unrolled-8');
  expect(oneStep.training.unrolling).toBeNull();
  expect(unrolled.training.unrolling).toEqual({
    horizon: 8,
    origins: 16,
    weight: 1,
    gumbelTemperature: 2 / 3,
    sampling: 'soft',
    curriculumSteps: null,
  });
  expect({ ...unrolled, training: { ...unrolled.training, unrolling: null } }).toEqual(oneStep);
});

test('at scale paper fourier-unrolling has the sizes of the published runs', () => {
  const { data, model, training, validation } = armConfiguration(study, 'paper', 'unrolled-8');
  expect(receptiveField(model)).toBe(389);
  expect(parameterCount(model)).toBeGreaterThan(100_000);
  expect(data).toMatchObject({ trainCurves: 8192, validationCurves: 512, samples: 2048, terms: 3, period: 5 });
  expect(training).toMatchObject({ batchSize: 64, maxSteps: 3840, optimizer: { learningRate: 0.01 } });
  expect(training.earlyStopping).toEqual({ horizon: 8, minDelta: 1e-3, patience: 5 });
  expect(validation).toMatchObject({ everySteps: 128, numOrigins: 8, forecastHorizon: 2 * 389 });
});

test('the free-running forecasts of fourier-unrolling have their whole truth within the test curves', () => {
  for (const scale of scales) {
    const { data, model, validation } = armConfiguration(study, scale, 'one-step');
    expect(receptiveField(model) + validation.forecastHorizon).toBeLessThanOrEqual(dataSizes(data).samples);
  }
});

test('at scale paper fourier-period has the published conditional model, and the same periods at both scales', () => {
  const file = new URL('../../resources/studies/fourier-period.json', import.meta.url);
  const study = parseWith(studyDefinitionSchema, JSON.parse(readFileSync(file, 'utf8')), 'study');
  const [quick, paper] = scales.map((scale) => armConfiguration(study, scale, 'one-step'));
  const sizes = { inputKernelSize: 3, residualChannels: 64, skipChannels: 1024, headChannels: 512 };
  expect(paper!.model).toMatchObject(sizes);
  expect(receptiveField(paper!.model)).toBe(513);
  expect(paper!.training).toMatchObject({ batchSize: 16, unrolling: null, optimizer: { learningRate: 0.002 } });
  for (const { data, model, validation } of [quick!, paper!]) {
    expect(data).toMatchObject({ period: [5, 6, 7, 8, 9] });
    expect(model).toMatchObject({ conditionClasses: 5 });
    const { samples, sampleInterval } = dataSizes(data);
    // A sample sees more than the longest period, and a series shows it at least twice.
    expect(receptiveField(model) * sampleInterval!).toBeGreaterThan(9);
    expect(samples * sampleInterval!).toBeGreaterThan(18);
    expect(receptiveField(model) + validation.forecastHorizon).toBeLessThanOrEqual(samples);
  }
});
