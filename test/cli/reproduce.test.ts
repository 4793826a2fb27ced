import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test, vi } from 'vitest';
import type { TalkResults } from '../../src-main/contract/talk';
import { temporaryFolder } from '../store/support';
import { buildProgram, Program } from './program';

// Each command starts processes that load TensorFlow; a busy machine takes its time.
vi.setConfig({ testTimeout: 400_000, hookTimeout: 240_000 });

const small = {
  'training.maxSteps': 30,
  'training.batchSize': 2,
  'training.windowLength': 128,
  'validation.everySteps': 10,
  'validation.curves': 4,
};
const choice = Object.entries(small).flatMap(([path, value]) => ['--set', `${path}=${value}`]);

let program: Program;

beforeAll(async () => {
  program = new Program(await buildProgram('program-reproduce'));
});

test('a reproduction that is stopped goes on where it was, to the numbers of one that was not', async () => {
  const folder = temporaryFolder();
  const common = ['reproduce', '--only', '5', '--seeds', '1', ...choice];
  const into = (name: string) => ['--data-dir', join(folder, name), '--out', join(folder, `${name}-report`)];

  const first = program.start(...common, ...into('stopped'));
  const runs = join(folder, 'stopped', 'runs');
  await vi.waitUntil(() => existsSync(runs) && readdirSync(runs).length === 2, { timeout: 240_000, interval: 20 });
  first.child.kill('SIGINT');
  const stopped = await first.outcome;
  expect(stopped.stderr).toContain('Stopped. The same command goes on from here.');
  expect(stopped.code).toBe(130);

  const second = await program.run(...common, ...into('stopped'));
  expect(second.stderr).not.toContain('one-step · seed 1');
  expect(second.code).toBe(0);
  const whole = await program.run(...common, ...into('whole'));
  expect(whole.code).toBe(0);

  const [gone, through] = ['stopped', 'whole'].map(
    (name) => JSON.parse(readFileSync(join(folder, `${name}-report`, 'results.json'), 'utf8')) as TalkResults,
  );
  // Which steps a run was stopped at is seen in nothing but its cost.
  expect(gone!.results[0]!.conclusions).toEqual(through!.results[0]!.conclusions);
  expect(through!.results[0]!.conclusions.flatMap(({ pairs }) => pairs)).not.toHaveLength(0);
});
