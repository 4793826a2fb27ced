import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test, vi } from 'vitest';
import type { Imported } from '../../src-main/contract/archive-job';
import { csvCell } from '../../src-main/formats/csv-cell';
import { openStore } from '../../src-main/store/open';
import { definition, connection, temporaryFolder } from '../store/support';
import { addCheckpoint, contentOf, makeStudy, openFolder } from '../worker/archive/study';
import { decodeEvents } from '../formats/events';
import { buildProgram, Program, withoutModel } from './program';

// Many processes are started one after the other; a busy machine takes its time for each.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let root: string;
let program: Program;

beforeAll(async () => {
  root = await buildProgram('program-archive');
  program = new Program(root);
});

test('a study goes from one data folder into another as a single file, once', async () => {
  const [from, to, out] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
  const source = makeStudy(from);
  const file = join(out, 'study.wavebench');
  const bundled = await program.run('bundle', 'tiny', '--out', file, '--data-dir', from);
  expect(bundled).toMatchObject({ code: 0, stderr: '' });
  expect(bundled.stdout).toMatch(/study\.wavebench {2}[\d.]+ kB/);
  const imported = await program.run('import', file, '--data-dir', to, '--json');
  expect(JSON.parse(imported.stdout) as Imported).toMatchObject({ studyId: 'study', runs: 2, generations: 1 });
  const again = await program.run('import', file, '--data-dir', to);
  expect(again).toMatchObject({ code: 0, stdout: 'A tiny study (study study): all of it was there already.\n' });
  const target = openFolder(to);
  expect(contentOf(target, to)).toEqual(contentOf(source, from));
  expect(readdirSync(join(to, 'imports'))).toEqual([]);
  expect(readdirSync(out)).toEqual(['study.wavebench']);
  for (const db of [source, target]) db.close();
});

test('what is no bundle is refused in words, with nothing left', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'no.wavebench');
  writeFileSync(file, 'no bundle at all');
  const data = join(folder, 'data');
  const refused = await program.run('import', file, '--data-dir', data);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toBe(
    `Error: ${file}: it is no ZIP file, or was cut off at its end.\n` +
      'Nothing was changed. Get the file again from where it comes, or bundle the study anew.\n',
  );
  expect(readdirSync(join(data, 'imports'))).toEqual([]);
  expect((await program.run('import', 'a.doc', '--data-dir', data)).stderr).toContain('a.doc cannot be read');
});

test('a process killed in mid-import leaves nothing half; the next import removes what it left', async () => {
  const [from, out] = [temporaryFolder(), temporaryFolder()];
  const source = makeStudy(from);
  for (let step = 5; step < 300; step += 1) addCheckpoint(source, { dataFolder: from, runId: 'study-b', step });
  const file = join(out, 'study.wavebench');
  await program.run('bundle', 'study', '--out', file, '--data-dir', from);
  const whole = contentOf(source, from);
  source.close();
  for (const delay of [60, 150, 250, 350, 450, 600]) {
    const to = temporaryFolder();
    const { child, outcome } = program.start('import', file, '--data-dir', to);
    setTimeout(() => {
      for (const pid of childrenOf(child.pid!)) kill(pid);
      child.kill('SIGKILL');
    }, delay);
    await outcome;
    const db = openFolder(to);
    const runs = db.prepare('SELECT count(*) FROM runs').pluck().get();
    expect([0, 2]).toContain(runs);
    if (runs === 2) expect(contentOf(db, to)).toEqual(whole);
    expect(await program.run('import', file, '--data-dir', to)).toMatchObject({ code: 0 });
    expect(contentOf(db, to)).toEqual(whole);
    expect(readdirSync(join(to, 'imports'))).toEqual([]);
    db.close();
  }
});

