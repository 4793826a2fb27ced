import { join } from 'node:path';
import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import type { StudyBaselines } from '../../src-main/contract/baselines';
import type { DatasetSummary } from '../../src-main/contract/own-data';
import { projectRoot, temporaryFolder } from '../store/support';
import { buildProgram, Program } from './program';

const sunspots = join(projectRoot, 'resources', 'datasets', 'sunspots', 'sunspots-monthly.csv');
let program: Program;
beforeAll(async () => {
  program = new Program(await buildProgram('program-own-data'));
});

test('sunspots are imported once, trained on, and stand beside simple forecasts', async () => {
  const data = ['--data-dir', temporaryFolder()];
  const prepared = ['--window', '264', '--stride', '12', '--levels', '33', '--interval', '1', '--time-unit', 'month'];
  const imported = await program.run('import', sunspots, '--name', 'sunspots', ...prepared, ...data);
  expect(imported.stdout).toMatch(/Rows +3126\n/);
  expect(imported.stdout).toMatch(/Quantization error +[\d.]+ \(root mean square\)/);
  const again = await program.run('import', sunspots, '--name', 'other', ...prepared, ...data, '--json');
  expect(JSON.parse(again.stdout)).toMatchObject({ name: 'sunspots', isNew: false });

  const small = ['residualChannels=4', 'dilationChannels=4', 'skipChannels=4', 'headChannels=4', 'dilations=[1,2,4,8]'];
  const settings = [
    ...small.map((one) => `model.${one}`),
    'training.maxSteps=2',
    'validation.everySteps=2',
    'validation.curves=2',
  ];
  const set = settings.flatMap((one) => ['--set', one]);
  const trained = await program.run(
    'run',
    'fourier-unrolling',
    '--arms',
    'one-step',
    '--data',
    'sunspots',
    ...set,
    ...data,
  );
  expect(trained.stderr).toContain('completed');
  expect(trained.stdout).toContain('(data: sunspots)');
  expect(trained.stdout).toMatch(/Linear autoregression of order \d+ /);

  const { stdout } = await program.run('baselines', 'fourier-unrolling', ...data, '--json');
  const { arms, baselines, unit } = JSON.parse(stdout) as StudyBaselines;
  expect(arms.map(({ label }) => label)).toEqual(['One-step']);
  const error = (name: string) => {
    const { error: steps } = baselines.find((baseline) => baseline.name === name)!;
    return steps.reduce((sum, one) => sum + one, 0) / steps.length;
  };
  expect(error('autoregression')).toBeLessThan(error('last-value'));
  expect(unit).toBe('Value');
  expect(arms[0]!.valueError).toBeGreaterThan(0);

  const csv = join(temporaryFolder(), 'continued.csv');
  const generated = await program.run(
    'generate',
    '--run',
    'one-step',
    '--values',
    sunspots,
    '--steps',
    '3',
    '--out',
    csv,
    ...data,
  );
  expect(generated.stderr).toBe('');
  const [header, first] = readFileSync(csv, 'utf8')
    .split('\n')
    .map((line) => line.split(','));
  expect(header).toEqual(['step', '0', 'time', 'Value 0']);
  // The table has 3,126 months.
  expect(first!.slice(0, 1).concat(first!.slice(2, 3))).toEqual(['0', '3126']);
  const sound = await program.run('generate', '--run', 'one-step', '--out', csv.replace('.csv', '.wav'), ...data);
  expect(sound.code).toBe(1);
  expect(sound.stderr).toContain('These samples are no sound');

  const refused = await program.run('datasets', 'sunspots', '--delete', ...data);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('A run refers to this dataset.');
});

test.each(['sunspots', 'plucked-strings'])('the study %s brings its data along, once', async (study) => {
  const data = ['--data-dir', temporaryFolder()];
  const small = [
    'model.dilations=[1,2]',
    'training.maxSteps=1',
    'training.batchSize=1',
    'training.checkpoints.horizon=8',
  ];
  const seldom = ['everySteps=1', 'curves=1', 'horizons=[8]', 'forecastHorizon=8'].map((one) => `validation.${one}`);
  const set = [...small, ...seldom];
  const settings = set.flatMap((one) => ['--set', one]);
  const definition = JSON.parse(readFileSync(join(projectRoot, 'resources', 'studies', `${study}.json`), 'utf8'));
  const [{ name: arm }] = definition.arms;
  const train = () => program.run('run', study, '--arms', arm, ...settings, ...data);
  const trained = await train();
  expect(trained.stderr).toContain('completed');
  expect(trained.stdout).toContain('Last value');
  if (study === 'sunspots') expect((await train()).code).toBe(0);
  const { stdout } = await program.run('datasets', '--json', ...data);
  const datasets = JSON.parse(stdout) as DatasetSummary[];
  expect(datasets.map(({ id }) => id)).toEqual([definition.base.data.dataset]);

  const figure = join(temporaryFolder(), 'forecasts.svg');
  const exported = await program.run('export', study, '--figure', 'forecasts', '--out', figure, ...data);
  expect(exported.code, exported.stderr).toBe(0);
  expect(readFileSync(figure, 'utf8')).toContain('</svg>');
});

test('a table that cannot be read says where, and nothing is imported', async () => {
  const folder = temporaryFolder();
  const table = join(folder, 'broken.csv');
  writeFileSync(table, 'x\n1\n2\nthree\n');
  const data = ['--data-dir', join(folder, 'data')];
  const refused = await program.run('import', table, '--columns', 'x', ...data);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('line 4, column 1 (x): a number with the decimal mark "." was expected');
  const { stdout } = await program.run('datasets', '--json', ...data);
  expect(JSON.parse(stdout) as DatasetSummary[]).toEqual([]);
});
