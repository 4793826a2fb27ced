import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listCheckpoints } from '../../src-main/store/checkpoints';
import { readSeries } from '../../src-main/store/metrics';
import { openStore } from '../../src-main/store/open';
import { getRuns } from '../../src-main/store/run-rows';
import { bundle } from './bundle';
import { addRun, addStudy, connection, projectRoot, temporaryFolder } from './support';

test('a process killed in mid-write leaves a whole database; its last batch is never there in part', async () => {
  const output = 'test/output/store';
  await bundle({ writer: 'test/store/writer.ts' }, output);
  for (const delay of [0, 7, 31]) {
    const dataFolder = temporaryFolder();
    const before = openStore(dataFolder, connection);
    addStudy(before);
    addRun(before, 'run');
    before.close();

    const binding = connection.nativeBinding ?? '';
    const writer = spawn(process.execPath, [join(projectRoot, output, 'writer.cjs'), dataFolder, binding]);
    let written = 0;
    let errors = '';
    writer.stdout.on('data', (text: Buffer) => {
      written = Number(text.toString().trim().split('\n').at(-1));
      if (written >= 200) setTimeout(() => writer.kill('SIGKILL'), delay);
    });
    writer.stderr.on('data', (text: Buffer) => (errors += text));
    const [, signal] = (await once(writer, 'close')) as [number | null, string | null];
    expect(errors).toBe('');
    expect(signal).toBe('SIGKILL');

    const db = openStore(dataFolder, connection);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.pragma('foreign_key_check')).toEqual([]);
    const loss = readSeries(db, 'run', 'oneStepLoss', Infinity)!;
    const norm = readSeries(db, 'run', 'gradientNorm', Infinity)!;
    const last = loss.step.length;
    // All that the writer has told of is there: a commit survives the death of the process.
    expect(last).toBeGreaterThanOrEqual(written);
    expect(loss.step).toEqual(Array.from({ length: last }, (_, index) => index + 1));
    expect(norm.step).toEqual(loss.step);
    expect(listCheckpoints(db, 'run')).toMatchObject([{ step: last, bytes: last }]);
    expect(getRuns(db, ['run'])[0]).toMatchObject({
      progress: { step: last },
      trainingTime: last,
      latest: { oneStepLoss: 1 / last, gradientNorm: 1 / last },
    });
    db.close();
  }
});
