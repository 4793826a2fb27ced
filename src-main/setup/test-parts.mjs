import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CommandError, runCommand } from './command.mjs';
import { spawnGuarded } from './guarded-spawn.mjs';

/** @typedef {{ passed: number, failed: number }} Count */

/** The parts of `npm test`, in the order they run. */
export const partNames = /** @type {const} */ (['check', 'lint', 'unit', 'e2e']);

/**
 * Runs the compiler, the check of the components and the import rules side by side: each counts as one test.
 *
 * @param {string} root @param {('check' | 'lint')[]} parts
 * @returns {Promise<Count>}
 */
export async function runChecks(root, parts) {
  const modules = join(root, 'node_modules');
  const compiler = [join(modules, 'typescript', 'bin', 'tsc'), '--noEmit', '-p', '.'];
  const components = [
    join(modules, 'svelte-check', 'bin', 'svelte-check'), '--tsconfig', './tsconfig.json', '--fail-on-warnings',
    '--output', 'human',
  ];
  const rules = [
    join(modules, 'dependency-cruiser', 'bin', 'dependency-cruise.mjs'), 'src-main', 'src-renderer', '--config',
    '.dependency-cruiser.cjs',
  ];
  const checks = [
    { part: /** @type {const} */ ('check'), name: 'types', args: compiler },
    { part: /** @type {const} */ ('check'), name: 'components', args: components },
    { part: /** @type {const} */ ('lint'), name: 'import rules', args: rules },
  ].filter(({ part }) => parts.includes(part));
  const results = await Promise.all(checks.map(async ({ name, args }) => {
    try {
      await runCommand(process.execPath, args, { cwd: root });
      process.stdout.write(`ok   ${name}\n`);
      return true;
    } catch (error) {
      process.stdout.write(`FAIL ${name}\n${error instanceof CommandError ? error.output : error}\n`);
      return false;
    }
  }));
  const passed = results.filter(Boolean).length;
  return { passed, failed: results.length - passed };
}

/**
 * Runs the tests of the folders with vitest.
 *
 * @param {string} root @param {string[]} filters parts of file names
 * @returns {Promise<Count>}
 */
export async function runUnitTests(root, filters) {
  const report = freshReport(root, 'unit.json');
  await show(process.execPath, [
    join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--config', 'test/vitest.config.ts',
    '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...filters,
  ], root);
  /** @type {{ numPassedTests: number, numFailedTests: number, success: boolean } | null} */
  const result = readReport(report);
  if (!result) return { passed: 0, failed: 1 };
  // A file that cannot even be loaded has no tests to count, but it has failed.
  const failed = Math.max(result.numFailedTests, result.success ? 0 : 1);
  return { passed: result.numPassedTests, failed };
}

/**
 * Drives the real application with Playwright.
 *
 * @param {string} root @param {string[]} filters parts of file names @param {string | undefined} display
 * @returns {Promise<Count>}
 */
export async function runWindowTests(root, filters, display) {
  const config = join('test', 'e2e', 'playwright.config.ts');
  if (!existsSync(join(root, config))) {
    process.stdout.write('There are no tests of the window yet.\n');
    return { passed: 0, failed: 0 };
  }
  const report = freshReport(root, 'e2e.json');
  await show(process.execPath, [
    join(root, 'node_modules', '@playwright', 'test', 'cli.js'), 'test', '--config', config, '--reporter=list,json',
    ...filters,
  ], root, { PLAYWRIGHT_JSON_OUTPUT_FILE: report, ...(display ? { DISPLAY: display } : {}) });
  /** @type {{ stats: { expected: number, unexpected: number, flaky: number }, errors: unknown[] } | null} */
  const result = readReport(report);
  if (!result) return { passed: 0, failed: 1 };
  const { expected, unexpected, flaky } = result.stats;
  if (flaky > 0) process.stdout.write(`${flaky} of these passed at their second attempt only; see above.\n`);
  return { passed: expected + flaky, failed: Math.max(unexpected, result.errors.length > 0 ? 1 : 0) };
}

/** @param {string} root @param {string} name */
function freshReport(root, name) {
  const report = join(root, 'test', 'output', name);
  mkdirSync(dirname(report), { recursive: true });
  rmSync(report, { force: true });
  return report;
}

/** @param {string} report */
function readReport(report) {
  try {
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return null;
  }
}

/**
 * Runs a program whose output is shown as it comes; how it ended is read from its report.
 *
 * @param {string} program @param {string[]} args @param {string} cwd @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<void>}
 */
function show(program, args, cwd, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawnGuarded(program, args, {
      cwd, stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, VITE_CONFIG_NATIVE_IGNORE_WARNING: 'true', ...env },
    });
    child.on('error', reject);
    child.on('exit', () => resolve());
  });
}