test('every table goes out as CSV and JSON that Python reads, with the meaning of every column', async () => {
  const [data, out] = [temporaryFolder(), temporaryFolder()];
  const source = makeStudy(data);
  const title = '=HYPERLINK("https://example.com/")';
  source.prepare('UPDATE runs SET title = ?').run(title);
  const folder = join(out, 'tables');
  const exported = await program.run('export', '--all', '--out', folder, '--data-dir', data, '--json');
  expect(exported).toMatchObject({ code: 0, stderr: '' });
  const { tables } = JSON.parse(exported.stdout) as { tables: { name: string; rows: number }[] };
  expect(tables.find(({ name }) => name === 'points')).toEqual({ name: 'points', rows: 12 });
  const script = `
import csv, json, sys
folder = sys.argv[1]
package = json.load(open(folder + '/datapackage.json'))
for resource in package['resources']:
    rows = list(csv.DictReader(open(folder + '/' + resource['path'], newline='')))
    objects = json.load(open(folder + '/' + resource['name'] + '.json'))
    fields = resource['schema']['fields']
    assert len(rows) == len(objects)
    assert all(f['description'] for f in fields if resource['name'] != 'points' or f['name'] not in ('run_id', 'key'))
    for row, item in zip(rows, objects):
        assert list(row) == [f['name'] for f in fields] == list(item)
        for f in fields:
            a, b = row[f['name']], item[f['name']]
            if b is None: assert a == ''
            elif f['type'] == 'any': assert json.loads(a) == b
            elif f['type'] in ('integer', 'number'): assert float(a) == float(b)
            else: assert a == b or (b[0] in '=+-@\\t\\r' and a == "'" + b)
print('read')
`;
  const read = spawnSync('python3', ['-c', script, folder], { encoding: 'utf8' });
  expect(read.stderr).toBe('');
  expect(read.stdout).toBe('read\n');
  expect(readFileSync(join(folder, 'runs.csv'), 'utf8')).toContain(csvCell(title));
  expect(readFileSync(join(folder, 'README.md'), 'utf8')).toContain('milliseconds of training since the run began');
  const again = await program.run('export', '--all', '--out', folder, '--data-dir', data);
  expect(again).toMatchObject({ code: 1, stdout: '' });
  expect(again.stderr).toContain('is there already');
  source.close();
});

test('event files are written of what is stored, and while it trains', async () => {
  const [folder, out] = [temporaryFolder(), temporaryFolder()];
  const source = makeStudy(folder);
  const exported = await program.run('export-tensorboard', 'tiny', '--out', out, '--data-dir', folder, '--json');
  expect(exported).toMatchObject({ code: 0, stderr: '' });
  expect(readdirSync(join(out, 'tiny-study')).sort()).toEqual(['figures', 'one-step-seed-1', 'unrolled-4-seed-1']);
  source.close();

  const study = join(folder, 'tiny.json');
  writeFileSync(study, JSON.stringify(definition));
  const logs = join(folder, 'logs');
  const training = new Program(withoutModel(root), { TEST_TRAINING: '' });
  const data = join(folder, 'data');
  const ran = await training.run(
    'run',
    study,
    '--arms',
    'one-step',
    '--tensorboard',
    logs,
    '--data-dir',
    data,
    '--json',
  );
  expect(ran.code).toBe(0);
  const [name] = readdirSync(logs);
  const run = join(logs, name!, 'one-step-seed-1');
  const events = decodeEvents(readFileSync(join(run, readdirSync(run)[0]!)));
  const db = openStore(data, connection);
  const stored = db.prepare('SELECT key, step, value FROM points JOIN series ON id = series_id ORDER BY 1, 2').all();
  expect(stored.length).toBeGreaterThan(0);
  const logged = events.flatMap(({ step, values }) =>
    values.flatMap(({ tag, simpleValue }) => (simpleValue === null ? [] : [{ key: tag, step, value: simpleValue }])),
  );
  const place = ({ key, step }: { key: string; step: number }) => `${key} ${String(step).padStart(9, '0')}`;
  logged.sort((a, b) => (place(a) < place(b) ? -1 : 1));
  expect(logged).toEqual((stored as typeof logged).map((point) => ({ ...point, value: Math.fround(point.value) })));
  db.close();
});

function childrenOf(pid: number): number[] {
  const listed = spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' }).stdout;
  return listed.split(/\s+/).filter(Boolean).map(Number);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has just ended.
  }
}
