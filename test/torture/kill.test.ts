import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RandomStream } from '../../src-main/math/random';
import { connectForReading } from '../../src-main/store/database';
import { migrations, schemaVersion } from '../../src-main/store/migrate';
import { databaseName, openStore } from '../../src-main/store/open';
import { getRunDetail } from '../../src-main/store/run-rows';
import { buildProgram, Program } from '../cli/program';
import { connection, definition, projectRoot, temporaryFolder } from '../store/support';
import { contentOf, addCheckpoint, makeStudy } from '../worker/archive/study';
import { courseOf, faultsOf, prefixFaults, type Course } from './kill/examine';
import { goneProcesses, killProcess, processesOf } from './kill/processes';
import { killCycles, seed } from './settings';

const hours = 3_600_000;
const stream = RandomStream.fromSeed(seed).fork('kill');
const steps = 200;
/** A quarter of the cycles goes to each of what is not training. */
const others = Math.max(1, Math.floor(killCycles / 8));
const trainings = killCycles - 3 * others;

let root: string;
let program: Program;

beforeAll(async () => {
  // Its processes are told from those of other tests by its path.
  root = await buildProgram(`torture-kill-${process.pid}`);
  program = new Program(root, { TF_NUM_INTRAOP_THREADS: '1' });
  console.log(`kill: seed ${seed}, ${trainings} trainings, ${others} each of migrations, exports and imports`);
}, 240_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Ends whichever of the program's processes is chosen, and waits until all are gone. */
async function strike(victim: string, child: { pid?: number | undefined }): Promise<void> {
  const workers = processesOf(root).filter((pid) => pid !== child.pid);
  if (victim !== 'worker' && child.pid !== undefined) killProcess(child.pid);
  if (victim !== 'main') workers.forEach(killProcess);
}

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test(
  'a training whose processes are killed again and again ends as one that was left alone',
  { timeout: 4 * hours, retry: 0 },
  async () => {
    const study = join(temporaryFolder(), 'torture.json');
    const everySteps = { ...definition.base.validation, everySteps: 10 };
    writeFileSync(study, JSON.stringify({ ...definition, base: { ...definition.base, validation: everySteps } }));
    const begin = ['run', study, '--arms', 'one-step', '--set', `training.maxSteps=${steps}`];
    const whole = temporaryFolder();
    const begun = Date.now();
    expect(await program.run(...begin, '--data-dir', whole)).toMatchObject({ code: 0 });
    const duration = Date.now() - begun;
    const reference = withStore(whole, (db) => courseOf(db, runOf(whole)!));

    const counts = { main: 0, worker: 0, both: 0, late: 0, completed: 0 };
    const reached: number[] = [];
    let dataFolder = temporaryFolder();
    for (let cycle = 0; cycle < trainings; cycle += 1) {
      const id = runOf(dataFolder);
      const args = id === null ? begin : ['resume', id];
      const { child, outcome } = program.start(...args, '--data-dir', dataFolder);
      let ended = false;
      void outcome.then(() => (ended = true));
      const victim = (['main', 'worker', 'both'] as const)[stream.integer(3)]!;
      await momentToKill(dataFolder, { duration, ended: () => ended });
      if (ended) counts.late += 1;
      else counts[victim] += 1;
      await strike(victim, child);
      await outcome;
      expect(await goneProcesses(root, 20_000), `cycle ${cycle}: processes that stayed`).toEqual([]);
      const complete = examine(dataFolder, reference, `cycle ${cycle}, ${victim} killed`);
      reached.push(complete ? steps : stepOf(dataFolder));
      if (!complete) continue;
      counts.completed += 1;
      dataFolder = temporaryFolder();
    }
    const id = runOf(dataFolder);
    if (id !== null) {
      expect(await program.run('resume', id, '--data-dir', dataFolder)).toMatchObject({ code: 0 });
      expect(examine(dataFolder, reference, 'at the end')).toBe(true);
    }
    console.log(`kill: ${JSON.stringify(counts)}, found at the steps ${reached.join(' ')}`);
  },
);

/** Some time within a training, or while a checkpoint is being written. */
async function momentToKill(
  dataFolder: string,
  { duration, ended }: { duration: number; ended: () => boolean },
): Promise<void> {
  const within = Math.floor(stream.uniform() * duration);
  if (stream.uniform() < 0.5) return void (await wait(within));
  const writings = 1 + stream.integer(6);
  const end = Date.now() + 2 * duration + 10_000;
  const runs = join(dataFolder, 'runs');
  while (!existsSync(runs) && !ended() && Date.now() < end) await wait(5);
  if (!existsSync(runs)) return;
  let count = 0;
  const watcher = watch(runs, { recursive: true }, (_event, name) => {
    if (name?.endsWith('.part')) count += 1;
  });
  while (count < writings && !ended() && Date.now() < end) await new Promise((resolve) => setImmediate(resolve));
  watcher.close();
}

/** Fails where something is lost or half; tells whether the run is complete. */
function examine(dataFolder: string, reference: Course, when: string): boolean {
  if (!existsSync(join(dataFolder, databaseName))) return false;
  return withStore(dataFolder, (db) => {
    const runs = db.prepare<[], { id: string; status: string }>('SELECT id, status FROM runs').all();
    const faults = [
      ...faultsOf(db, dataFolder),
      ...runs.flatMap(({ id }) => prefixFaults(courseOf(db, id), reference)),
    ];
    expect(faults, when).toEqual([]);
    const run = runs[0];
    if (run?.status !== 'completed') return false;
    expect(courseOf(db, run.id), when).toEqual(reference);
    return true;
  });
}

test(
  'a migration that is killed has happened whole or not at all, and its backup is there',
  { timeout: 4 * hours, retry: 0 },
  async () => {
    for (let cycle = 0; cycle < others; cycle += 1) {
      const version = 1 + stream.integer(migrations.length - 1);
      const dataFolder = temporaryFolder();
      const file = join(dataFolder, databaseName);
      copyFileSync(join(projectRoot, 'test', 'stores', `${version}.db`), file);
      const { child, outcome } = program.start('list', '--data-dir', dataFolder);
      let ended = false;
      void outcome.then(() => (ended = true));
      const watcher = watch(dataFolder, (_event, name) => void (begun ||= name?.includes('backup') ?? false));
      let begun = false;
      while (!begun && !ended) await new Promise((resolve) => setImmediate(resolve));
      watcher.close();
      await wait(stream.integer(12));
      await strike('main', child);
      await outcome;
      const backup = `${file}.v${version}.backup`;
      if (existsSync(backup)) {
        const kept = connectForReading(backup, connection);
        expect([
          kept.pragma('user_version', { simple: true }),
          kept.pragma('integrity_check', { simple: true }),
        ]).toEqual([version, 'ok']);
        kept.close();
      }
      const found = connectForReading(file, connection);
      const now = found.pragma('user_version', { simple: true });
      found.close();
      expect([version, migrations.length]).toContain(now);
      if (now !== version) expect(existsSync(backup)).toBe(true);
      withStore(dataFolder, (db) => {
        expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
        expect(schemaVersion(db)).toBe(migrations.length);
        expect(getRunDetail(db, 'run')).toMatchObject({ parameters: 11, notices: [{ message: 'Hello' }] });
      });
    }
  },
);

test(
  'an export that is killed leaves no half file, an import no half study',
  { timeout: 4 * hours, retry: 0 },
  async () => {
    const [from, out] = [temporaryFolder(), temporaryFolder()];
    const source = makeStudy(from);
    for (let step = 5; step < 300; step += 1) addCheckpoint(source, { dataFolder: from, runId: 'study-b', step });
    const content = contentOf(source, from);
    source.close();
    const file = join(out, 'study.wavebench');
    const whole = await timed(['bundle', 'study', '--out', file, '--data-dir', from]);
    for (let cycle = 0; cycle < others; cycle += 1) {
      const copy = join(out, `copy-${cycle}.wavebench`);
      await killed(['bundle', 'study', '--out', copy, '--data-dir', from], whole);
      const to = temporaryFolder();
      if (existsSync(copy)) {
        expect(await program.run('import', copy, '--data-dir', to)).toMatchObject({ code: 0 });
        withStore(to, (db) => expect(contentOf(db, to)).toEqual(content));
      }
      expect(await program.run('bundle', 'study', '--out', copy, '--data-dir', from)).toMatchObject({ code: 0 });
    }
    for (let cycle = 0; cycle < others; cycle += 1) {
      const to = temporaryFolder();
      mkdirSync(to, { recursive: true });
      await killed(['import', file, '--data-dir', to], whole);
      withStore(to, (db) => {
        const runs = db.prepare<[], number>('SELECT count(*) FROM runs').pluck().get()!;
        expect([0, 2]).toContain(runs);
        if (runs === 2) expect(contentOf(db, to)).toEqual(content);
        expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
      });
      expect(await program.run('import', file, '--data-dir', to)).toMatchObject({ code: 0 });
      withStore(to, (db) => expect(contentOf(db, to)).toEqual(content));
      expect(readdirSync(join(to, 'imports'))).toEqual([]);
    }
  },
);

/** Milliseconds that a command takes when it is left alone. */
async function timed(args: string[]): Promise<number> {
  const begun = Date.now();
  expect(await program.run(...args)).toMatchObject({ code: 0 });
  return Date.now() - begun;
}

async function killed(args: string[], duration: number): Promise<void> {
  const { child, outcome } = program.start(...args);
  await wait(stream.integer(duration));
  await strike((['main', 'worker', 'both'] as const)[stream.integer(3)]!, child);
  await outcome;
  expect(await goneProcesses(root, 20_000), 'processes that stayed').toEqual([]);
}

function withStore<Result>(dataFolder: string, work: (db: ReturnType<typeof openStore>) => Result): Result {
  const db = openStore(dataFolder, connection);
  try {
    return work(db);
  } finally {
    db.close();
  }
}

function stepOf(dataFolder: string): number {
  if (!existsSync(join(dataFolder, databaseName))) return 0;
  return withStore(dataFolder, (db) => db.prepare<[], number>('SELECT max(step) FROM runs').pluck().get() ?? 0);
}

/** The run of a folder, or null where none was begun. */
function runOf(dataFolder: string): string | null {
  if (!existsSync(join(dataFolder, databaseName))) return null;
  return withStore(dataFolder, (db) => db.prepare<[], string>('SELECT id FROM runs').pluck().get() ?? null);
}
