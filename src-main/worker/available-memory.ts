import { readFileSync } from 'node:fs';
import { freemem } from 'node:os';

/** Bytes that this process may still allocate: what the system has, within the limit of a container. */
export function availableMemory(): number {
  // Newer than the oldest runtime, where it is absent.
  const { constrainedMemory } = process as { constrainedMemory?: () => number | undefined };
  const limit = constrainedMemory?.();
  const system = linuxAvailableMemory() ?? freemem();
  return limit ? Math.max(0, Math.min(system, limit - process.memoryUsage.rss())) : system;
}

/** MemAvailable counts caches that can be dropped; what older Nodes call free does not. */
function linuxAvailableMemory(): number | null {
  try {
    const kilobytes = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  } catch {
    return null;
  }
}
