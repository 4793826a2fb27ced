import { expect, test } from 'vitest';
import { scoreClassifier } from '../../src-main/math/classifier-scores';

const posteriors = [
  [0.9, 0.1],
  [0.6, 0.4],
  [0.3, 0.7],
  [0, 1],
];

test('accuracy, log loss and confusion count each item once', () => {
  const { count, accuracy, logLoss, confusion } = scoreClassifier(posteriors, [0, 1, 1, 1]);
  expect({ count, accuracy }).toEqual({ count: 4, accuracy: 0.75 });
  expect(logLoss).toBeCloseTo(-(Math.log(0.9) + Math.log(0.4) + Math.log(0.7)) / 4, 12);
  expect(confusion).toEqual([
    [1, 0],
    [1, 2],
  ]);
});

test('calibration compares the mean probability of the most likely class with how often it is right', () => {
  const { calibration } = scoreClassifier(posteriors, [0, 1, 1, 1], 5);
  expect(calibration.map(({ count }) => count)).toEqual([0, 0, 0, 2, 2]);
  expect(calibration[0]).toEqual({ low: 0, high: 0.2, count: 0, confidence: null, accuracy: null });
  expect(calibration[3]).toMatchObject({ accuracy: 0.5 });
  expect(calibration[3]!.confidence).toBeCloseTo(0.65, 12);
  expect(calibration[4]!.confidence).toBeCloseTo(0.95, 12);
});

test('as many labels as items are needed', () => {
  expect(() => scoreClassifier(posteriors, [0])).toThrow('given 1 and 4');
  expect(() => scoreClassifier([], [])).toThrow('given 0 and 0');
});
