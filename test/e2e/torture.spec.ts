import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { requestSchemas, type RequestName } from '../../src-main/contract/ipc';
import { RandomStream } from '../../src-main/math/random';
import { connectForReading, type ReadableDatabase } from '../../src-main/store/database';
import { databaseName } from '../../src-main/store/open';
import { asked, type Asked } from '../torture/feed/asked';
import { courseOf, faultsOf, prefixFaults, type Course } from '../torture/kill/examine';
import { appKills, requestCases, seed } from '../torture/settings';
import { expect } from '@playwright/test';
import { projectRoot, runningSteps, test, trainingProcess, waitForRuns, type RunningApp } from './app';
import { isProcessAlive } from './processes';

const stream = RandomStream.fromSeed(seed).fork('window');

test('a killed app, and killed trainings, leave all whole; the run goes on as if nothing had been', async ({
  workspace,
}) => {
  test.setTimeout(4 * 3_600_000);
  console.log(`window: seed ${seed}, ${appKills} kills`);
  let app = await workspace.start();
  const { runIds } = await app.request('studies:start', {
    preset: 'endless',
    scale: 'quick',
    seeds: [1],
    arms: ['one-step'],
  });
  const runId = runIds[0]!;
  let known: Course = new Map();
  let reached = 0;
  for (let cycle = 0; cycle < appKills; cycle += 1) {
    await runningSteps(app, reached + 5 + stream.integer(60));
    const training = await trainingProcess(app);
    const victim = (['app', 'training', 'both'] as const)[cycle % 3]!;
    if (victim !== 'app') process.kill(training, 'SIGKILL');
    if (victim !== 'training') await app.kill();
    await expect.poll(() => isProcessAlive(training), { timeout: 30_000 }).toBe(false);
    if (victim === 'training') await waitForRuns(app, (run) => run.status === 'failed');
    const course = reading(workspace.dataFolder, (db) => {
      expect(faultsOf(db, workspace.dataFolder), `cycle ${cycle}: ${victim} killed`).toEqual([]);
      return courseOf(db, runId);
    });
    const losses = course.get('oneStepLoss')!.step;
    expect(losses).toEqual(losses.map((_, index) => index + 1));
    // What is made anew after the last checkpoint comes out the same.
    const [shorter, longer] = losses.length < reached ? [course, known] : [known, course];
    expect(prefixFaults(shorter, longer), `cycle ${cycle}: ${victim} killed`).toEqual([]);
    if (longer === course) known = course;
    reached = Math.max(reached, losses.length);

    if (victim !== 'training') app = await workspace.start();
    const [run] = await app.request('runs:list', { archived: false });
    expect(run).toMatchObject({ status: victim === 'training' ? 'failed' : 'interrupted', canResume: true });
    await app.request('runs:resume', { runIds });
  }
  await app.request('runs:stop', { runIds });
  await waitForRuns(app, (run) => run.status === 'stopped');
});

/** Requests that only read, so that a right one does no harm to whoever runs the tests. */
const reads =
  /:(list|get|about|presets|series|results|progress|forecasts|preview|statistics|trajectories|state|build|claim)$/;

test('whatever the page asks, it is answered, or refused in words', async ({ workspace }) => {
  test.setTimeout(4 * 3_600_000);
  console.log(`requests: seed ${seed}`);
  const app = await workspace.start();
  const crashes: string[] = [];
  app.page.on('crash', () => crashes.push('the page crashed'));
  let refused = 0;
  for (const one of fc.sample(asked, { numRuns: requestCases, seed })) {
    if (isRight(one) && !reads.test(one.name)) continue;
    const reply = await ask(app, one);
    if (reply === 'not sent') continue;
    const shown = `${one.name}: ${JSON.stringify(reply).slice(0, 500)}`;
    if (!('error' in reply)) continue;
    refused += 1;
    expect(reply.error.message, shown).not.toMatch(
      /Cannot read prop|is not a function|call stack|not iterable|polluted/,
    );
    expect(reply.error.message.length, shown).toBeLessThan(4000);
  }
  expect(refused).toBeGreaterThan(requestCases / 4);
  expect(crashes).toEqual([]);
  expect(await app.electron.evaluate(() => 'polluted' in {})).toBe(false);
  expect((await app.request('app:about')).device).toBeTruthy();
});

function isRight({ name, argument }: Asked): boolean {
  return Object.hasOwn(requestSchemas, name) && requestSchemas[name as RequestName].safeParse(argument).success;
}

/** The page's own bridge; what the test's connection to the page cannot carry is not sent. */
async function ask(
  app: RunningApp,
  { name, argument }: Asked,
): Promise<{ error: { message: string } } | object | 'not sent'> {
  const send = ([name, argument]: [string, unknown]) =>
    window.wavebench.request(name as never, argument as never).then(
      (reply) => ('error' in reply ? reply : {}),
      (error: Error) => (/could not be cloned/.test(error.message) ? {} : { error: { message: error.message } }),
    );
  const answer = app.page.evaluate(send, [name, argument] as [string, unknown]).catch((error: Error) => {
    if (/serializ|cyclic|Maximum call stack|Unexpected value|clone|arg\.value/i.test(error.message))
      return 'not sent' as const;
    throw error;
  });
  return answer;
}

function reading<Result>(dataFolder: string, work: (db: ReadableDatabase) => Result): Result {
  const manifest = process.env.WAVEBENCH_RUNTIME ?? join(projectRoot, 'node_modules', '.wavebench', 'runtime.json');
  const { sqlite } = existsSync(manifest)
    ? JSON.parse(readFileSync(manifest, 'utf8'))
    : { sqlite: { nativeBinding: null } };
  const nativeBinding = sqlite.nativeBinding === null ? null : resolve(manifest, '..', sqlite.nativeBinding as string);
  const db = connectForReading(join(dataFolder, databaseName), { nativeBinding });
  try {
    return work(db);
  } finally {
    db.close();
  }
}
