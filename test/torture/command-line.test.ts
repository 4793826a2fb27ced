import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore } from '../../src-main/store/open';
import { buildProgram } from '../cli/program';
import { connection, projectRoot, temporaryFolder } from '../store/support';
import { argumentReader } from './feed/command-line';
import { commandCases, seed } from './settings';

let root: string;
beforeAll(async () => {
  root = await buildProgram(`torture-commands-${process.pid}`);
}, 240_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Work that takes long, or goes to the network: these are given an option that none has, and so refused. */
const working = [
  'run',
  'resume',
  'continue',
  'reproduce',
  'bench',
  'fetch',
  'verify',
  'torture',
  'drift',
  'generate',
  'regenerate',
];
/** A test that runs as root must not name what lies outside its folder. */
const outside = /\/(etc|dev)\//;

test(
  'a real command line does what it is told or says in words why not, and leaves the data whole',
  { timeout: 4 * 3_600_000, retry: 0 },
  async () => {
    console.log(`command line: seed ${seed}`);
    const home = temporaryFolder();
    const folder = join(home, 'a', 'b', 'c', 'd');
    mkdirSync(folder, { recursive: true });
    const data = join(home, 'data');
    const codes = new Map<number | null, number>();
    for (const given of fc.sample(argumentReader().inputs, { numRuns: commandCases, seed })) {
      const args = harmless(given);
      const { code, stderr, signal } = await run([...args, '--data-dir', data], { home, folder });
      codes.set(code, (codes.get(code) ?? 0) + 1);
      const shown = `${JSON.stringify(args).slice(0, 500)}: ${stderr.slice(-1000)}`;
      expect(signal, shown).toBeNull();
      expect([0, 1, 2], shown).toContain(code);
      expect(stderr, shown).not.toMatch(/^\s+at .*\(.*:\d+:\d+\)|(Type|Range|Reference|Syntax)Error/m);
      if (code !== 0) expect(stderr, shown).not.toBe('');
    }
    console.log(`command line: exit codes ${JSON.stringify([...codes])}`);
    const db = openStore(data, connection);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    db.close();
    expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([]);
  },
);

function harmless(given: readonly string[]): string[] {
  // The system itself refuses what holds a zero.
  const args = given.map((word) => (outside.test(word) || word.includes('\0') ? 'x' : word));
  return args.some((word) => working.includes(word)) ? ['--no-such-option', ...args] : args;
}

interface Outcome {
  code: number | null;
  signal: NodeJS.Signals | null;
  stderr: string;
}

/** A command that does not end within two minutes hangs. */
function run(args: string[], { home, folder }: { home: string; folder: string }): Promise<Outcome> {
  const manifest = process.env.WAVEBENCH_RUNTIME ?? join(projectRoot, 'node_modules', '.wavebench', 'runtime.json');
  const child = spawn(process.execPath, [join(root, 'out', 'main', 'cli.cjs'), ...args], {
    cwd: folder,
    env: { ...process.env, HOME: home, XDG_CONFIG_HOME: '', WAVEBENCH_RUNTIME: manifest },
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 120_000,
    killSignal: 'SIGKILL',
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stderr }));
  });
}
