import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { longestStudyFile } from '../../src-main/contract/opened-files';
import type { Transfer } from '../../src-main/contract/transfers';
import { OpenedFiles } from '../../src-main/electron/opened-files';
import { temporaryFolder } from '../store/support';

const transfers = { read: (path: string) => ({ file: path }) as Transfer };

test('files wait until they are taken, once', async () => {
  const folder = temporaryFolder();
  const study = join(folder, 'mine.json');
  writeFileSync(study, '{"name":"mine"}');
  const opened = new OpenedFiles();
  const announce = vi.fn();
  opened.add([study]);
  opened.onAdded(announce);
  opened.add([]);
  expect(announce).not.toHaveBeenCalled();
  opened.add(['/srv/a.WAVEBENCH']);
  expect(announce).toHaveBeenCalledOnce();
  expect(await opened.take(transfers)).toEqual([
    { kind: 'study', name: 'mine.json', text: '{"name":"mine"}' },
    { kind: 'bundle', transfer: { file: '/srv/a.WAVEBENCH' } },
  ]);
  expect(await opened.take(transfers)).toEqual([]);
});

test('what cannot be opened is named with the reason', async () => {
  const folder = temporaryFolder();
  const long = join(folder, 'long.json');
  writeFileSync(long, Buffer.alloc(longestStudyFile + 1, 32));
  const opened = new OpenedFiles();
  opened.add([join(folder, 'none.json'), long]);
  const problems = await opened.take(transfers);
  expect(problems).toEqual([
    { kind: 'problem', message: expect.stringMatching(/^none\.json cannot be opened: ENOENT/) },
    { kind: 'problem', message: expect.stringMatching(/^long\.json is neither a study file, \.json of at most 1 MB/) },
  ]);
});
