import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DoctorReport } from '../../src-main/contract/environment';
import { build, type BuildStep } from '../../src-main/setup/build.mjs';
import { findProgram } from '../../src-main/setup/command.mjs';
import { packagesAreInstalled } from '../../src-main/setup/packages.mjs';
import { createProgress } from '../../src-main/setup/progress.mjs';
import { install } from '../../src-main/setup/tensorflow.mjs';
import { ended, setupModule, startScript, temporaryFolder } from './processes';

const root = resolve(import.meta.dirname, '../..');

let clone = '';
beforeEach(() => {
  clone = temporaryFolder();
});

function put(path: string, content: unknown): void {
  mkdirSync(dirname(join(clone, path)), { recursive: true });
  writeFileSync(join(clone, path), typeof content === 'string' ? content : JSON.stringify(content));
}

const read = (path: string) => readFileSync(join(clone, path), 'utf8');

describe('the packages', () => {
  const list = (packages: object) => ({ packages: { '': {}, ...packages } });
  const wanted = { 'node_modules/a': { version: '1.0.0' }, 'node_modules/mac': { version: '2.0.0', optional: true } };

  it('are installed when node_modules holds what the lock file says', () => {
    put('package-lock.json', list(wanted));
    expect(packagesAreInstalled(clone)).toBe(false);
    put('node_modules/.package-lock.json', list({ 'node_modules/a': { version: '1.0.0' } }));
    expect(packagesAreInstalled(clone)).toBe(true);
  });

  it('are not when one is missing or another version', () => {
    put('package-lock.json', list({ ...wanted, 'node_modules/b': { version: '1.0.0' } }));
    put('node_modules/.package-lock.json', list({ 'node_modules/a': { version: '1.0.0' } }));
    expect(packagesAreInstalled(clone)).toBe(false);
    put('package-lock.json', list({ 'node_modules/a': { version: '1.1.0' } }));
    expect(packagesAreInstalled(clone)).toBe(false);
  });
});

describe('the lock file', () => {
  it('names every optional package, or npm would refuse to install from it', () => {
    const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { optionalDependencies?: Record<string, string> }>;
    };
    const isNamed = (holder: string, name: string): boolean => {
      if (packages[join(holder, 'node_modules', name)]) return true;
      return holder !== '' && isNamed(holder.slice(0, Math.max(holder.lastIndexOf('node_modules/') - 1, 0)), name);
    };
    const missing = Object.entries(packages).flatMap(([holder, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter((name) => !isNamed(holder, name)),
    );
    expect(missing).toEqual([]);
  });

  it('has a checksum for every package', () => {
    const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { integrity?: string }>;
    };
    const without = Object.entries(packages).filter(([path, { integrity }]) => {
      return path !== '' && !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? '');
    });
    expect(without.map(([path]) => path)).toEqual([]);
  });

  it('runs no script of a package unasked', () => {
    expect(readFileSync(join(root, '.npmrc'), 'utf8')).toMatch(/^ignore-scripts=true$/m);
    const code = readdirSync(join(root, 'src-main/setup')).filter((name) => name.endsWith('.mjs'));
    const installs = code.flatMap((name) =>
      readFileSync(join(root, 'src-main/setup', name), 'utf8')
        .split('\n')
        .filter((line) => /'(?:ci|install)',/.test(line)),
    );
    expect(installs.length).toBeGreaterThan(0);
    for (const line of installs.filter((line) => line.includes("'npm'"))) expect(line).toContain('--ignore-scripts');
  });
});

