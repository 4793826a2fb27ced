import { reportFailure } from './entry.mjs';
import { projectRoot } from './paths.mjs';
import { makeReady } from './ready.mjs';
import { hasDisplay } from './system.mjs';
import { partNames, runChecks, runUnitTests, runWindowTests } from './test-parts.mjs';
import { startVirtualDisplay } from './virtual-display.mjs';

/**
 * `npm test`: makes the clone ready and runs all tests. Arguments choose: parts by name (`check`, `lint`, `unit`,
 * `e2e`), test files by a piece of their path.
 */
const args = process.argv.slice(2);
/** @param {typeof partNames[number]} name */
const isWanted = (name) => {
  const named = partNames.filter((part) => args.includes(part));
  if (named.length > 0) return named.includes(name);
  if (filters.length === 0) return true;
  return name === (filters.some((filter) => filter.includes('e2e')) ? 'e2e' : 'unit');
};
const filters = args.filter((argument) => !partNames.some((part) => part === argument));

try {
  const window = isWanted('e2e');
  const virtualDisplay = window && !hasDisplay();
  await makeReady({ window, virtualDisplay });
  const checks = /** @type {('check' | 'lint')[]} */ (['check', 'lint']).filter(isWanted);
  const counts = [await runChecks(projectRoot, checks)];
  if (isWanted('unit')) counts.push(await runUnitTests(projectRoot, filters));
  if (window) {
    const display = virtualDisplay ? await startVirtualDisplay() : undefined;
    counts.push(await runWindowTests(projectRoot, filters, display));
  }
  const passed = counts.reduce((sum, count) => sum + count.passed, 0);
  const failed = counts.reduce((sum, count) => sum + count.failed, 0);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  process.exit(failed === 0 && passed > 0 ? 0 : 1);
} catch (error) {
  reportFailure(error);
}
