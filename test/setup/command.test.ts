import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from '../../src-main/setup/command.mjs';
import { ended, setupModule, startScript, temporaryFolder } from './processes';

let folder = '';
beforeEach(() => {
  folder = temporaryFolder();
});

describe('a command', () => {
  it('gives what it wrote', async () => {
    let seen = '';
    const script = "echo result; echo 'with spaces and $signs' >&2";
    expect(await runCommand('sh', ['-c', script], { onOutput: (text) => (seen += text) })).toBe('result\n');
    expect(seen).toContain('with spaces and $signs');
  });

  it('gets its arguments as they are', async () => {
    expect(await runCommand('printf', ['%s|', 'a b', '$HOME', "'", '*'])).toBe("a b|$HOME|'|*|");
  });

  it('that fails says how it ended and what it wrote last, without colours', async () => {
    const failure = runCommand('sh', ['-c', 'printf "\\033[31mwrong\\033[0m\\n" >&2; exit 3']);
    await expect(failure).rejects.toThrow(/ended with exit code 3\.\nwrong$/);
  });

  it('that is not there is named', async () => {
    await expect(runCommand('no-such-program', [])).rejects.toThrow('no-such-program could not be started');
  });

  const signals = ['SIGKILL', 'SIGTERM', 'SIGINT'] as const;

  it.each(signals)('ends with all it started when the set-up gets %s', async (signal) => {
    const file = join(folder, 'ticks');
    writeFileSync(file, '');
    // The ticking process is a grandchild, as the compiler proper is one of g++.
    const child = startScript(
      folder,
      `
      import ${setupModule('entry.mjs')};
      import { runCommand } from ${setupModule('command.mjs')};
      const ticking = 'while :; do echo tick >> ' + process.argv[2] + '; sleep 0.05; done';
      await runCommand('sh', ['-c', 'sh -c "' + ticking + '"; true']);`,
      [file],
    );
    while (readFileSync(file, 'utf8') === '') await sleep(10);
    child.kill(signal);
    await ended(child);
    await sleep(1_500);
    const ticks = readFileSync(file, 'utf8');
    await sleep(400);
    expect(readFileSync(file, 'utf8')).toBe(ticks);
  });
});
