import { expect, test } from 'vitest';
import { exitStatus } from '../../src-main/electron/exit-status';
import { Tail } from '../../src-main/electron/tail';

test('a process that ended by itself has its code', () => {
  expect(exitStatus(0, null)).toEqual({ code: 0, signal: null });
  expect(exitStatus(3, { reason: 'abnormal-exit', exitCode: 3 })).toEqual({ code: 3, signal: null });
});

test('a killed process has its signal, whatever code it reports', () => {
  expect(exitStatus(0, { reason: 'killed', exitCode: 9 })).toEqual({ code: null, signal: 'SIGKILL' });
  expect(exitStatus(6, { reason: 'crashed', exitCode: 6 })).toEqual({ code: null, signal: 'SIGABRT' });
  expect(exitStatus(1, { reason: 'crashed', exitCode: 99 })).toEqual({ code: null, signal: 'signal 99' });
});

test('a tail keeps the last lines only', () => {
  const tail = new Tail();
  for (let line = 0; line < 5000; line += 1) tail.add(Buffer.from(`line ${line}\n`));
  const lines = tail.text().split('\n');
  expect(lines.at(-1)).toBe('line 4999');
  expect(lines.length).toBeLessThanOrEqual(41);
});
