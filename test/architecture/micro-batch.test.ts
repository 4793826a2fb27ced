import { describe, expect, it } from 'vitest';
import { chooseMicroBatch } from '../../src-main/architecture/micro-batch';

const rows = (batch: number, length: number, origins: number | null = null, horizon = 8) =>
  chooseMicroBatch({ batch, length, unrolling: origins === null ? null : { origins, horizon } }, 'cpu');

describe('the rows processed at a time', () => {
  it('are the whole batch where it is small', () => {
    expect(rows(16, 512)).toBe(16);
    expect(rows(3, 10, 4)).toBe(3);
  });

  it('are equal parts of a large one, as many as are fast', () => {
    expect(rows(64, 2048)).toBe(8);
    expect(rows(10, 2048)).toBe(5);
    expect(rows(4, 1_000_000)).toBe(1);
    expect(chooseMicroBatch({ batch: 64, length: 2048, unrolling: null }, 'gpu')).toBe(64);
  });

  it('are more where few forecasts are unrolled from each, or long ones, up to what memory allows', () => {
    expect(rows(64, 2048, 16)).toBe(16);
    expect(rows(64, 2048, 16, 32)).toBe(32);
    expect(rows(64, 2048, 64)).toBe(8);
    expect(rows(64, 2048, 1)).toBe(32);
  });
});