describe('the build', () => {
  let runs = 0;
  const step: BuildStep = {
    name: 'Example',
    sources: ['source'],
    outputs: ['made', 'made-too'],
    async run(from, folder) {
      runs += 1;
      const text = readFileSync(join(from, 'source/text'), 'utf8');
      if (text === 'wrong') throw new Error('syntax error');
      for (const output of ['made', 'made-too']) {
        mkdirSync(join(folder, output));
        writeFileSync(join(folder, output, 'text'), text.toUpperCase());
      }
    },
  };
  const run = () => build({ root: clone, cache: join(clone, 'cache'), progress: createProgress(quiet) }, [step]);
  const quiet = { isTTY: false, write: () => true } as unknown as NodeJS.WriteStream;

  beforeEach(() => {
    runs = 0;
  });

  it('runs when a source has changed, and only then', async () => {
    put('source/text', 'one');
    await run();
    await run();
    expect(runs).toBe(1);
    put('source/text', 'other');
    await run();
    expect(runs).toBe(2);
    expect([read('out/made/text'), read('out/made-too/text')]).toEqual(['OTHER', 'OTHER']);
  });

  it('that fails leaves the last good one, and is tried again', async () => {
    put('source/text', 'one');
    await run();
    put('source/text', 'wrong');
    await expect(run()).rejects.toThrow(/syntax error\nThe last good build is untouched/);
    expect(read('out/made/text')).toBe('ONE');
    await expect(run()).rejects.toThrow();
    expect(runs).toBe(3);
  });

  it('that is killed leaves nothing that the next one would take for finished', async () => {
    put('source/text', 'one');
    const script = `
      import { mkdirSync, writeFileSync } from 'node:fs';
      import { build } from ${setupModule('build.mjs')};
      import { createProgress } from ${setupModule('progress.mjs')};
      const root = process.argv[2];
      const step = { name: 'Example', sources: ['source'], outputs: ['made'], async run(from, folder) {
        mkdirSync(folder + '/made');
        writeFileSync(folder + '/made/text', 'half');
        console.log('building');
        await new Promise((done) => setTimeout(done, 60_000));
      } };
      await build({ root, cache: root + '/cache', progress: createProgress() }, [step]);`;
    const child = startScript(clone, script, [clone]);
    while (!child.output().includes('building\n')) await sleep(5);
    child.kill('SIGKILL');
    await ended(child);
    expect(existsSync(join(clone, 'out/made'))).toBe(false);
    await run();
    expect(read('out/made/text')).toBe('ONE');
    expect(readdirSync(join(clone, 'out/unfinished'))).toEqual([]);
  });
});

describe('TensorFlow in the package', () => {
  it('is replaced whole when another build is chosen', () => {
    const folder = 'node_modules/@tensorflow/tfjs-node-gpu';
    put(`${folder}/package.json`, '{}');
    put(`${folder}/deps/lib/left-over`, 'of an interrupted download');
    for (const name of ['cpu', 'cuda']) {
      put(`cache/${name}/deps/lib/libtensorflow.so`, name);
      put(`cache/${name}/addon.node`, `addon for ${name}`);
      install(clone, join(clone, 'cache', name), join(clone, 'cache', name, 'addon.node'));
      expect(read(`${folder}/deps/lib/libtensorflow.so`)).toBe(name);
      expect(read(`${folder}/lib/napi-v8/tfjs_binding.node`)).toBe(`addon for ${name}`);
      expect(readdirSync(join(clone, folder, 'deps/lib'))).toEqual(['libtensorflow.so']);
    }
  });
});

describe('the commands', () => {
  /** Runs a command of the set-up in a clone that holds nothing else, with a bare environment. */
  function command(name: string, args: string[], path: string) {
    cpSync(join(root, 'src-main/setup'), join(clone, 'src-main/setup'), { recursive: true });
    return spawnSync(process.execPath, [join(clone, 'src-main/setup', name), ...args], {
      encoding: 'utf8',
      env: { PATH: path, HOME: clone },
    });
  }

  it('start says that there is no display, and names the commands that need none', () => {
    const { status, stderr, stdout } = command('start.mjs', [], '/nowhere');
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/no display.*npm run -s wavebench -- run fourier-unrolling.*--help/s);
  });

  it('the doctor answers even when the clone cannot be made ready', () => {
    const { status, stdout } = command('wavebench.mjs', ['doctor', '--json'], '/nowhere');
    expect(status).toBe(1);
    const report = JSON.parse(stdout) as DoctorReport;
    expect(report.ok).toBe(false);
    const missing = report.checks.filter(({ ok }) => !ok).map(({ name }) => name);
    expect(missing).toEqual(expect.arrayContaining(['Set-up', 'Packages', 'C++ compiler', 'Python']));
    expect(report.checks.find(({ name }) => name === 'C++ compiler')?.advice).toContain('sudo apt-get install -y g++');
  });

  it('another command fails with what to do, and keeps its output clean', () => {
    const { status, stdout, stderr } = command('wavebench.mjs', ['list'], '/nowhere');
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/npm packages could not be installed.*npm could not be started.*start again/s);
  });
});

describe.skipIf(!findProgram('Xvfb'))('the virtual display', () => {
  it('ends with the process that started it, even when that is killed', async () => {
    const child = startScript(
      clone,
      `
      import { startVirtualDisplay } from ${setupModule('virtual-display.mjs')};
      console.log(await startVirtualDisplay());
      setInterval(() => {}, 1000);`,
    );
    while (!/^:\d+\n/.test(child.output())) await sleep(20);
    const socket = `/tmp/.X11-unix/X${child.output().trim().slice(1)}`;
    expect(existsSync(socket)).toBe(true);
    child.kill('SIGKILL');
    await ended(child);
    await expect.poll(() => existsSync(socket), { timeout: 10_000 }).toBe(false);
  });
});
