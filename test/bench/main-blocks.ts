import type { ElectronApplication } from '@playwright/test';

/**
 * Watches main from now on; what is returned gives its blocks so far in milliseconds, those above 10. A timer that is
 * late counts only as far as main itself used the processor meanwhile: then something blocked it, and no other process.
 */
export async function watchMain(electron: ElectronApplication): Promise<() => Promise<number[]>> {
  await electron.evaluate(() => {
    const blocks: number[] = [];
    let [last, used] = [performance.now(), process.cpuUsage()];
    setInterval(() => {
      const now = performance.now();
      const { user, system } = process.cpuUsage(used);
      const block = Math.min(now - last - 5, (user + system) / 1000);
      if (block > 10) blocks.push(block);
      [last, used] = [now, process.cpuUsage()];
    }, 5);
    Object.assign(globalThis, { blocks });
  });
  return () => electron.evaluate(() => (globalThis as unknown as { blocks: number[] }).blocks);
}
