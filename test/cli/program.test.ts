import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { DriftEvaluation } from '../../src-main/contract/drift';
import type { GenerationSummary } from '../../src-main/contract/generations';
import type { GeneratorBenchmark } from '../../src-main/contract/generator-benchmark';
import type { GoldenRow } from '../../src-main/contract/jobs';
import type { SeriesLikelihood } from '../../src-main/contract/likelihoods';
import type { RunDetail, RunSummary } from '../../src-main/contract/runs';
import type { ArmResult } from '../../src-main/contract/studies';
import { checkpointFileName } from '../../src-main/contract/training';
import { openStore } from '../../src-main/store/open';
import { livelyParameters } from '../model/models';
import { addTrainedRun, checkpointOf, configurationOf, type TrainedRun } from '../services/generation-support';
import { addStudy, connection, definition, projectRoot, temporaryFolder } from '../store/support';
import { buildProgram, Program, withoutModel } from './program';

// Many processes are started one after the other; a busy machine takes its time for each.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let root: string;
let fakeRoot: string;
let study: string;
let dataDir: string[];

beforeAll(async () => {
  root = await buildProgram();
  fakeRoot = withoutModel(root);
});

/** A data folder and a study file of their own for each test. */
function setUp(training = ''): Program {
  const folder = temporaryFolder();
  study = join(folder, 'tiny.json');
  writeFileSync(study, JSON.stringify(definition));
  dataDir = ['--data-dir', join(folder, 'data')];
  return new Program(fakeRoot, { TEST_TRAINING: training });
}

interface RunJson {
  studies: { studyId: string; results: ArmResult[] }[];
  runs: RunSummary[];
}

