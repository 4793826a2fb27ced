import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';

const setup = resolve(import.meta.dirname, '../../src-main/setup');

/** An empty folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wavebench-setup-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A module of the set-up as a process outside the tests imports it. */
export function setupModule(name: string): string {
  return JSON.stringify(pathToFileURL(join(setup, name)).href);
}

export type Script = ChildProcess & { output: () => string };

/** Runs a script of ES modules in a process of its own. */
export function startScript(folder: string, script: string, args: string[] = []): Script {
  const file = join(folder, `script-${scripts++}.mjs`);
  writeFileSync(file, script);
  const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (text) => (output += text));
  child.stderr.on('data', (text) => (output += text));
  return Object.assign(child, { output: () => output });
}

/** Waits for the end of a process; its exit code, or null when a signal ended it. */
export function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((done) => child.once('exit', (code) => done(code)));
}

let scripts = 0;
