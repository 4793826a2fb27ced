import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { definition, projectRoot, temporaryFolder } from '../store/support';
import { hashOf, newIdentifier } from '../../src-main/services/identifier';
import { openServices, startTinyStudy } from './support';

test('presets come from folders, later ones in place of earlier ones; a damaged file is left out and told', () => {
  const extra = temporaryFolder();
  const write = (name: string, content: unknown) => writeFileSync(join(extra, name), JSON.stringify(content));
  write('tiny.json', definition);
  write('damaged.json', { ...definition, arms: [] });
  write('wrong-arm.json', { ...definition, arms: [{ name: 'a', label: 'A', changes: { 'training.batchSize': 0 } }] });
  writeFileSync(join(extra, 'no-json.json'), '{');
  writeFileSync(join(extra, 'notes.txt'), 'not a study');
  const builtIn = join(projectRoot, 'resources', 'studies');
  const { studies, problems } = openServices('', { presetFolders: [builtIn, extra, join(extra, 'absent')] });
  const names = studies.presets().map((preset) => preset.definition.name);
  expect(names).toContain('fourier-unrolling');
  expect(names).toContain('tiny');
  expect(problems).toHaveLength(3);
  expect(problems[0]).toContain('damaged.json cannot be used: Invalid study: arms');
  expect(problems.some((problem) => problem.includes('training.batchSize'))).toBe(true);
});

test('a study is started by its preset’s name with scale, seeds, arms and changes', async () => {
  const extra = temporaryFolder();
  writeFileSync(join(extra, 'tiny.json'), JSON.stringify(definition));
  const { studies, runs } = openServices('', { presetFolders: [extra] });
  const { studyId, runIds } = studies.startPreset({
    preset: 'tiny',
    scale: 'paper',
    seeds: [5, 3],
    arms: ['unrolled-4'],
    changes: { 'training.batchSize': 2 },
  });
  await runs.idle();
  expect(runIds.map((id) => runs.get(id))).toMatchObject([
    { name: 'unrolled-4 · seed 5', colorIndex: 1, scale: 'paper', status: 'completed', progress: { maxSteps: 40 } },
    {
      name: 'unrolled-4 · seed 3',
      colorIndex: 1,
      configuration: { training: { batchSize: 2, unrolling: { horizon: 4 } } },
    },
  ]);
  expect(studies.get(studyId)).toMatchObject({
    seeds: [5, 3],
    arms: [{ name: 'unrolled-4' }],
    counts: { completed: 2 },
  });
  expect(() => studies.startPreset({ preset: 'huge', scale: 'quick', seeds: [1], changes: {} })).toThrow(
    'there are: tiny.',
  );
});

test('a study that cannot be started leaves nothing behind', () => {
  const { studies, runs } = openServices();
  const start = (choice: object) => studies.start(definition, { scale: 'quick', seeds: [1], changes: {}, ...choice });
  expect(() => start({ arms: ['fast'] })).toThrow('no arm "fast"; its arms are: one-step, unrolled-4.');
  expect(() => start({ seeds: [1, 2, 1] })).toThrow('The seed 1 is given twice');
  expect(() => start({ changes: { 'training.maxSteps': 0 } })).toThrow(/Arm one-step: .*training\.maxSteps/);
  expect(() => start({ changes: { 'data.nothing.at.all': 0 } })).toThrow('names no field');
  expect(studies.list()).toEqual([]);
  expect(runs.list({ archived: false })).toEqual([]);
});

test('a study is found by the beginning of its id, or by its name: the newest', async () => {
  const services = openServices();
  const first = startTinyStudy(services).studyId;
  const second = startTinyStudy(services).studyId;
  expect(services.studies.find('tiny')).toBe(second);
  expect(services.studies.find(first.slice(0, 8))).toBe(first);
  expect(() => services.studies.find('nothing')).toThrow('There is no study "nothing".');
  expect(() => services.runs.find('')).toThrow('can be 4 things');
  await services.runs.idle();
});

test('identifiers are short, plain and distinct; equal values have equal hashes', () => {
  const ids = Array.from({ length: 1000 }, newIdentifier);
  expect(new Set(ids).size).toBe(1000);
  for (const id of ids) expect(id).toMatch(/^[0-9a-hjkmnp-tv-z]{10}$/);
  expect(hashOf({ a: [1, { b: 2, c: 3 }] })).toBe(hashOf({ a: [1, { c: 3, b: 2 }] }));
  expect(hashOf({ a: [1, 2] })).not.toBe(hashOf({ a: [2, 1] }));
});
