import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { CommandError } from '../../src-main/setup/command.mjs';
import { reasonOf, runVendorScript } from '../../src-main/setup/vendor.mjs';
import { temporaryFolder } from './processes';

const root = resolve(import.meta.dirname, '../..');
const patience = { first: 1_500, still: 1_500 };

let folder = '';
beforeEach(() => {
  folder = join(temporaryFolder(), 'package');
  mkdirSync(folder);
});

describe("a package's own install script", () => {
  it('is given up when its host does not answer', async () => {
    await expect(run('setInterval(() => {}, 1000);')).rejects.toThrow('its host did not answer within 1.5 s');
  });

  it('may take long while bytes arrive', async () => {
    await run(`
      const fs = require('node:fs');
      let count = 0;
      setInterval(() => {
        fs.appendFileSync('download', 'bytes');
        if (++count === 8) process.exit(0);
      }, 400);`);
  });

  it('is given up when the bytes stop', async () => {
    const script = "require('node:fs').writeFileSync('download', 'some'); setInterval(() => {}, 1000);";
    await expect(run(script)).rejects.toThrow('the download stood still for 1.5 s');
  });

  it('finds the packages of the clone from its copy', async () => {
    await run("require('progress'); require('child_process').execSync('command -v node-pre-gyp');");
  });

  it('fails with what it said', async () => {
    await expect(run("throw new Error('status code 403')")).rejects.toThrow('status code 403');
  });
});

describe('the reason of a failure', () => {
  it('is one line that says what a person can understand', () => {
    const failure = (output: string) => reasonOf(new CommandError('node install.js ended with exit code 1.', output));
    expect(failure('Error: getaddrinfo ENOTFOUND example.org\n  at x')).toBe('its host cannot be reached (ENOTFOUND)');
    expect(failure('TypeError: fetch failed\n  at x')).toBe('its host cannot be reached (fetch failed)');
    expect(failure('Downloading\nError: status code 403\n  at x')).toBe('status code 403');
    expect(failure('')).toBe('it failed silently');
  });
});

function run(script: string): Promise<void> {
  writeFileSync(join(folder, 'install.js'), script);
  const task = { note: () => undefined, finish: () => undefined, fail: () => undefined };
  return runVendorScript({ root, folder, script: 'install.js', task, text: 'downloading', patience });
}
