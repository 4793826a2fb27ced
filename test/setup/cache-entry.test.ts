import { existsSync, readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { cacheEntry, inUnfinishedFolder, isWhole, requireSpace } from '../../src-main/setup/cache-entry.mjs';
import { ended, setupModule, startScript, temporaryFolder } from './processes';

let cache = '';
beforeEach(() => {
  cache = temporaryFolder();
});

/** Fills an entry with 40 files, a little apart in time, and notes each filling in a file beside. */
const filling = `
  import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
  import { setTimeout as sleep } from 'node:timers/promises';
  import { cacheEntry } from ${setupModule('cache-entry.mjs')};
  const [cache, pause] = process.argv.slice(2);
  const entry = await cacheEntry(cache, 'thing-1.0', async (folder) => {
    appendFileSync(cache + '/fillings', 'x');
    mkdirSync(folder + '/deep');
    for (let i = 0; i < 40; i += 1) {
      writeFileSync(folder + '/deep/' + i, 'content '.repeat(1000));
      await sleep(Number(pause));
    }
  });
  console.log(entry);`;

const fillings = () => (existsSync(join(cache, 'fillings')) ? readFileSync(join(cache, 'fillings'), 'utf8').length : 0);

describe('a cache entry', () => {
  it('is filled once and then found', async () => {
    let filled = 0;
    const fill = async (folder: string) => {
      filled += 1;
      writeFileSync(join(folder, 'file'), 'kept');
    };
    const entry = await cacheEntry(cache, 'thing-1.0', fill);
    expect(await cacheEntry(cache, 'thing-1.0', fill)).toBe(entry);
    expect(filled).toBe(1);
    expect(readFileSync(join(entry, 'file'), 'utf8')).toBe('kept');
  });

  it('is not there when its filling failed, and nothing is left of the attempt', async () => {
    const fill = async (folder: string) => {
      writeFileSync(join(folder, 'file'), 'half');
      throw new Error('the network broke');
    };
    await expect(cacheEntry(cache, 'thing-1.0', fill)).rejects.toThrow('the network broke');
    expect(existsSync(join(cache, 'thing-1.0'))).toBe(false);
    expect(readdirSync(join(cache, 'unfinished'))).toEqual([]);
  });

  it('is either whole or absent, whenever its filling is killed, and the next start makes it', async () => {
    for (const delay of [60, 90, 120, 150, 180, 210, 240, 300]) {
      const child = startScript(cache, filling, [cache, '4']);
      await sleep(delay);
      child.kill('SIGKILL');
      await ended(child);
      const entry = join(cache, 'thing-1.0');
      if (existsSync(entry)) {
        expect(isWhole(entry)).toBe(true);
        expect(readdirSync(join(entry, 'deep'))).toHaveLength(40);
      }
    }
    const last = startScript(cache, filling, [cache, '0']);
    expect(await ended(last)).toBe(0);
    expect(readdirSync(join(cache, 'thing-1.0', 'deep'))).toHaveLength(40);
    expect(readdirSync(join(cache, 'unfinished'))).toEqual([]);
  });

  it('is filled by one of several processes that want it at once, and given to all', async () => {
    const children = Array.from({ length: 4 }, () => startScript(cache, filling, [cache, '5']));
    expect(await Promise.all(children.map(ended))).toEqual([0, 0, 0, 0]);
    expect(new Set(children.map((child) => child.output().trim()))).toEqual(new Set([join(cache, 'thing-1.0')]));
    expect(fillings()).toBe(1);
  });

  it('is filled by a waiting process when the one that was filling it is killed', async () => {
    const first = startScript(cache, filling, [cache, '50']);
    while (fillings() === 0) await sleep(5);
    const second = startScript(cache, filling, [cache, '0']);
    await sleep(300);
    first.kill('SIGKILL');
    expect(await ended(second)).toBe(0);
    expect(fillings()).toBe(2);
    expect(isWhole(join(cache, 'thing-1.0'))).toBe(true);
  });

  it('is made anew when a file of it was cut short or removed', async () => {
    let filled = 0;
    const fill = async (folder: string) => {
      filled += 1;
      writeFileSync(join(folder, 'file'), 'all of it');
    };
    const entry = await cacheEntry(cache, 'thing-1.0', fill);
    truncateSync(join(entry, 'file'), 3);
    await cacheEntry(cache, 'thing-1.0', fill);
    expect(filled).toBe(2);
    expect(readFileSync(join(entry, 'file'), 'utf8')).toBe('all of it');
  });
});

describe('an unfinished folder', () => {
  it('of a living process is left alone', async () => {
    const child = startScript(
      cache,
      `
      import { inUnfinishedFolder } from ${setupModule('cache-entry.mjs')};
      await inUnfinishedFolder(process.argv[2], 'other', () => new Promise((done) => setTimeout(done, 60_000)));`,
      [join(cache, 'unfinished')],
    );
    const names = () => (existsSync(join(cache, 'unfinished')) ? readdirSync(join(cache, 'unfinished')) : []);
    while (names().length === 0) await sleep(5);
    await inUnfinishedFolder(join(cache, 'unfinished'), 'mine', async () => undefined);
    expect(names()).toHaveLength(1);
    child.kill('SIGKILL');
    await ended(child);
    await inUnfinishedFolder(join(cache, 'unfinished'), 'mine', async () => undefined);
    expect(names()).toEqual([]);
  });
});

describe('the room on the disk', () => {
  it('is asked for before a large download', () => {
    expect(() => requireSpace(cache, 1)).not.toThrow();
    expect(() => requireSpace(cache, 1e18)).toThrow(/needs 1000000000\.00 GB of free space.*WAVEBENCH_CACHE/s);
  });
});
