import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../src-main/contract/jobs';
import { paperFor } from '../figures/paper';
import { samples } from '../figures/samples';
import { bundle } from '../store/bundle';

const projectRoot = resolve(__dirname, '../..');
// The worker finds the fonts from its own place, two folders below the program's.
const program = 'test/output/figure-worker';
const folder = mkdtempSync(join(tmpdir(), 'wavebench-figure-worker-'));
const children: ChildProcess[] = [];

beforeAll(async () => {
  rmSync(join(projectRoot, program), { recursive: true, force: true });
  await bundle({ figure: 'src-main/worker/figure.ts' }, `${program}/out/main`);
  mkdirSync(join(projectRoot, program), { recursive: true });
  symlinkSync(join(projectRoot, 'resources'), join(projectRoot, program, 'resources'));
});
afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));
afterAll(() => rmSync(folder, { recursive: true }));

function start(): ChildProcess {
  const child = fork(join(projectRoot, program, 'out/main/figure.cjs'));
  children.push(child);
  return child;
}

async function answers(child: ChildProcess, count: number): Promise<Answer[]> {
  const received: Answer[] = [];
  while (received.length < count) received.push((await once(child, 'message'))[0] as Answer);
  return received;
}

describe('the figure process', () => {
  it('answers calls in their order, and outlives a failed one', async () => {
    const child = start();
    const call = (sequence: number, path: string) => {
      const figure = samples.error!();
      const argument = { figure, paper: paperFor(figure), files: [{ format: 'svg', path }] };
      child.send({ sequence, call: 'export', argument });
    };
    const received = answers(child, 3);
    call(1, join(folder, 'first.svg'));
    call(2, join(folder, 'nowhere/second.svg'));
    call(3, join(folder, 'third.svg'));
    const [first, second, third] = await received;
    expect(first).toMatchObject({ sequence: 1, result: [{ format: 'svg' }, { format: 'csv' }] });
    const error = { name: 'UserError', advice: expect.stringContaining('Choose') as string };
    expect(second).toMatchObject({ sequence: 2, error });
    expect(third).toMatchObject({ sequence: 3 });
    expect(readFileSync(join(folder, 'third.svg'))).toEqual(readFileSync(join(folder, 'first.svg')));
  });

  it('refuses a call it does not know', async () => {
    const child = start();
    const received = answers(child, 1);
    child.send({ sequence: 1, call: 'toString', argument: null });
    expect((await received)[0]).toMatchObject({ error: { message: 'This worker has no call "toString".' } });
  });

  it('ends when nobody is there to ask', async () => {
    const child = start();
    const ready = answers(child, 1);
    child.send({ sequence: 1, call: 'none', argument: null });
    await ready;
    child.disconnect();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});
