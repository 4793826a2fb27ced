import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dataFolder, runFolder } from '../../src-main/services/data-folder';
import { nodeFiles } from '../../src-main/services/files';
import { jobEnvironment, manifestFile, readManifest } from '../../src-main/services/runtime';
import { temporaryFolder } from '../store/support';

const place = (options: object) =>
  dataFolder({
    given: null,
    environment: {},
    platform: 'linux',
    homeFolder: '/home/ada',
    workingFolder: '/here',
    ...options,
  });

test('the data folder is the one that Electron would choose, or the given one', () => {
  expect(place({})).toBe('/home/ada/.config/Wavebench');
  expect(place({ environment: { XDG_CONFIG_HOME: '/config' } })).toBe('/config/Wavebench');
  expect(place({ environment: { XDG_CONFIG_HOME: 'relative' } })).toBe('/home/ada/.config/Wavebench');
  expect(place({ platform: 'darwin' })).toBe('/home/ada/Library/Application Support/Wavebench');
  expect(place({ given: 'data' })).toBe('/here/data');
  expect(place({ given: '/data' })).toBe('/data');
  expect(runFolder('/data', 'x')).toBe('/data/runs/x');
});

test('the manifest’s relative paths count from its folder, so that a package can be moved', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'node_modules', '.wavebench'), { recursive: true });
  const file = manifestFile(folder, {});
  writeFileSync(
    file,
    JSON.stringify({
      manifestVersion: 1,
      platform: 'linux-x64',
      cache: { folder: '/cache' },
      electron: { version: '1', executable: '../e', source: 'vendor', notice: null },
      tensorflow: { version: '2', build: 'cuda', source: 'registry', libraryFolders: ['cuda', '/lib'], notice: null },
      sqlite: { nativeBinding: 'addon.node', source: 'compiled' },
    }),
  );
  const manifest = readManifest(file, nodeFiles)!;
  expect(manifest.electron.executable).toBe(join(folder, 'node_modules', 'e'));
  expect(manifest.sqlite.nativeBinding).toBe(join(folder, 'node_modules', '.wavebench', 'addon.node'));
  expect(jobEnvironment(manifest, { LD_LIBRARY_PATH: '/mine' })).toEqual({
    TF_CPP_MIN_LOG_LEVEL: '2',
    LD_LIBRARY_PATH: `${join(folder, 'node_modules', '.wavebench', 'cuda')}:/lib:/mine`,
  });
});

test('no manifest is fine, a damaged one is refused with what to do', () => {
  const file = join(temporaryFolder(), 'runtime.json');
  expect(readManifest(file, nodeFiles)).toBeNull();
  expect(jobEnvironment(null, {})).toEqual({ TF_CPP_MIN_LOG_LEVEL: '2' });
  writeFileSync(file, '{"manifestVersion":2}');
  expect(() => readManifest(file, nodeFiles)).toThrow(
    'runtime.json is damaged: Invalid runtime manifest: manifestVersion',
  );
  expect(manifestFile('/root', { WAVEBENCH_RUNTIME: file })).toBe(file);
});
