import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { verifyIntegrity } from '../../src-main/setup/electron.mjs';
import * as pins from '../../src-main/setup/pins.mjs';
import { createProgress } from '../../src-main/setup/progress.mjs';
import { downloadWheels, unpackWheel } from '../../src-main/setup/python.mjs';
import { temporaryFolder } from './processes';

let folder = '';
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => vi.unstubAllEnvs());

describe('a download', () => {
  it('is accepted only with the pinned hash', async () => {
    const file = join(folder, 'archive.tgz');
    writeFileSync(file, 'what was published');
    const integrity = `sha512-${createHash('sha512').update('what was published').digest('base64')}`;
    await expect(verifyIntegrity(file, integrity)).resolves.toBeUndefined();
    writeFileSync(file, 'what was publisheD');
    await expect(verifyIntegrity(file, integrity)).rejects.toThrow(/not what is expected.*thrown away/s);
  });

  it('of a wheel is refused by pip when its hash is another', async () => {
    const { wheel, sha256 } = makeWheel();
    vi.stubEnv('PIP_NO_INDEX', '1');
    vi.stubEnv('PIP_FIND_LINKS', join(folder, 'registry'));
    const task = createProgress(quietStream()).task('Test', 'downloading');
    const job = (name: string, hash: string) => {
      const target = join(folder, name);
      mkdirSync(target);
      const wheels = [{ name: 'tiny', version: '1.0', sha256: hash }];
      return downloadWheels({ wheels, folder: target, bytes: 1, task, text: 'downloading' });
    };
    const files = await job('good', sha256);
    expect(files.map((file) => basename(file))).toEqual([basename(wheel)]);
    await expect(job('bad', '0'.repeat(64))).rejects.toThrow(/DO NOT MATCH THE HASHES/);
    expect(readdirSync(join(folder, 'bad', 'wheels'))).toEqual([]);
    task.finish();
  });

  it('of a wheel gives the files that the rules name, executable where they were', async () => {
    const { wheel } = makeWheel();
    await unpackWheel(wheel, join(folder, 'out'), [
      ['tiny/(lib.*\\.so\\.2)', 'lib/\\1'],
      ['(tiny/bin/.*)', '\\1'],
    ]);
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(['lib', 'tiny']);
    expect(readFileSync(join(folder, 'out/lib/libtiny.so.2'), 'utf8')).toBe('library');
    expect(execFileSync(join(folder, 'out/tiny/bin/tool'), { encoding: 'utf8' })).toBe('works\n');
  });
});

describe('the pins', () => {
  it('name one exact version and one hash for everything that is downloaded by name', () => {
    for (const { name, version, sha256 } of [pins.cpuWheel, ...pins.cudaWheels]) {
      expect(name).toMatch(/^(tensorflow|nvidia)/);
      expect(version).toMatch(/^[\d.]+$/);
      expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    }
    expect(pins.cudaWheels[0].version).toBe(pins.cpuWheel.version);
    expect(pins.registryElectron.integrity).toMatch(/^sha512-.{88}$/);
  });
});

/** A wheel of a few bytes in a folder that pip takes for a registry. */
function makeWheel(): { wheel: string; sha256: string } {
  const registry = join(folder, 'registry');
  mkdirSync(registry);
  const wheel = join(registry, 'tiny-1.0-cp311-cp311-manylinux_2_17_x86_64.whl');
  execFileSync('python3', [
    '-c',
    `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED) as z:
    z.writestr('tiny/libtiny.so.2', 'library')
    z.writestr('tiny/readme.txt', 'left out')
    tool = zipfile.ZipInfo('tiny/bin/tool')
    tool.external_attr = 0o100755 << 16
    z.writestr(tool, '#!/bin/sh\\necho works\\n')
    z.writestr('tiny-1.0.dist-info/METADATA', 'Metadata-Version: 2.1\\nName: tiny\\nVersion: 1.0\\n')
    z.writestr('tiny-1.0.dist-info/WHEEL', 'Wheel-Version: 1.0\\nTag: cp311-cp311-manylinux_2_17_x86_64\\n')
    z.writestr('tiny-1.0.dist-info/RECORD', '')
`,
    wheel,
  ]);
  return { wheel, sha256: createHash('sha256').update(readFileSync(wheel)).digest('hex') };
}

function quietStream(): NodeJS.WriteStream {
  return { isTTY: false, write: () => true } as unknown as NodeJS.WriteStream;
}
