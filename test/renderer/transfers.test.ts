import { expect, test } from 'vitest';
import { UserError } from '../../src-main/contract/errors';
import type { Transfer } from '../../src-main/contract/transfers';
import { Messages } from '../../src-renderer/state/messages.svelte';
import { importedText, TransfersState } from '../../src-renderer/state/transfers.svelte';
import { fakeApi } from './samples';

const transfer: Transfer = {
  id: 't',
  kind: 'import',
  file: 'study.wavebench',
  status: 'running',
  progress: 0,
  secondsLeft: null,
  reason: null,
  advice: null,
  written: null,
  imported: null,
  dataset: null,
};
const imported = {
  studyId: 's',
  studyTitle: 'A study',
  runs: 2,
  generations: 1,
  figures: 0,
  evaluations: 0,
  datasets: 0,
};

function open(answer: () => Transfer | null | Promise<Transfer | null>) {
  const { api, publish, calls } = fakeApi({ 'bundles:read': answer, 'bundles:cancel': () => undefined });
  const messages = new Messages();
  const shown: string[] = [];
  const transfers = new TransfersState(api, messages, (studyId) => shown.push(studyId));
  transfers.start();
  return { transfers, publish, calls, messages, shown };
}

test('an import is shown until it ends, and its message leads to the study', async () => {
  const { transfers, publish, messages, shown } = open(() => transfer);
  await transfers.read();
  publish('bundles:changed', { ...transfer, progress: 0.5 });
  expect(transfers.running).toMatchObject([{ id: 't', progress: 0.5 }]);
  publish('bundles:changed', { ...transfer, status: 'completed', progress: 1, imported });
  expect(transfers.running).toEqual([]);
  expect(messages.shown).toMatchObject({ kind: 'note', text: 'Imported “A study”: 2 runs, 1 generation.' });
  messages.shown!.action!.run();
  expect(shown).toEqual(['s']);
});

test('one that ended before the answer came is not shown any more', async () => {
  const opened = open(() => {
    opened.publish('bundles:changed', { ...transfer, status: 'failed', reason: 'No.', advice: 'Do so.' });
    return transfer;
  });
  await opened.transfers.read();
  expect(opened.transfers.running).toEqual([]);
  expect(opened.messages.shown).toMatchObject({ kind: 'error', text: 'No.', advice: 'Do so.' });
});

test('a dialog that was cancelled begins nothing; a refusal is thrown', async () => {
  const { transfers, publish, messages } = open(() => null);
  await transfers.read();
  expect(transfers.running).toEqual([]);
  publish('bundles:changed', { ...transfer, status: 'cancelled' });
  expect(messages.shown?.text).toBe('Cancelled; nothing of study.wavebench was kept.');
  const refusing = open(() => {
    throw new UserError('No.');
  });
  await expect(refusing.transfers.read()).rejects.toThrow('No.');
});

test('what was there already is said', () => {
  expect(importedText({ ...imported, runs: 0, generations: 0 })).toBe('All of “A study” was there already.');
});
