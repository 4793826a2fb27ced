import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ChildProcessHost } from '../../src-main/cli/job-host';
import type { RuntimeManifest } from '../../src-main/contract/environment';
import { UserError } from '../../src-main/contract/errors';
import { examine, type DoctorOptions } from '../../src-main/services/doctor';
import { nodeFiles } from '../../src-main/services/files';
import { temporaryFolder } from '../store/support';

const manifest: RuntimeManifest = {
  manifestVersion: 1,
  platform: 'linux-x64',
  cache: { folder: '/nowhere' },
  electron: { version: '25.1.1', executable: '/e', source: 'registry', notice: 'It is old.' },
  tensorflow: {
    version: '2.21.0',
    build: 'cpu',
    source: 'registry',
    libraryFolders: [],
    notice: 'The driver is too old.',
  },
  sqlite: { nativeBinding: null, source: 'prebuilt' },
};

async function checks(probe: string, options: Partial<DoctorOptions> = {}) {
  const report = await examine({
    manifest,
    jobs: new ChildProcessHost(join(import.meta.dirname, 'jobs'), { TEST_PROBE: probe }),
    files: nodeFiles,
    versions: { ...process.versions, node: '20.1.0', napi: '9' },
    environment: {},
    platform: 'linux',
    dataFolder: '/data',
    examineStore: () => Promise.resolve({ sqliteVersion: '3.50.0', damage: null }),
    ...options,
  });
  return { ok: report.ok, ...Object.fromEntries(report.checks.map((check) => [check.name, check])) } as Record<
    string,
    unknown
  >;
}

test('a machine where all is well, without a display, with a GPU that is not used', async () => {
  expect(await checks('')).toEqual({
    ok: true,
    Electron: { name: 'Electron', value: '25.1.1', ok: true, advice: 'It is old.' },
    Node: { name: 'Node', value: '20.1.0', ok: true, advice: null },
    'Node-API': { name: 'Node-API', value: '9', ok: true, advice: null },
    TensorFlow: { name: 'TensorFlow', value: '2.21.0 (CPU build)', ok: true, advice: null },
    Device: { name: 'Device', value: 'CPU, Zen', ok: true, advice: 'The driver is too old.' },
    SQLite: { name: 'SQLite', value: '3.50.0 (prebuilt addon)', ok: true, advice: null },
    'Data folder': { name: 'Data folder', value: '/data', ok: true, advice: null },
    Canvas: { name: 'Canvas', value: '1.1.1', ok: true, advice: null },
    Display: expect.objectContaining({ value: 'none', ok: true }),
    Cache: { name: 'Cache', value: '/nowhere, 0 MB', ok: true, advice: null },
  });
});

test('a GPU that is used needs no excuse', async () => {
  expect(await checks('gpu')).toMatchObject({ Device: { value: 'GPU, RTX', advice: null } });
});

test('parts that do not load are named, and what to do', async () => {
  expect(await checks('broken')).toMatchObject({
    ok: false,
    TensorFlow: {
      ok: false,
      value: expect.stringContaining('libtensorflow.so.2'),
      advice: expect.stringContaining('npm start'),
    },
    Device: { ok: false },
    Canvas: { ok: true },
  });
  expect(await checks('dies')).toMatchObject({
    ok: false,
    TensorFlow: { value: expect.stringContaining('SIGSEGV') },
    Canvas: { ok: false },
  });
});

test('an old Node, no set-up, a database that cannot be opened or is damaged', async () => {
  const versions = { ...process.versions, napi: '6' };
  expect(await checks('', { versions, manifest: null })).toMatchObject({
    ok: false,
    'Node-API': { ok: false },
    Electron: { ok: false, advice: expect.stringContaining('npm start') },
    TensorFlow: { value: '2.21.0' },
  });
  const refused = () => Promise.reject(new UserError('It is of a newer Wavebench.', 'Install the newer one.'));
  expect(await checks('', { examineStore: refused })).toMatchObject({
    ok: false,
    SQLite: { ok: false, value: 'It is of a newer Wavebench.', advice: 'Install the newer one.' },
  });
  const damaged = () => Promise.resolve({ sqliteVersion: '3', damage: 'row 3 missing from index' });
  expect(await checks('', { examineStore: damaged })).toMatchObject({ ok: false, 'Data folder': { ok: false } });
});

test('the size of a folder counts all files below it and follows no links', async () => {
  const folder = temporaryFolder();
  const { mkdirSync, symlinkSync, writeFileSync } = await import('node:fs');
  mkdirSync(join(folder, 'a', 'b'), { recursive: true });
  writeFileSync(join(folder, 'a', 'b', 'file'), 'x'.repeat(1000));
  writeFileSync(join(folder, 'file'), 'x'.repeat(24));
  symlinkSync(join(folder, 'a', 'b', 'file'), join(folder, 'link'));
  expect(await nodeFiles.size(folder)).toBe(1024);
});
