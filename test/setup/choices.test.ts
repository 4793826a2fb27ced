import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { runtimeManifestSchema } from '../../src-main/contract/environment';
import { findGpu } from '../../src-main/setup/gpu.mjs';
import { aptCommand, parseMissing, provideLinuxLibraries } from '../../src-main/setup/linux-libraries.mjs';
import { writeManifest } from '../../src-main/setup/manifest.mjs';
import { cacheFolder } from '../../src-main/setup/paths.mjs';
import { createProgress } from '../../src-main/setup/progress.mjs';
import { sandboxArguments, userNamespaces } from '../../src-main/setup/sandbox.mjs';
import { patches, patchSource } from '../../src-main/setup/sqlite-patch.mjs';
import { hasDisplay, platformNotice, requireLinuxX64, requireNode } from '../../src-main/setup/system.mjs';
import { waysFor } from '../../src-main/setup/tensorflow.mjs';
import { temporaryFolder } from './processes';

const root = resolve(import.meta.dirname, '../..');

let folder = '';
beforeEach(() => {
  folder = temporaryFolder();
});

function put(path: string, text: string, mode = 0o644): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
}

describe('the GPU', () => {
  it('is found by its kernel module', async () => {
    put('proc/driver/nvidia/version', 'NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.14\nGCC version: 12\n');
    const { driver } = await findGpu({ system: folder, env: { PATH: '' } });
    expect(driver).toBe('NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.14');
  });

  it('is found by nvidia-smi, unless that tool finds no card', async () => {
    put('bin/nvidia-smi', '#!/bin/sh\necho "GPU 0: NVIDIA H100 (UUID: GPU-1)"\n', 0o755);
    expect(await findGpu({ system: folder, env: { PATH: `${folder}/bin:/bin:/usr/bin` } })).toEqual({
      driver: 'GPU 0: NVIDIA H100 (UUID: GPU-1)',
    });
    put('bin/nvidia-smi', '#!/bin/sh\necho "NVIDIA-SMI has failed" >&2\nexit 9\n', 0o755);
    expect(await findGpu({ system: folder, env: { PATH: `${folder}/bin:/bin:/usr/bin` } })).toEqual({ driver: null });
  });

  it('is found in a Windows guest', async () => {
    put('dev/dxg', '');
    put('usr/lib/wsl/lib/libcuda.so.1', '');
    expect((await findGpu({ system: folder, env: { PATH: '' } })).driver).toMatch(/WSL 2/);
  });

  it('is not there on a plain machine', async () => {
    expect(await findGpu({ system: folder, env: { PATH: '' } })).toEqual({ driver: null });
  });
});

describe('the order of the TensorFlow builds', () => {
  it("is the CPU build without a driver, the vendor's own first", () => {
    expect(waysFor({ driver: null, skipVendor: false })).toEqual([
      { build: 'cpu', source: 'vendor' },
      { build: 'cpu', source: 'registry' },
    ]);
  });

  it('is the CUDA build with a driver, and the CPU build as the last resort', () => {
    expect(waysFor({ driver: 'NVIDIA 550', skipVendor: false })).toEqual([
      { build: 'cuda', source: 'vendor' },
      { build: 'cuda', source: 'registry' },
      { build: 'cpu', source: 'registry' },
    ]);
    expect(waysFor({ driver: 'NVIDIA 550', skipVendor: true })[0]).toEqual({ build: 'cuda', source: 'registry' });
  });
});

describe('the libraries of the system', () => {
  it('that are missing are read from ldd', () => {
    const output = '\tlibc.so.6 => /lib/libc.so.6 (0x7f)\n\tlibnss3.so => not found\n\tlibgbm.so.1 => not found\n';
    expect(parseMissing(output)).toEqual(['libnss3.so', 'libgbm.so.1']);
  });

  it('are named with the exact command when they cannot be installed', async () => {
    put('foo.c', 'int foo(void) { return 1; }');
    put('main.c', 'int foo(void); int main(void) { return foo(); }');
    execFileSync('gcc', ['-shared', '-fPIC', '-o', 'libfoo.so', 'foo.c'], { cwd: folder });
    execFileSync('gcc', ['-o', 'electron', 'main.c', '-L.', '-lfoo'], { cwd: folder });
    rmSync(join(folder, 'libfoo.so'));
    const wish = { cache: join(folder, 'cache'), executable: join(folder, 'electron'), display: false, root: false };
    await expect(provideLinuxLibraries({ ...wish, progress: createProgress() })).rejects.toThrow(
      /libfoo\.so\.\n.*sudo apt-get update && sudo apt-get install -y --no-install-recommends libnss3 .*libxtst6/s,
    );
  });

  it('are installed by one command', () => {
    expect(aptCommand(['xvfb', 'libnss3'])).toBe(
      'sudo apt-get update && sudo apt-get install -y --no-install-recommends xvfb libnss3',
    );
  });
});

