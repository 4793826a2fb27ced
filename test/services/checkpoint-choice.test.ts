import { expect, test } from 'vitest';
import type { CheckpointInfo } from '../../src-main/contract/training';
import { chooseCheckpoint } from '../../src-main/services/checkpoint-choice';

function checkpoint(kind: CheckpointInfo['kind'], step: number, score: number | null): CheckpointInfo {
  return { kind, step, score, file: `${kind}-${step}`, bytes: 1, sha256: '' };
}

const all = [
  checkpoint('best', 4, 0.5),
  checkpoint('best', 8, 0.7),
  checkpoint('best', 12, 0.7),
  checkpoint('best', 16, 0.6),
  checkpoint('last', 16, 0.9),
];

test('the best has the highest score, the earlier one of equals; the last one its newest state', () => {
  expect(chooseCheckpoint(all, 'best').step).toBe(8);
  expect(chooseCheckpoint(all, 'last').file).toBe('last-16');
  expect(chooseCheckpoint(all, { step: 12 }).file).toBe('best-12');
});

test('a run that was never evaluated has only its last one', () => {
  expect(chooseCheckpoint([checkpoint('last', 3, null)], 'best').file).toBe('last-3');
});

test('what is not there is refused with what there is', () => {
  expect(() => chooseCheckpoint(all, { step: 5 })).toThrow('keeps no checkpoint of step 5');
  try {
    chooseCheckpoint(all, { step: 5 });
  } catch (error) {
    expect(error).toMatchObject({ advice: 'There are those of the steps 4, 8, 12, 16.' });
  }
  expect(() => chooseCheckpoint([], 'best')).toThrow('no checkpoint yet');
});