describe('help and usage', () => {
  const commands = [
    ...['run', 'resume', 'continue', 'list', 'show', 'export', 'generate', 'regenerate', 'generations', 'likelihood'],
    ...['classify', 'complete', 'density'],
    ...['compare', 'drift', 'plan', 'verify', 'bench', 'doctor'],
    ...['export-tensorboard', 'bundle', 'import'],
  ];

  test('every command explains itself', async () => {
    const program = setUp();
    const { code, stdout } = await program.run('--help');
    expect(code).toBe(0);
    for (const command of commands) {
      expect(stdout).toContain(`  ${command} `);
      const help = await program.run(command, '--help');
      expect(help).toMatchObject({ code: 0, stderr: '' });
      expect(help.stdout).toContain('Usage: wavebench');
    }
    expect((await program.run('run', '--help')).stdout).toContain('  fourier-unrolling  ');
    expect((await program.run('bench', 'training', '--help')).stdout).toContain('--python');
    expect((await program.run('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test.each([
    ['no command', [], 'Usage'],
    ['an unknown command', ['fly'], "unknown command 'fly'"],
    ['a missing argument', ['run'], "missing required argument 'study'"],
    ['an unknown option', ['list', '--colour'], "unknown option '--colour'"],
    ['a number that is none', ['run', 'x', '--seeds', 'many'], 'whole number from 1 to 100'],
    ['a scale that does not exist', ['run', 'x', '--scale', 'huge'], 'Allowed choices are quick, paper'],
    ['a change without a value', ['run', 'x', '--set', 'training'], 'path=value'],
    ['a file of unknown kind', ['export', 'x', '--figure', 'error', '--out', 'a.bmp'], '.svg, .pdf, .png, .csv'],
    ['no model to generate by', ['generate'], 'name a --run or a --model'],
    ['a run and a model', ['generate', '--run', 'x', '--model', 'y'], 'cannot be used with option'],
    ['two kinds of prompt', ['generate', '--run', 'x', '--prompt', 'a.csv', '--observed', '9'], 'cannot be used with'],
    ['greedy with a temperature', ['generate', '--run', 'x', '--greedy', '--temperature', '2'], 'cannot be used with'],
    ['tokens of unknown kind', ['generate', '--run', 'x', '--out', 'a.mp3'], '.csv, .npy, .json'],
    ['a checkpoint that is none', ['generate', '--run', 'x', '--checkpoint', 'newest'], 'best, last or the step'],
    ['an unknown generator', ['bench', 'generators', '--methods', 'fast'], '"fast" is none of default, queue, simd'],
    ['more layers than are measured', ['bench', 'generators', '--layers', '14'], 'from 1 to 13'],
    ['an unknown figure', ['export', 'x', '--figure', 'pie', '--out', 'a.svg'], 'validation, forecasts, error'],
  ])('%s is wrong usage: exit code 2, the reason on standard error', async (_, args, reason) => {
    const { code, stdout, stderr } = await setUp().run(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(reason);
  });

  test.each([
    [
      'a preset that does not exist',
      () => ['run', 'nothing'],
      'There is no study preset "nothing"; there are: fourier-',
    ],
    ['a study file that does not exist', () => ['plan', './nothing.json'], 'There is no study file ./nothing.json.'],
    [
      'an arm that does not exist',
      () => ['run', study, '--arms', 'fast'],
      'no arm "fast"; its arms are: one-step, unrolled-4.',
    ],
    ['a field that does not exist', () => ['run', study, '--set', 'training.sped=1'], 'training'],
    ['a value that is not allowed', () => ['run', study, '--set', 'training.batchSize=0'], 'training.batchSize'],
    ['a seed given twice', () => ['run', study, '--seed-list', '1,1'], 'The seed 1 is given twice'],
    ['a run that does not exist', () => ['show', 'zzz'], 'There is no run "zzz".'],
    [
      'a study that does not exist',
      () => ['export', 'zzz', '--figure', 'error', '--out', 'a.svg'],
      'There is no study "zzz".',
    ],
    ['nothing to resume', () => ['resume', 'zzz'], 'There is no run "zzz".'],
  ])('%s fails: exit code 1, one sentence and no stack', async (_, args, reason) => {
    const program = setUp();
    const list = args();
    const { code, stdout, stderr } = await program.run(...list, ...(list[0] === 'plan' ? [] : dataDir));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(reason);
    expect(stderr).not.toContain('    at ');
  });
});

test('run trains a study file, tells its progress beside and prints its table', async () => {
  const program = setUp();
  const { code, stdout, stderr } = await program.run('run', study, '--seeds', '2', ...dataDir);
  expect(stderr).toContain('[1/4] one-step · seed 1 completed');
  expect(stderr).toContain('[4/4] unrolled-4 · seed 2 completed');
  expect(code).toBe(0);
  expect(stdout).toContain('A tiny study, quick scale');
  expect(stdout).toMatch(/One-step +1, 2 +0\.931 ± 0\.031 +0\.50 ± 0\.00 +0:00/);
  expect(stdout).toContain('mean ± standard deviation');
});

test('run --json prints JSON and nothing else; list and show find the same', async () => {
  const program = setUp();
  const args = ['--json', ...dataDir];
  const run = JSON.parse((await program.run('run', study, '--arms', 'unrolled-4', ...args)).stdout) as RunJson;
  expect(run.runs).toMatchObject([{ name: 'unrolled-4 · seed 1', status: 'completed', colorIndex: 1 }]);
  expect(run.studies[0]!.results).toMatchObject([{ arm: 'unrolled-4', seeds: [1] }]);
  const listed = JSON.parse((await program.run('list', ...args)).stdout) as { runs: RunSummary[] };
  expect(listed.runs).toEqual(run.runs.map((one) => expect.objectContaining({ id: one.id, latest: one.latest })));
  const shown = JSON.parse((await program.run('show', run.runs[0]!.id.slice(0, 6), ...args)).stdout) as RunSummary;
  expect(shown).toMatchObject({ id: run.runs[0]!.id, parameters: 7, configuration: { training: { maxSteps: 20 } } });
  expect((await program.run('list', ...dataDir)).stdout).toContain('unrolled-4 · seed 1');
  const where = (filter: string) => program.run('list', '--where', filter, ...dataDir);
  expect((await where('arm = unrolled-4 and lr <= 0.01')).stdout).toContain('unrolled-4 · seed 1');
  expect((await where('unrolling = none')).stdout).toBe('No run fits the filter.\n');
  expect((await where('seed > many')).stderr).toContain('Column 8: expected a number');
  expect((await program.run('show', run.runs[0]!.id, ...dataDir)).stdout).toContain('Receptive field  9 samples');
});

test('Ctrl+C stops at a checkpoint with exit code 130, and resume goes on', async () => {
  const program = setUp('hold');
  const { child, outcome, said } = program.start('run', study, ...dataDir);
  await said('step 1 of 20');
  child.kill('SIGINT');
  const stopped = await outcome;
  expect(stopped.code).toBe(130);
  expect(stopped.stderr).toContain('Stopping at a checkpoint');
  const [, ids] = /wavebench resume (.+)/.exec(stopped.stderr)!;
  expect(ids!.split(' ')).toHaveLength(2);
  const resumed = await new Program(fakeRoot).run('resume', ...ids!.split(' '), '--json', ...dataDir);
  expect(resumed.code).toBe(0);
  const { runs } = JSON.parse(resumed.stdout) as RunJson;
  expect(runs.map(({ status, progress }) => [status, progress.step])).toEqual([
    ['completed', 20],
    ['completed', 20],
  ]);
});

test('continue lets completed runs make more steps', async () => {
  const program = setUp();
  const { runs } = JSON.parse((await program.run('run', study, '--json', ...dataDir)).stdout) as RunJson;
  const { code, stdout } = await program.run('continue', runs[0]!.id, '--steps', '10', '--json', ...dataDir);
  expect(code).toBe(0);
  const continued = (JSON.parse(stdout) as RunJson).runs;
  expect(continued.map(({ id, status, progress }) => [id, status, progress.step])).toEqual([
    [runs[0]!.id, 'completed', 30],
  ]);
});

test('Ctrl+C twice ends at once; what is stored stays and can be resumed', async () => {
  const program = setUp('stubborn');
  const { child, outcome, said } = program.start('run', study, '--set', 'training.maxSteps=100000', ...dataDir);
  await said('step 1 of');
  child.kill('SIGINT');
  await said('Stopping at a checkpoint');
  await new Promise((resolve) => setTimeout(resolve, 500));
  child.kill('SIGINT');
  const { code, stderr } = await outcome;
  expect(code).toBe(130);
  expect(stderr).toContain('Ended at once');
  expect(stderr).toContain('wavebench resume');
});

test('a run that fails gives exit code 1 and its reason', async () => {
  const { code, stderr } = await setUp('crash').run('run', study, '--arms', 'one-step', ...dataDir);
  expect(code).toBe(1);
  expect(stderr).toContain('one-step · seed 1 failed');
  expect(stderr).toContain('SIGKILL');
});

test('a killed command line leaves its runs interrupted for the next one, and its training ends as well', async () => {
  const program = setUp('hold');
  const { child, outcome, said } = program.start('run', study, ...dataDir);
  await said('step 1 of 20');
  child.kill('SIGKILL');
  await outcome;
  const { runs } = JSON.parse((await program.run('list', '--json', ...dataDir)).stdout) as RunJson;
  expect(runs.map(({ status }) => status)).toEqual(['interrupted', 'interrupted']);
  expect((await new Program(fakeRoot).run('resume', runs[0]!.id, ...dataDir)).code).toBe(0);
});

test('two command lines on one data folder complete their studies, one training at a time', async () => {
  const program = setUp();
  const both = await Promise.all([program.run('run', study, ...dataDir), program.run('run', study, ...dataDir)]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  const { runs } = JSON.parse((await program.run('list', '--json', ...dataDir)).stdout) as RunJson;
  expect(runs.map(({ status }) => status)).toEqual(Array(4).fill('completed'));
});

test('export draws every figure in every format, through the processes that read and draw', async () => {
  const program = setUp();
  await program.run('run', study, '--seeds', '2', ...dataDir);
  const folder = temporaryFolder();
  const file = (name: string) => join(folder, name);
  for (const figure of ['validation', 'forecasts', 'error']) {
    const outs = ['svg', 'pdf', 'png'].flatMap((format) => ['--out', file(`${figure}.${format}`)]);
    const { code, stderr } = await program.run(
      'export',
      'tiny',
      '--figure',
      figure,
      ...outs,
      '--width',
      '3.25',
      ...dataDir,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(readFileSync(file(`${figure}.svg`), 'utf8')).toMatch(/^<\?xml|^<svg/);
    expect(
      readFileSync(file(`${figure}.pdf`))
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    expect(
      readFileSync(file(`${figure}.png`))
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    expect(readFileSync(file(`${figure}.csv`), 'utf8')).toContain('One-step');
  }
  const only = await program.run(
    'export',
    'tiny',
    '--figure',
    'error',
    '--out',
    file('only.csv'),
    '--json',
    ...dataDir,
  );
  expect(JSON.parse(only.stdout)).toMatchObject([{ format: 'csv', path: file('only.csv') }]);
  const draw = ['export', 'tiny', '--figure', 'error', '--venue', 'nature', '--palette', 'grey'];
  const drawn = await program.run(...draw, '--out', file('kept.tex'), '--save', 'Error by step', ...dataDir);
  expect({ ...drawn, stdout: '' }).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(readFileSync(file('kept.tex'), 'utf8')).toContain('\\includegraphics[width=3.5in]{\\detokenize{kept}}');
  const kept = await program.run('export', 'tiny', '--out', file('all'), ...dataDir);
  expect(kept).toMatchObject({ code: 0, stderr: '' });
  expect(readdirSync(file('all'))).toEqual(['error-by-step.csv', 'error-by-step.pdf', 'error-by-step.tex']);
  const absent = await program.run(
    'export',
    'tiny',
    '--figure',
    'validation',
    '--horizon',
    '5',
    '--out',
    file('x.svg'),
    ...dataDir,
  );
  expect(absent).toMatchObject({ code: 1, stdout: '' });
  expect(absent.stderr).toContain('does not watch the accuracy over 5 steps, but over 1, 8.');
  expect(existsSync(file('x.svg'))).toBe(false);
});

test('plan tells what each arm needs, without a data folder', async () => {
  const program = setUp();
  const { code, stdout } = await program.run('plan', study, '--scale', 'paper', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    study: 'tiny',
    arms: [{ arm: 'one-step', receptiveField: 9, steps: 40 }, { arm: 'unrolled-4' }],
  });
  expect((await program.run('plan', study)).stdout).toContain('Receptive field');
});

test('doctor names every part, loads the native ones, and fails where one is missing', async () => {
  const program = setUp();
  const { code, stdout } = await program.run('doctor', '--json', ...dataDir);
  const report = JSON.parse(stdout) as {
    ok: boolean;
    checks: { name: string; ok: boolean; value: string; advice: string | null }[];
  };
  const names = [
    'Electron',
    'Node',
    'Node-API',
    'TensorFlow',
    'Device',
    'SQLite',
    'Data folder',
    'Canvas',
    'Display',
    'Cache',
  ];
  expect(report.checks.map(({ name }) => name)).toEqual(names);
  expect({ ok: report.ok, code }).toEqual({ ok: true, code: 0 });
  const broken = temporaryFolder();
  mkdirSync(join(broken, 'data'));
  writeFileSync(join(broken, 'data', 'wavebench.db'), 'This is no database. '.repeat(100));
  const outcome = await program.run('doctor', '--data-dir', join(broken, 'data'));
  expect(outcome.code).toBe(1);
  expect(outcome.stdout).toMatch(/NOT +SQLite +.*cannot be opened/);
  expect(outcome.stdout).toContain('restore a backup');
});

test('bench generators measures every generator, keeps it and draws it, now or later', async () => {
  setUp();
  const program = new Program(root);
  const folder = temporaryFolder();
  const given = ['bench', 'generators', '--layers', '2,1', '--seconds', '0.2', ...dataDir];
  const { code, stdout, stderr } = await program.run(...given, '--json', '--out', join(folder, 'now.svg'));
  expect(code).toBe(0);
  const benchmark = JSON.parse(stdout) as GeneratorBenchmark;
  expect(benchmark).toMatchObject({ status: 'completed', request: { layers: [2, 1], secondsPerPoint: 0.2 } });
  expect(benchmark.points.map(({ method, receptiveField }) => `${method} ${receptiveField}`)).toEqual([
    'default 4',
    'queue 4',
    'simd 4',
    'default 2',
    'queue 2',
    'simd 2',
  ]);
  expect(stderr).toMatch(/2 layers, simd: \S+ s for 100 samples/);
  expect(readFileSync(join(folder, 'now.svg'), 'utf8')).toContain('published (GTX 1080 Ti)');

  const later = ['bench', 'generators', '--again', ...dataDir, '--no-published'];
  const again = await program.run(...later, '--out', join(folder, 'later.svg'));
  expect(again.code).toBe(0);
  expect(again.stdout).toMatch(/^Layers +Receptive field +Generator/);
  expect(again.stdout).toContain('later.csv');
  expect(readFileSync(join(folder, 'later.svg'), 'utf8')).not.toContain('GTX');
});

test('verify prints each difference beside its tolerance and fails when one is out', async () => {
  setUp();
  const program = new Program(root);
  const golden = join(projectRoot, 'test', 'golden', 'tiny');
  const good = await program.run('verify', golden);
  expect(good.code).toBe(0);
  expect(good.stdout).toMatch(/^ok +logits +\S+e-\d+ +1e-4$/m);
  expect(good.stdout).toContain('1 case, all within tolerance.');

  const bad = join(temporaryFolder(), 'bad');
  cpSync(golden, bad, { recursive: true });
  const file = join(bad, 'case.json');
  const values = JSON.parse(readFileSync(file, 'utf8')) as { one_step_loss: number };
  writeFileSync(file, JSON.stringify({ ...values, one_step_loss: values.one_step_loss + 0.01 }));
  const outcome = await program.run('verify', golden, bad, '--json');
  expect(outcome.code).toBe(1);
  const { ok, cases } = JSON.parse(outcome.stdout) as { ok: boolean; cases: { folder: string; rows: GoldenRow[] }[] };
  expect(ok).toBe(false);
  expect(cases.map(({ rows }) => rows.filter((row) => !row.ok).map(({ quantity }) => quantity))).toEqual([
    [],
    ['one-step loss'],
  ]);
  const absent = await program.run('verify', join(bad, 'nothing'));
  expect(absent).toMatchObject({ code: 1, stdout: '' });
  expect(absent.stderr).toContain('A golden case is a folder with case.json');
});

test('a reader that has seen enough is no error', async () => {
  setUp();
  const cli = join(root, 'out', 'main', 'cli.cjs');
  const line = `"${process.execPath}" "${cli}" run --help | head -1; echo "codes \${PIPESTATUS[*]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', line], { encoding: 'utf8' });
  expect({ stdout, stderr }).toEqual({ stdout: 'Usage: wavebench run [options] <study>\ncodes 0 0\n', stderr: '' });
});

test('a real training, exported', async () => {
  setUp();
  const program = new Program(root);
  const { code, stdout, stderr } = await program.run('run', study, '--json', ...dataDir);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  const { runs, studies } = JSON.parse(stdout) as RunJson;
  expect(runs.map(({ status }) => status)).toEqual(['completed', 'completed']);
  expect(studies[0]!.results.map(({ metrics }) => Object.keys(metrics))).toEqual([
    expect.arrayContaining(['freeRunningError@16', 'oneStepLoss', 'validationAccuracy@1', 'validationAccuracy@8']),
    expect.arrayContaining(['unrolledLoss@4']),
  ]);
  const shown = JSON.parse((await program.run('show', runs[0]!.id, '--json', ...dataDir)).stdout) as RunDetail;
  const names = shown.checkpoints.map(({ kind, step }) => checkpointFileName(kind, step));
  expect(shown.checkpoints.map(({ file }) => file)).toEqual(names);
  expect(readdirSync(shown.folder).sort()).toEqual(names.sort());
  const file = join(temporaryFolder(), 'forecasts.svg');
  expect((await program.run('export', 'tiny', '--figure', 'forecasts', '--out', file, ...dataDir)).code).toBe(0);
  expect(readFileSync(file, 'utf8')).toContain('Test curve 4');

  const measured = await program.run(
    'drift',
    '--study',
    'tiny',
    '--curves',
    '3',
    '--noise',
    '0.1',
    '--json',
    ...dataDir,
  );
  expect(measured).toMatchObject({ code: 0 });
  const drift = JSON.parse(measured.stdout) as DriftEvaluation[];
  expect(drift.map(({ result }) => result.under.map(({ observations }) => observations))).toEqual(
    Array(2).fill(['clean', 'noisy']),
  );
  for (const { result } of drift) {
    for (const { freeRunning, teacherForced } of result.under) {
      expect(freeRunning.error).toHaveLength(result.horizon);
      expect(freeRunning.error[0]).toBe(teacherForced.error[0]);
    }
  }
  const drawn = join(temporaryFolder(), 'drift.csv');
  expect((await program.run('export', 'tiny', '--figure', 'drift', '--out', drawn, ...dataDir)).code).toBe(0);
  expect(readFileSync(drawn, 'utf8')).toContain('teacher-forced');
});

test('compare prints the table and what may be claimed of every arm against the baseline', async () => {
  const program = setUp();
  await program.run('run', study, '--seeds', '3', ...dataDir);
  const compare = (...options: string[]) => program.run('compare', 'tiny', ...options, ...dataDir);
  const { code, stdout, stderr } = await compare();
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^Arm +Seeds/);
  expect(stdout).toContain('3 common seeds');
  const json = JSON.parse(
    (await compare('--baseline', 'unrolled-4', '--metric', 'validationAccuracy@8', '--json')).stdout,
  );
  expect(json).toMatchObject({ baseline: 'unrolled-4', claims: [{ claim: { arm: { name: 'one-step' } } }] });
  expect((await compare('--latex')).stdout).toContain('\\toprule');
  const unknown = await compare('--baseline', 'other');
  expect(unknown).toMatchObject({ code: 1, stdout: '' });
  expect(unknown.stderr).toContain('Its arms are: one-step, unrolled-4.');
});

/** A data folder with one trained run, and a folder for what is written. */
async function withRun(run: Partial<TrainedRun> = {}) {
  const program = new Program(root);
  const folder = temporaryFolder();
  const dataFolder = join(folder, 'data');
  const store = openStore(dataFolder, connection);
  addStudy(store);
  await addTrainedRun({ store, dataFolder }, { id: 'run', ...run });
  store.close();
  const here = (name: string) => join(folder, name);
  const generate = (...args: string[]) => program.run('generate', ...args, '--data-dir', dataFolder);
  return { program, dataFolder, here, generate, folder };
}

describe('generate', () => {
  test('writes tokens and statistics, keeps all with the run, and generates the same again', async () => {
    const { program, dataFolder, here, generate } = await withRun();
    const common = ['--run', 'run', '--count', '3', '--steps', '40', '--seed', '7', '--temperature', '0.8'];
    const prompt = ['--dataset', 'test', '--series', '1', '--observed', '12'];
    const files = ['--out', here('a.csv'), '--statistics', here('s.csv')];
    const { code, stdout, stderr } = await generate(...common, ...prompt, ...files);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Generation \w{10}: 3 × 40 samples by best-00000005\.safetensors\n/);
    const lines = readFileSync(here('a.csv'), 'utf8').trim().split('\n');
    expect(lines[0]).toBe('step,0,1,2');
    expect(lines).toHaveLength(41);
    const statistics = readFileSync(here('s.csv'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(','));
    expect(statistics[0]!.slice(0, 5)).toEqual(['group', 'class', 'series', 'step', 'mean']);
    const tokens = lines[1]!.split(',').slice(1).map(Number);
    expect(statistics[1]!.slice(0, 4)).toEqual(['0', '', '1', '0']);
    expect(Number(statistics[1]![4])).toBeCloseTo(tokens.reduce((sum, token) => sum + token, 0) / 3, 12);

    // What was written is a prompt as well: a model's own samples are continued.
    const other = await generate('--run', 'run', '--prompt', here('a.csv'), '--steps', '5', '--greedy', '--json');
    const summary = JSON.parse(other.stdout) as GenerationSummary;
    expect(summary).toMatchObject({ trajectories: 3, groups: [{ observed: 40 }, {}, {}] });

    const id = /^Generation (\w+)/.exec(stdout)![1]!;
    const again = await program.run('regenerate', id, '--data-dir', dataFolder);
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('the same tokens again') as string });
    const { stdout: table } = await program.run('generations', '--run', 'run', '--data-dir', dataFolder);
    expect(table.trim().split('\n')).toHaveLength(3);
    expect(table).toContain(id);
  });

  test('a model file needs no run', async () => {
    const { dataFolder, here, generate } = await withRun();
    const file = join(dataFolder, 'runs', 'run', 'best-00000005.safetensors');
    const { code } = await generate('--model', file, '--steps', '6', '--method', 'queue', '--out', here('a.json'));
    expect(code).toBe(0);
    const written = JSON.parse(readFileSync(here('a.json'), 'utf8')) as { tokens: number[][] };
    expect(written.tokens[0]).toHaveLength(6);
  });

  test.each<[string, Partial<TrainedRun>, string[], RegExp]>([
    [
      'a condition out of range',
      { data: { period: [1, 2, 3] }, model: { conditionClasses: 3 } },
      ['--condition', '3'],
      /The condition 3 is out of range\. This model has the classes 0 to 2\./,
    ],
    [
      'a prompt with a token beyond the levels',
      {},
      ['--prompt', 'prompt.csv'],
      /Prompt 0 has the token 7 at sample 1; this model has 7 levels\. .* 0 to 6/,
    ],
    ['a prompt that is no table of tokens', {}, ['--prompt', 'words.csv'], /words\.csv, line 2: "x" is no number/],
    [
      'NaN in the weights',
      { damage: (parameters) => parameters.fill(NaN, 3, 4) },
      [],
      /damaged: parameter 3 of 583 is NaN\. Choose another checkpoint/,
    ],
    ['a checkpoint of another shape', {}, ['other shape'], /holds another model: its residualChannels is 5, .* 4\./],
    ['a folder that does not exist', {}, ['--out', 'absent/a.csv'], /The folder of a\.csv does not exist/],
  ])('%s is refused in a sentence, and nothing is written', async (_, run, args, reason) => {
    const { dataFolder, here, generate, folder } = await withRun(run);
    writeFileSync(here('prompt.csv'), '1\n7\n');
    writeFileSync(here('words.csv'), '1\nx\n');
    const files = ['--out', here('a.csv')];
    let given = args.map((arg) => (/[.]csv$/.test(arg) ? here(arg) : arg));
    if (args[0] === 'other shape') {
      const other = configurationOf({ id: '', model: { residualChannels: 5 } });
      const bytes = await checkpointOf(other, livelyParameters(other.model));
      writeFileSync(join(dataFolder, 'runs', 'run', 'best-00000005.safetensors'), bytes);
      const store = openStore(dataFolder, connection);
      store.prepare('UPDATE checkpoints SET sha256 = ?').run(createHash('sha256').update(bytes).digest('hex'));
      store.close();
      given = [];
    }
    const { code, stdout, stderr } = await generate('--run', 'run', ...files, ...given);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(reason);
    expect(stderr).not.toContain('    at ');
    expect(existsSync(here('a.csv'))).toBe(false);
    expect(readdirSync(folder).sort()).toEqual(['data', 'prompt.csv', 'words.csv']);
    expect(existsSync(join(dataFolder, 'runs', 'run', 'generations'))).toBe(false);
  });

  test('Ctrl+C ends it with nothing left: exit code 130', async () => {
    const { program, dataFolder } = await withRun();
    const args = ['generate', '--run', 'run', '--steps', '100000000', '--data-dir', dataFolder];
    const { child, outcome } = program.start(...args);
    const folder = join(dataFolder, 'runs', 'run', 'generations');
    await expect.poll(() => existsSync(folder) && readdirSync(folder).length, { timeout: 60_000 }).toBeGreaterThan(0);
    child.kill('SIGINT');
    expect(await outcome).toMatchObject({ code: 130, stdout: '' });
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('likelihood', () => {
  const classes = { data: { period: [1, 2, 3] }, model: { conditionClasses: 3 } };

  test('of series under each class and whatever the class, and of every sample', async () => {
    const { program, dataFolder, here } = await withRun(classes);
    const ask = async (...args: string[]) => {
      const given = ['likelihood', '--run', 'run', '--series', '0,2', '--data-dir', dataFolder];
      return JSON.parse((await program.run(...given, '--json', ...args)).stdout) as SeriesLikelihood[];
    };
    const under = await ask('--condition', '0,1,2', '--steps', here('bits.csv'));
    expect(under.map(({ series, class: own }) => [series, own])).toEqual(
      [0, 2].flatMap((series) => [0, 1, 2].map((own) => [series, own])),
    );
    const marginal = await ask('--marginal');
    marginal.forEach(({ logLikelihood, bitsPerSample, posterior, steps }, index) => {
      const own = under.slice(3 * index, 3 * index + 3).map((one) => one.logLikelihood);
      const highest = Math.max(...own);
      const whole = highest + Math.log(own.reduce((sum, one) => sum + Math.exp(one - highest) / 3, 0));
      expect(logLikelihood).toBeCloseTo(whole, 8);
      expect(bitsPerSample).toBeCloseTo(-whole / Math.LN2 / 64, 8);
      expect(steps.reduce((sum, step) => sum + step, 0)).toBeCloseTo(whole, 8);
      own.forEach((one, y) => expect(posterior![y]).toBeCloseTo(Math.exp(one - whole) / 3, 8));
    });
    const bits = readFileSync(here('bits.csv'), 'utf8').trim().split('\n');
    expect(bits).toHaveLength(1 + 6 * 64);
    expect(bits[1]).toMatch(/^0,0,0,\d/);
  });

  test('of a file’s series prints a table; what does not fit is refused in a sentence', async () => {
    const { program, dataFolder, here } = await withRun();
    writeFileSync(here('a.csv'), 'a,b\n1,2\n3,4\n');
    const given = ['likelihood', '--run', 'run', '--data', here('a.csv'), '--data-dir', dataFolder];
    const { code, stdout } = await program.run(...given);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Series {2}Class {2}Samples {2}log p \(nats\) {2}Bits per sample/);
    expect(stdout.trim().split('\n')).toHaveLength(3);
    const refused = await program.run(...given, '--marginal');
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('but this model has none');
  });
});