describe('the sandbox', () => {
  const restrictions = ['unprivileged_userns_clone=0', 'apparmor_restrict_unprivileged_userns=1'];

  it('is off for root alone', () => {
    expect(sandboxArguments('/x/electron', { root: true })).toEqual(['--no-sandbox']);
    expect(sandboxArguments('/x/electron', { root: false, procfs: folder })).toEqual([]);
  });

  it.each(restrictions)('says what to do where the kernel has %s', (restriction) => {
    const [name, value] = restriction.split('=');
    put(`sys/kernel/${name}`, `${value}\n`);
    expect(userNamespaces(folder)).toBe(false);
    expect(() => sandboxArguments('/x/electron', { root: false, procfs: folder })).toThrow(
      "sudo chown root:root '/x/chrome-sandbox' && sudo chmod 4755 '/x/chrome-sandbox'",
    );
  });
});

describe('the machine', () => {
  it('needs Node 20.19', () => {
    expect(() => requireNode('20.18.3')).toThrow(/This is Node 20\.18\.3; Wavebench needs 20\.19 or newer/);
    expect(() => requireNode('18.20.0')).toThrow();
    expect(() => requireNode('20.19.0')).not.toThrow();
    expect(() => requireNode('24.1.0')).not.toThrow();
  });

  it('is Linux x64 where it is tested', () => {
    expect(platformNotice('linux', 'x64')).toBeNull();
    expect(platformNotice('darwin', 'arm64')).toMatch(/tested on Linux x64\. This is darwin arm64/);
  });

  it('of another kind is not given what was made for Linux x64', () => {
    expect(() => requireLinuxX64('Electron', 'linux', 'x64')).not.toThrow();
    expect(() => requireLinuxX64('Electron', 'linux', 'arm64')).toThrow(/for linux arm64 the package regist/);
  });

  it('has a display when X or Wayland says so', () => {
    expect(hasDisplay({})).toBe(false);
    expect(hasDisplay({ DISPLAY: ':0' })).toBe(true);
    expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' })).toBe(true);
  });
});

describe('the cache folder', () => {
  it('follows WAVEBENCH_CACHE, then XDG_CACHE_HOME where that is absolute, then the home folder', () => {
    expect(cacheFolder({ WAVEBENCH_CACHE: '/a', XDG_CACHE_HOME: '/b', HOME: '/c' })).toBe('/a');
    expect(cacheFolder({ XDG_CACHE_HOME: '/b', HOME: '/c' })).toBe('/b/wavebench');
    expect(cacheFolder({ XDG_CACHE_HOME: 'relative', HOME: '/c' })).toBe('/c/.cache/wavebench');
  });
});

describe('the patch of better-sqlite3', () => {
  const util = join(root, 'node_modules/better-sqlite3/src/util');

  it.each(Object.keys(patches))('leaves no reference to a string in %s', (name) => {
    const patched = patchSource(name, readFileSync(join(util, name), 'utf8'));
    expect(patched).not.toContain('Napi::Reference<Napi::String>');
    expect(patched).toContain('PersistentString');
  });

  it('refuses sources that it was not made for', () => {
    expect(() => patchSource('bind-map.cpp', 'class BindMap {};')).toThrow(/0 times, expected 1/);
  });
});

describe('the manifest', () => {
  it('has the form that the application reads, and is not touched when nothing has changed', () => {
    const provision = {
      cache: '/cache',
      electron: { version: '25.1.1', executable: '/cache/electron', source: 'registry' as const, notice: 'old' },
      tensorflow: {
        version: '2.21.0',
        build: 'cpu' as const,
        source: 'registry' as const,
        libraryFolders: [],
        notice: null,
      },
      sqlite: { nativeBinding: null, source: 'prebuilt' as const },
    };
    writeManifest(folder, provision);
    const file = join(folder, 'node_modules/.wavebench/runtime.json');
    expect(runtimeManifestSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).electron.version).toBe('25.1.1');
    chmodSync(file, 0o444);
    writeManifest(folder, provision);
  });
});
