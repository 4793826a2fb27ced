import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { RandomStream } from '../../src-main/math/random';
import { temporaryFolder } from '../store/support';
import { buildProgram, Program } from './program';

let program: Program;
beforeAll(async () => {
  program = new Program(await buildProgram('program-own-conditions'));
});

/** Four values that nobody can guess; a column says each in advance, another three samples late; a class turns them. */
function writeTables(folder: string): { known: string; late: string } {
  const stream = RandomStream.fromSeed(7);
  const signs = Array.from({ length: 3000 }, () => stream.integer(4));
  const table = (lag: number) =>
    ['x,load', ...signs.map((sign, t) => `${[3, 10, 1, 7][sign]},${100 + 20 * (signs[t + lag] ?? 0)}`)].join('\n');
  const paths = { known: join(folder, 'known.csv'), late: join(folder, 'late.csv') };
  writeFileSync(paths.known, table(0));
  writeFileSync(paths.late, table(3));
  return paths;
}

test('a model learns from further columns what the series alone does not say, and asks for their future', async () => {
  const folder = temporaryFolder();
  const data = ['--data-dir', join(folder, 'data')];
  const tables = writeTables(folder);
  const prepared = ['--columns', 'x', '--levels', '4', '--window', '40', '--stride', '20'];
  const train = async (name: string, table: string, ...reading: string[]): Promise<string> => {
    const imported = await program.run('import', table, '--name', name, ...prepared, ...reading, ...data);
    expect(imported.code, imported.stderr).toBe(0);
    const sizes = ['residual', 'dilation', 'skip', 'head'].map((one) => `model.${one}Channels=8`);
    const training = [
      'maxSteps=60',
      'batchSize=16',
      'schedule={"kind":"constant","warmupSteps":0}',
      'optimizer.learningRate=0.02',
    ];
    const set = [
      ...sizes,
      'model.dilations=[1,2]',
      'model.inputKernelSize=2',
      'validation.everySteps=30',
      'validation.curves=8',
    ];
    const settings = [...set, ...training.map((one) => `training.${one}`)].flatMap((one) => ['--set', one]);
    const trained = await program.run(
      'run',
      'fourier-unrolling',
      '--arms',
      'one-step',
      '--data',
      name,
      ...settings,
      ...data,
      '--json',
    );
    expect(trained.code, trained.stderr).toBe(0);
    return (JSON.parse(trained.stdout) as { runs: { id: string }[] }).runs[0]!.id;
  };
  const accuracy = async (run: string): Promise<number> => {
    const { stdout } = await program.run('show', run, ...data, '--json');
    return (JSON.parse(stdout) as { best: { value: number } }).best.value;
  };
  const alone = await accuracy(await train('alone', tables.known));
  const known = await train('known', tables.known, '--condition', 'load');
  const late = await train('late', tables.late, '--condition', 'load@3');
  // Eight steps of four values that are all alike: a quarter is what guessing gives.
  expect(alone).toBeLessThan(0.45);
  expect(await accuracy(known)).toBeGreaterThan(0.9);
  expect(await accuracy(late)).toBeGreaterThan(0.9);

  const prompt = join(folder, 'prompt.csv');
  const ahead = join(folder, 'ahead.csv');
  const signs = Array.from({ length: 14 }, (_, t) => (7 * t + 2) % 4);
  writeFileSync(prompt, levelsOf(signs.slice(0, 6)).join('\n'));
  const writeLoads = (count: number) =>
    writeFileSync(
      ahead,
      signs
        .slice(0, count)
        .map((sign) => 100 + 20 * sign)
        .join('\n'),
    );
  const generate = (run: string, ...more: string[]) =>
    program.run('generate', '--run', run, '--prompt', prompt, '--steps', '8', '--greedy', ...more, ...data);
  expect((await generate(known)).stderr).toContain('conditioned by load (known in advance); their values are needed');
  writeLoads(10);
  expect((await generate(known, '--local', ahead)).stderr).toContain('load (known in advance) must be known for 14');
  writeLoads(14);
  const out = join(folder, 'out.csv');
  const generated = await generate(known, '--local', ahead, '--out', out);
  expect(generated.code, generated.stderr).toBe(0);
  const [, ...steps] = readFileSync(out, 'utf8').trim().split('\n');
  expect(steps.map((line) => Number(line.split(',')[1]))).toEqual(levelsOf(signs.slice(6)));
  // What is used three samples late needs to be known until three samples before the end.
  expect((await generate(late, '--local', ahead)).code).toBe(0);
  writeLoads(11);
  expect((await generate(late, '--local', ahead)).code).toBe(0);
}, 300_000);

/** Levels of the values 3, 10, 1 and 7 of the table, four from the least to the greatest. */
function levelsOf(signs: readonly number[]): number[] {
  return signs.map((sign) => [1, 3, 0, 2][sign]!);
}
