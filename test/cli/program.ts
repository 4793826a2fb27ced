import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import { bundle } from '../store/bundle';
import { projectRoot, temporaryFolder } from '../store/support';

export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** The command line as it is built, with its workers. */
export class Program {
  constructor(
    readonly root: string,
    readonly environment: Record<string, string> = {},
  ) {}

  start(...args: string[]): { child: ChildProcess; outcome: Promise<Outcome>; said: (text: string) => Promise<void> } {
    const child = spawn(process.execPath, [join(this.root, 'out', 'main', 'cli.cjs'), ...args], {
      cwd: temporaryFolder(),
      env: { ...process.env, WAVEBENCH_RUNTIME: manifest, ...this.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    let stdout = '';
    let stderr = '';
    const waiting: { text: string; resolve: () => void }[] = [];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      for (const one of waiting) if (stderr.includes(one.text)) one.resolve();
    });
    const outcome = new Promise<Outcome>((done) => child.on('close', (code) => done({ code, stdout, stderr })));
    const said = (text: string) =>
      new Promise<void>((resolve) => {
        waiting.push({ text, resolve });
        if (stderr.includes(text)) resolve();
      });
    return { child, outcome, said };
  }

  run(...args: string[]): Promise<Outcome> {
    return this.start(...args).outcome;
  }
}

/** Builds the command line and its workers into a folder of their own. */
export async function buildProgram(name = 'program'): Promise<string> {
  const root = resolve(projectRoot, 'test', 'output', name);
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
  const workers = ['query', 'figure', 'train', 'generate', 'evaluate', 'probe', 'verify', 'bench', 'archive'].filter(
    (worker) => existsSync(join(projectRoot, 'src-main', 'worker', `${worker}.ts`)),
  );
  const entries = Object.fromEntries(workers.map((worker) => [worker, `src-main/worker/${worker}.ts`]));
  await bundle({ cli: 'src-main/cli/main.ts', ...entries }, join(root, 'out', 'main'));
  cpSync(join(projectRoot, 'package.json'), join(root, 'package.json'));
  symlinkSync(join(projectRoot, 'out', 'kernel'), join(root, 'out', 'kernel'));
  symlinkSync(join(projectRoot, 'resources'), join(root, 'resources'));
  return root;
}

/** The same program with trainings that behave as test/services/jobs/train.cjs says. */
export function withoutModel(root: string): string {
  const other = `${root}-without-model`;
  rmSync(other, { recursive: true, force: true });
  cpSync(root, other, { recursive: true, verbatimSymlinks: true });
  cpSync(join(projectRoot, 'test', 'services', 'jobs', 'train.cjs'), join(other, 'out', 'main', 'train.cjs'));
  return other;
}

const manifest = process.env.WAVEBENCH_RUNTIME ?? join(projectRoot, 'node_modules', '.wavebench', 'runtime.json');
