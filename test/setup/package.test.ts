import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { applicationPackages, isPackaged } from '../../src-main/setup/package-files.mjs';
import { fuses } from '../../src-main/setup/package-fuses.mjs';
import { layoutOf } from '../../src-main/setup/package-layout.mjs';
import { inBareRoot, makeBareRoot } from './bare-root';
import { ended } from './processes';

const root = resolve(import.meta.dirname, '../..');

describe('what goes into a package', () => {
  const packages = applicationPackages(root).map((path) => path.slice('node_modules/'.length));

  it('is what the application loads, and not what only installs it', () => {
    const loaded = ['better-sqlite3', '@napi-rs/canvas', '@napi-rs/canvas-linux-x64-gnu', '@tensorflow/tfjs-node-gpu'];
    expect(packages).toEqual(expect.arrayContaining(loaded));
    for (const absent of ['tar', 'adm-zip', 'node-fetch', 'electron', 'vite', 'core-js']) {
      expect(packages).not.toContain(absent);
    }
    expect(packages.length).toBeLessThan(60);
  });

  it('has no source of an addon, no addon of another platform and no link to packages of its own', () => {
    const has = (name: string, inside: string) => isPackaged(name, inside, 'linux-x64');
    expect(has('better-sqlite3', 'lib/linux-x64.js')).toBe(true);
    expect(has('better-sqlite3', 'lib/methods')).toBe(true);
    expect(has('@tensorflow/tfjs-node-gpu', 'lib/napi-v8/tfjs_binding.node')).toBe(true);
    for (const inside of [
      'deps',
      'src',
      'prebuilds/win32-x64.node',
      'lib/linuxmusl-x64.js',
      'node_modules',
      'README.md',
    ]) {
      expect(has('better-sqlite3', inside), inside).toBe(false);
    }
    for (const inside of ['binding', 'scripts', 'deps']) {
      expect(has('@tensorflow/tfjs-node-gpu', inside), inside).toBe(false);
    }
  });

  it('has a place of its own on each platform, and a command beside the application', () => {
    for (const platform of ['linux', 'win32', 'darwin']) {
      const { executable, application, launcher } = layoutOf(platform);
      const text = launcher.text({ executable, application });
      expect(text).toContain('ELECTRON_RUN_AS_NODE=1');
      expect(text.replaceAll('\\', '/')).toContain(`${application}/out/main/cli.cjs`);
      expect(launcher.name.toLowerCase()).not.toBe(platform === 'linux' ? '' : executable.toLowerCase());
    }
  });
});

/** Minutes, gigabytes, and a root that can be changed: `WAVEBENCH_TEST_PACKAGE=1 npm test -- unit setup/package`. */
describe.runIf(process.env.WAVEBENCH_TEST_PACKAGE === '1')('a package', () => {
  const name = `wavebench-${JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version}-linux-x64`;
  const made = join(root, 'out', 'package');
  const folder = join(made, name);
  const archive = `${folder}.tar.gz`;
  let bare = '';

  const make = () => expect(spawnSync('npm', ['run', '-s', 'package'], { cwd: root, stdio: 'inherit' }).status).toBe(0);
  beforeAll(() => {
    make();
    bare = makeBareRoot(folder);
    return () => rmSync(bare, { recursive: true, force: true });
  }, 1_200_000);

  it('has the same bytes when it is made again', async () => {
    const first = `${archive}.first`;
    renameSync(archive, first);
    onTestFinished(() => rmSync(first, { force: true }));
    make();
    expect(await hashOf(archive)).toBe(await hashOf(first));
  }, 1_200_000);

  it('has its fuses set', () => {
    const program = join(root, 'node_modules', '@electron', 'fuses', 'dist', 'bin.js');
    const read = spawnSync(process.execPath, [program, 'read', '--app', join(folder, 'Wavebench')], {
      env: { ...process.env, NO_COLOR: '1' },
      encoding: 'utf8',
    });
    const found = [...read.stdout.matchAll(/(\w+) is (Enabled|Disabled)/g)].map(([, fuse, state]) => [fuse, state]);
    expect(found.length).toBeGreaterThanOrEqual(7);
    for (const [fuse, state] of found) {
      expect(state, fuse).toBe(fuses[fuse as keyof typeof fuses] === 'on' ? 'Enabled' : 'Disabled');
    }
  });

  it('does its work where there is neither Node nor Python, from a folder with a space in its name', () => {
    for (const absent of ['node', 'python3', 'npm']) expect(existsSync(join(bare, 'usr/bin', absent))).toBe(false);
    const wavebench = (...args: string[]) => {
      const command = inBareRoot(bare, folder, ['wavebench', ...args]);
      const { status, stdout, stderr } = spawnSync(...command, { encoding: 'utf8' });
      expect(status, stderr).toBe(0);
      return stdout;
    };
    expect(wavebench('doctor')).toMatch(/ok +TensorFlow[\s\S]*ok +SQLite[\s\S]*ok +Canvas/);
    const few = ['training.maxSteps=5', 'validation.curves=2', 'data.trainCurves=8', 'data.testCurves=2'];
    const changed = few.flatMap((change) => ['--set', change]);
    expect(wavebench('run', 'fourier-unrolling', '--arms', 'one-step', ...changed)).toContain('One-step');
    expect(
      wavebench('generate', '--model', 'mnist-binary', '--classes', '3,4', '--gallery', '/home/ada/digits.pdf'),
    ).toContain('digits.pdf');
    wavebench('export', 'fourier-unrolling', '--figure', 'validation', '--out', '/home/ada/validation.svg');
    expect(readdirSync(join(bare, 'home/ada'))).toEqual(
      expect.arrayContaining(['digits.pdf', 'validation.svg', 'validation.csv']),
    );
  }, 600_000);

  it('opens its window without any environment, and ends when that is closed', async () => {
    const home = mkdtempSync(join(tmpdir(), 'wavebench-test-'));
    const alone = 'exec env -i HOME="$1" DISPLAY="$DISPLAY" "$2" --no-sandbox --remote-debugging-port=0';
    const display = ['-a', '--server-args=-screen 0 1280x800x24 -ac'];
    const command = ['sh', '-c', alone, 'sh', home, join(folder, 'Wavebench')];
    const child = spawn('xvfb-run', [...display, ...command], { detached: true });
    onTestFinished(() => {
      if (child.exitCode === null) process.kill(-child.pid!, 'SIGKILL');
      rmSync(home, { recursive: true, force: true });
    });
    const address = await new Promise<string>((found) => {
      let said = '';
      const hear = (text: Buffer) => {
        said += text.toString();
        const [, host] = /DevTools listening on ws:\/\/([\d.:]+)/.exec(said) ?? [];
        if (host) found(`http://${host}/json`);
      };
      // Some versions of xvfb-run make one stream of both.
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
    });
    const pages = async () => (await (await fetch(address)).json()) as { id: string; title: string; url: string }[];
    await expect
      .poll(pages, { timeout: 120_000 })
      .toMatchObject([{ url: expect.stringContaining('app://wavebench/') }]);
    const [page] = await pages();
    await fetch(`${address}/close/${page!.id}`);
    expect(await ended(child)).toBe(0);
  }, 300_000);
});

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
