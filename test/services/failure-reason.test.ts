import { expect, test } from 'vitest';
import { failureReason } from '../../src-main/services/failure-reason';

const greeting = [
  'WARNING: All log messages before absl::InitializeLog() is called are written to STDERR',
  'I0000 00:00:1.0 11 port.cc:153] oneDNN custom operations are on. You may see slightly different numerical results.',
].join('\n');

test('what TensorFlow says at every start is no reason', () => {
  const crashed = { code: null, signal: 'SIGTRAP' };
  expect(failureReason(null, { ...crashed, tail: greeting })).toBe('Its process crashed (SIGTRAP).');
  expect(failureReason(null, { ...crashed, tail: `${greeting}\nF0000 tensor.cc: check failed` })).toBe(
    'Its process crashed (SIGTRAP). Its last words: F0000 tensor.cc: check failed',
  );
});

test('an error that was told, or that ended the process, is the reason', () => {
  const gone = { code: 1, signal: null, tail: 'node:internal\nTypeError: x is not a function\n    at y (z.js:1)' };
  expect(failureReason(null, gone)).toBe(
    'Its process ended without a result (exit code 1). Its last words: TypeError: x is not a function',
  );
  const told = { name: 'UserError', message: 'The loss is NaN.', advice: 'Lower the rate.', stack: null };
  expect(failureReason(told, gone)).toBe('The loss is NaN. Lower the rate.');
});
