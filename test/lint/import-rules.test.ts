import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

/** A forbidden import each: the importing file, what it imports, and the rule that must catch it. */
const forbidden: [file: string, line: string, rule: string][] = [
  ['src-main/math/a.ts', "import '../store/module';", 'src-main/math-imports'],
  ['src-main/model/a.ts', "import '../training/module';", 'src-main/model-imports'],
  ['src-main/contract/a.ts', "export type { T } from '../store/module';", 'src-main/contract-imports'],
  ['src-main/electron/a.ts', "import '../worker/module';", 'src-main/electron-imports'],
  ['src-main/cli/a.ts', "import '../training/module';", 'src-main/cli-imports'],
  ['src-main/services/a.ts', "import '../electron/module';", 'src-main/services-imports'],
  ['src-main/worker/a.ts', "import '../services/module';", 'src-main/worker-imports'],
  ['src-main/preload/a.ts', "import '../services/module';", 'src-main/preload-imports'],
  ['src-main/data/a.ts', "import '../../src-renderer/module';", 'src-main/data-imports'],
  ['src-renderer/a.ts', "import '../src-main/services/module';", 'src-renderer-imports'],
  ['src-renderer/b.svelte', "<script>import '../src-main/store/module';</script>", 'src-renderer-imports'],
  ['src-main/training/a.ts', "import '@tensorflow/tfjs-node-gpu';", 'only-some-import--tensorflow-tfjs-node-gpu'],
  ['src-main/store/a.ts', "import '@tensorflow/tfjs-core';", 'only-some-import--tensorflow-tfjs-node-gpu-'],
  ['src-main/services/b.ts', "import 'better-sqlite3';", 'only-some-import-better-sqlite3'],
  ['src-main/services/c.ts', "import { app } from 'electron'; app.quit();", 'only-some-import-electron'],
  ['src-main/figures/a.ts', "import '@napi-rs/canvas';", 'only-some-import--napi-rs-canvas'],
  ['src-main/services/d.ts', "import 'svelte';", 'only-some-import--svelte-fontsource-'],
  ['src-main/math/b.ts', "import 'node:fs';", 'pure-folders-stay-pure'],
  ['src-main/data/b.ts', "import 'node:child_process';", 'data-only-reads-files'],
  ['src-renderer/c.ts', "import 'node:fs';", 'page-is-sandboxed'],
  ['src-main/setup/a.mjs', "import 'zod';", 'setup-runs-before-packages'],
  ['src-main/math/c.ts', "import './missing';", 'no-missing-module'],
  ['src-main/math/d.ts', "import { e } from './e'; export const d = () => e();", 'no-circle'],
];

/** Imports that the table allows: none of them may be reported. */
const allowed: [file: string, line: string][] = [
  ['src-main/contract/good.ts', "import '../architecture/module'; import 'zod';"],
  ['src-main/model/good.ts', "import '../architecture/module'; import '@tensorflow/tfjs-core';"],
  ['src-main/worker/good.ts', "import '@tensorflow/tfjs-node-gpu'; import '../training/module'; import 'node:fs';"],
  ['src-main/store/good.ts', "import 'better-sqlite3'; import '../contract/module'; import 'node:fs';"],
  ['src-main/electron/good.ts', "import { app } from 'electron'; import '../services/module'; app.quit();"],
  ['src-main/setup/good.mjs', "import 'node:fs';"],
  ['src-main/cli/good.ts', "import 'commander';"],
  ['src-renderer/good.ts', "import '../src-main/figures/module'; import 'chart.js'; import 'svelte';"],
];

let tree = '';
let violations: { from: string; rule: string }[] = [];

beforeAll(() => {
  mkdirSync(join(root, 'test/output'), { recursive: true });
  tree = mkdtempSync(join(root, 'test/output/lint-'));
  const names = 'math architecture store training worker services electron contract figures';
  for (const folder of names.split(' ')) write(`src-main/${folder}/module.ts`, 'export type T = number;');
  write('src-renderer/module.ts', 'export {};');
  write('src-main/math/e.ts', "import { d } from './d'; export const e = () => d();");
  for (const [file, line] of [...forbidden, ...allowed]) write(file, line);
  violations = lint();
});

afterAll(() => rmSync(tree, { recursive: true, force: true }));

describe('the import rules', () => {
  it.each(forbidden)('%s may not say %s', (file, _line, rule) => {
    expect(violations).toContainEqual({ from: file, rule });
  });

  it.each(allowed)('%s may say %s', (file) => {
    expect(violations.filter(({ from }) => from === file)).toEqual([]);
  });
});

function write(file: string, text: string): void {
  mkdirSync(dirname(join(tree, file)), { recursive: true });
  writeFileSync(join(tree, file), `${text}\n`);
}

function lint(): { from: string; rule: string }[] {
  const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = ['src-main', 'src-renderer', '--config', join(root, '.dependency-cruiser.cjs'), '--output-type', 'json'];
  const options = { cwd: tree, encoding: 'utf8', maxBuffer: 1 << 26 } as const;
  const output = execFileSync(process.execPath, [program, ...args], options);
  const { summary } = JSON.parse(output) as { summary: { violations: { from: string; rule: { name: string } }[] } };
  return summary.violations.map(({ from, rule }) => ({ from, rule: rule.name }));
}
