import { join } from 'node:path';
import { onTestFinished, expect, test } from 'vitest';
import { ChildProcessHost } from '../../src-main/cli/job-host';
import type { QueryCalls } from '../../src-main/contract/jobs';
import { JobClient } from '../../src-main/services/job-client';
import { runJob } from '../../src-main/services/run-job';

const host = (environment = {}) => new ChildProcessHost(join(import.meta.dirname, 'jobs'), environment);

/** A client of the answering job of the tests, whose calls are not those of the contract. */
function answeringClient() {
  const client = new JobClient(host(), 'query');
  onTestFinished(() => client.close());
  return (name: string, argument: unknown) =>
    client.call(name as keyof QueryCalls, argument as never) as unknown as Promise<{ pid: number; argument: unknown }>;
}

test('calls are answered by one process, each with its own answer; numbers that JSON lacks survive', async () => {
  const call = answeringClient();
  const answers = await Promise.all([1, NaN, Infinity].map((value) => call('echo', { value })));
  expect(answers.map(({ argument }) => argument)).toEqual([{ value: 1 }, { value: NaN }, { value: Infinity }]);
  expect(new Set(answers.map(({ pid }) => pid)).size).toBe(1);
});

test('an error of the job keeps its message and advice', async () => {
  await expect(answeringClient()('fail', null)).rejects.toMatchObject({
    message: 'It cannot be.',
    advice: 'Do something else.',
  });
});

test('when the process ends its calls are rejected, and the next one starts a new process', async () => {
  const call = answeringClient();
  const { pid } = await call('echo', 1);
  await expect(call('die', null)).rejects.toThrow(
    'The query process ended. Its process ended without a result (exit code 3).',
  );
  expect((await call('echo', 2)).pid).not.toBe(pid);
});

test('an entry that does not exist is reported with its name', async () => {
  const nothing = new ChildProcessHost('/nowhere', {});
  const job = runJob(nothing, 'probe', { request: { type: 'start' }, onReport: () => {} });
  await expect(job).rejects.toThrow('/nowhere/probe.cjs');
});

test('a reporting job can be ended', async () => {
  const controller = new AbortController();
  const job = runJob(host(), 'query' as 'probe', {
    request: { type: 'start' },
    onReport: () => controller.abort(),
    signal: controller.signal,
  });
  await expect(job).rejects.toThrow('SIGKILL');
});
