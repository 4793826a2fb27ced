import { expect, test } from 'vitest';
import { applyChanges, parseRunConfiguration, type Changes } from '../../src-main/contract/configuration';
import { runSizes } from '../../src-main/contract/run-sizes';
import { tinyConfiguration } from './tiny-run';

/** What does not fit → the field, its value and what is allowed. */
const cases: [Changes, RegExp][] = [
  [{ 'data.quantizationLevels': 8 }, /model\.quantizationLevels \(7\) must equal data\.quantizationLevels \(8\)/],
  [{ 'data.terms': [5, 2] }, /data\.terms \(\[5, 2\]\) must be a range from low to high/],
  [{ 'data.coefficients': [1, -1] }, /data\.coefficients \(\[1, -1\]\)/],
  [{ 'data.period': 0 }, /data\.period \(0\) must be more than 0 seconds/],
  [{ 'data.period': [0, 5] }, /data\.period \(0\)/],
  [{ 'data.samples': 1 }, /data\.samples: .*\(given: 1\)/],
  [{ 'data.quantizationLevels': 1025 }, /data\.quantizationLevels: .*1024.*\(given: 1025\)/],
  [{ 'model.conditionClasses': 3 }, /model\.conditionClasses \(3\) must be null: data\.period lists no classes/],
  [
    { 'data.period': [4, 5, 6, 7], 'model.conditionClasses': 3 },
    /model\.conditionClasses \(3\) must be null or 4, the number of periods/,
  ],
  [{ 'model.localConditionChannels': 2 }, /model\.localConditionChannels \(2\) must be null/],
  [{ 'model.dilations': [65536, 0] }, /model\.dilations\.1: .*\(given: 0\)/],
  [{ 'training.windowLength': 41 }, /training\.windowLength \(41\) must be at most data\.samples \(40\)/],
  [
    { 'training.windowLength': 10, 'training.skipPartialReceptiveField': true },
    /skipPartialReceptiveField leaves no output: the receptive field \(9\) must be less than .* \(10\)/,
  ],
  [{ 'training.unrolling.horizon': 24 }, /unrolling\.horizon \(24\) must be less than the training window \(24\)/],
  [{ 'training.unrolling.origins': 22 }, /unrolling\.origins \(22\) must be at most 21, the places in a window/],
  [{ 'training.unrolling.origins': [3, 21] }, /training\.unrolling\.origins: 21 \+ horizon 3 must be less than/],
  [
    { 'training.unrolling.mixingRate': 0.5 },
    /unrolling\.mixingRate \(0\.5\) must be left out unless sampling \(soft\) is scheduled-sampling/,
  ],
  [{ 'training.unrolling.mixingRate': 1.5 }, /training\.unrolling\.mixingRate: .*\(given: 1\.5\)/],
  [{ 'training.schedule.minLearningRate': 0.1 }, /schedule\.minLearningRate \(0\.1\) must be at most .* \(0\.01\)/],
  [{ 'training.checkpoints.horizon': 4 }, /training\.checkpoints\.horizon \(4\) must be one of .* \(1, 3, 5\)/],
  [
    { 'training.earlyStopping': { horizon: 2, minDelta: 0, patience: 1 } },
    /training\.earlyStopping\.horizon \(2\) must be one of/,
  ],
  [{ 'validation.horizons': [1, 3, 40] }, /validation\.horizons: 40 must be less than data\.samples \(40\)/],
  [{ 'validation.numOrigins': 36 }, /validation\.numOrigins \(36\) must be at most 35, the places in a curve of 40/],
  [{ 'validation.forecastHorizon': 40 }, /validation\.forecastHorizon \(40\) must be less than data\.samples/],
  [{ 'validation.curves': 6 }, /validation\.curves \(6\) must be at most data\.validationCurves \(5\)/],
];

test.each(cases)('%j is refused with field, value and what is allowed', (changes, message) => {
  const configuration = tinyConfiguration();
  applyChanges(configuration, changes);
  expect(() => parseRunConfiguration(configuration)).toThrow(message);
});

test('what just fits is taken', () => {
  for (const changes of [
    { 'training.unrolling.origins': 21 },
    { 'training.unrolling.origins': [0, 20] },
    { 'training.unrolling.sampling': 'scheduled-sampling', 'training.unrolling.mixingRate': 0 },
    {
      'training.unrolling.sampling': 'scheduled-sampling',
      'training.unrolling.mixingRate': { shape: 'inverse-sigmoid', k: 1 },
    },
    { 'validation.numOrigins': 35 },
    { 'training.windowLength': 40 },
    { 'training.windowLength': 11, 'training.skipPartialReceptiveField': true, 'training.unrolling': null },
    { 'data.period': [4, 5, 6], 'model.conditionClasses': 3 },
    { 'data.period': [4, 5, 6] },
  ] as Changes[]) {
    const configuration = tinyConfiguration();
    applyChanges(configuration, changes);
    expect(() => parseRunConfiguration(configuration)).not.toThrow();
  }
});

test('free-running forecasts observe the receptive field, or what short curves leave', () => {
  const long = tinyConfiguration();
  expect(runSizes(long)).toMatchObject({ receptiveField: 9, window: 24, firstOrigin: 0, forecastOrigin: 8 });
  const short = tinyConfiguration({ validation: { ...long.validation, forecastHorizon: 36 } });
  expect(runSizes(short).forecastOrigin).toBe(3);
});
