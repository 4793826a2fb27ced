import { lutimesSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { withLock } from '../../src-main/setup/lock.mjs';
import { stateOf, thisOwner } from '../../src-main/setup/owner.mjs';
import { ended, setupModule, startScript, temporaryFolder } from './processes';

let folder = '';
let lock = '';
beforeEach(() => {
  folder = temporaryFolder();
  lock = join(folder, 'lock');
});

/** Adds one to a number in a file, often, with a pause between reading and writing: only a lock keeps that right. */
const counting = `
  import { readFileSync, writeFileSync } from 'node:fs';
  import { setTimeout as sleep } from 'node:timers/promises';
  import { withLock } from ${setupModule('lock.mjs')};
  const [lock, file] = process.argv.slice(2);
  for (let i = 0; i < 5; i += 1) {
    await withLock(lock, async () => {
      const count = Number(readFileSync(file, 'utf8'));
      await sleep(5);
      writeFileSync(file, String(count + 1));
    });
  }`;

const holding = `
  import { withLock } from ${setupModule('lock.mjs')};
  await withLock(process.argv[2], () => {
    console.log('held');
    return new Promise((done) => setTimeout(done, 60_000));
  });`;

describe('a lock', () => {
  it('lets one process at a time work', async () => {
    const file = join(folder, 'count');
    writeFileSync(file, '0');
    const children = Array.from({ length: 4 }, () => startScript(folder, counting, [lock, file]));
    expect(await Promise.all(children.map(ended))).toEqual([0, 0, 0, 0]);
    expect(readFileSync(file, 'utf8')).toBe('20');
  });

  it('of a killed process is taken over, by one of those that wait', async () => {
    const holder = startScript(folder, holding, [lock]);
    while (!holder.output().includes('held')) await sleep(5);
    const file = join(folder, 'count');
    writeFileSync(file, '0');
    const children = Array.from({ length: 4 }, () => startScript(folder, counting, [lock, file]));
    await sleep(300);
    expect(readFileSync(file, 'utf8')).toBe('0');
    holder.kill('SIGKILL');
    expect(await Promise.all(children.map(ended))).toEqual([0, 0, 0, 0]);
    expect(readFileSync(file, 'utf8')).toBe('20');
  });

  it('is given back when the work fails', async () => {
    await expect(withLock(lock, async () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    expect(await withLock(lock, async () => 'done')).toBe('done');
  });

  it('is given back by a process that is asked to end', async () => {
    const holder = startScript(folder, `import ${setupModule('entry.mjs')}; ${holding}`, [lock]);
    while (!holder.output().includes('held')) await sleep(5);
    holder.kill('SIGTERM');
    expect(await ended(holder)).toBe(143);
    expect(() => readFileSync(lock)).toThrow();
  });

  it('of another host is respected until nobody has touched it for a minute', async () => {
    symlinkSync('ffffffffffff-1-1', lock);
    let waited = false;
    const work = withLock(lock, async () => 'done', { onWait: () => (waited = true) });
    await sleep(400);
    expect(waited).toBe(true);
    const past = new Date(Date.now() - 61_000);
    lutimesSync(lock, past, past);
    expect(await work).toBe('done');
  });
});

describe('an owner', () => {
  it('is alive while its process runs, and dead afterwards', async () => {
    expect(stateOf(thisOwner())).toBe('alive');
    const child = startScript(
      folder,
      `
      import { thisOwner } from ${setupModule('owner.mjs')};
      console.log(thisOwner());`,
    );
    await ended(child);
    expect(stateOf(child.output().trim())).toBe('dead');
  });

  it('is dead when its process id has gone to another process', () => {
    const [host, pid] = thisOwner().split('-');
    expect(stateOf(`${host}-${pid}-1`)).toBe('dead');
  });

  it('is elsewhere when another host or container made it', () => {
    expect(stateOf('ffffffffffff-1-1')).toBe('elsewhere');
  });
});
