import { InvalidArgumentError } from 'commander';
import { expect, test } from 'vitest';
import { decimal, integer, list, seedList, setOption } from '../../src-main/cli/arguments';
import { bytesText, durationText, numberText, table } from '../../src-main/cli/output';
import { Progress } from '../../src-main/cli/progress';
import { resultsTable } from '../../src-main/cli/results-table';
import type { RunSummary } from '../../src-main/contract/runs';

test('changes are JSON where they can be, words otherwise', () => {
  const parse = setOption().parseArg!;
  const changes = ['a.b=3', 'c=[1,2]', 'd=null', 'e=auto', 'f=x=y'].reduce(
    (before, text) => parse(text, before),
    {} as unknown,
  );
  expect(changes).toEqual({ 'a.b': 3, c: [1, 2], d: null, e: 'auto', f: 'x=y' });
  expect(() => parse('=3', {})).toThrow(InvalidArgumentError);
});

test('numbers and lists are checked', () => {
  expect(integer(1, 9)('9')).toBe(9);
  for (const text of ['0', '10', '1.5', 'x', '']) expect(() => integer(1, 9)(text)).toThrow('from 1 to 9');
  expect(decimal(1, 40)('3.25')).toBe(3.25);
  expect(() => decimal(1, 40)('0')).toThrow('from 1 to 40');
  expect(list(' a, b,,')).toEqual(['a', 'b']);
  expect(seedList('3,1')).toEqual([3, 1]);
  expect(() => seedList('3,-1')).toThrow(InvalidArgumentError);
});

test('durations, numbers and sizes are short', () => {
  expect([0, 61_000, 3_725_000].map(durationText)).toEqual(['0:00', '1:01', '1:02:05']);
  expect([0.123456, 1234.5678, NaN, -2].map((value) => numberText(value))).toEqual(['0.1235', '1235', 'NaN', '-2']);
  expect([0, 999, 1_800_000, 2.5e9].map(bytesText)).toEqual(['0 B', '999 B', '1.8 MB', '2.5 GB']);
});

test('a table is as wide as its texts, numbers to the right', () => {
  const columns = [
    { title: 'Name', text: ([name]: [string, number]) => name },
    { title: 'N', text: ([, n]: [string, number]) => String(n), align: 'right' as const },
  ];
  expect(
    table(columns, [
      ['ä', 100],
      ['longer', 2],
    ]),
  ).toBe('Name      N\nä       100\nlonger    2');
});

test('the results of arms with different horizons stand in one table, horizons ascending', () => {
  const arm = (label: string, metrics: Record<string, number[]>) => ({
    arm: label,
    label,
    seeds: [1, 2],
    metrics,
    trainingTime: [60_000, 62_000],
  });
  const text = resultsTable([
    arm('A', { 'validationAccuracy@32': [0.25, 0.25], 'validationAccuracy@1': [0.5, 0.7], oneStepLoss: [1, 1] }),
    arm('B', { 'validationAccuracy@1': [0.5, 0.5], 'freeRunningError@200': [4, 6] }),
  ]);
  const [head, first, second] = text.split('\n');
  expect(head!.trim().split(/ {2,}/)).toEqual([
    'Arm',
    'Seeds',
    'Accuracy, 1 step',
    'Accuracy, 32 steps',
    'Error, 200 steps (levels)',
    'Time',
  ]);
  expect(first!.trim().split(/ {2,}/)).toEqual(['A', '1, 2', '0.600 ± 0.141', '0.250 ± 0.000', '-', '1:01']);
  expect(second!.trim().split(/ {2,}/)).toEqual(['B', '1, 2', '0.500 ± 0.000', '-', '5.00 ± 1.41', '1:01']);
  expect(resultsTable([])).toContain('No run');
});

function summary(id: string, status: RunSummary['status'], step: number): RunSummary {
  return {
    id,
    name: `arm · seed ${id}`,
    studyId: 's',
    studyName: 's',
    studyTitle: 's',
    arm: 'arm',
    armLabel: 'Arm',
    scale: 'quick',
    seed: 1,
    status,
    reason: status === 'failed' ? 'It broke.' : null,
    archived: false,
    createdAt: 0,
    startedAt: 0,
    endedAt: null,
    trainingTime: step * 1000,
    progress: { step, maxSteps: 100, epoch: 0, stepsPerSecond: 1, secondsLeft: 100 - step },
    best: null,
    latest: {},
    extremes: {},
    title: null,
    tags: [],
    notes: '',
    configurationHash: 'hash',
    device: null,
    queuePosition: null,
    colorIndex: 0,
    canResume: false,
  };
}

test('progress on a terminal is a bar for each run, rewritten in place, and the time until all are done', () => {
  let screen = '';
  const progress = new Progress({
    terminal: { isTTY: true, columns: 100, write: (text) => (screen += text) },
    now: () => 0,
  });
  progress.update([summary('1', 'running', 25), summary('2', 'queued', 0)]);
  expect(screen).toContain('[1/2] arm · seed 1  ██████░░░░░░░░░░░░░░░░░░  25/100  1 steps/s, ETA 1:15\n');
  expect(screen).toContain('1 queued, all done in about 2:55\n');
  progress.update([summary('1', 'completed', 100), summary('2', 'running', 0)]);
  expect(screen).toContain('\x1b[2A\x1b[J[1/2] arm · seed 1 completed after 1:40\n');
  expect(screen).toContain('[2/2] arm · seed 2  ░░░░░░░░░░░░░░░░░░░░░░░░  getting ready\n');
  progress.end();
  expect(screen.endsWith('\x1b[1A\x1b[J')).toBe(true);
});

test('progress in a log is a line now and then, without control characters', () => {
  let log = '';
  let now = 0;
  const progress = new Progress({ terminal: { write: (text) => (log += text) }, now: () => now });
  for (let step = 1; step <= 30; step += 1, now += 1000) progress.update([summary('1', 'running', step)]);
  progress.update([summary('1', 'failed', 30)]);
  expect(log).toBe(
    [
      'arm · seed 1: step 1 of 100 (1 %), 1 steps/s, ETA 1:39',
      'arm · seed 1: step 11 of 100 (11 %), 1 steps/s, ETA 1:29',
      'arm · seed 1: step 21 of 100 (21 %), 1 steps/s, ETA 1:19',
      '[1/1] arm · seed 1 failed after 0:30: It broke.',
      '',
    ].join('\n'),
  );
});
