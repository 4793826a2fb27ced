import { createRequire } from 'node:module';

/**
 * Puts back `util.isNullOrUndefined`, which tfjs-node 4.22 calls and Node 23 took away. To be called before tfjs-node is
 * first loaded.
 */
export function restoreRemovedUtilities(): void {
  // The ES module namespace of `util` is frozen; the CommonJS object that tfjs-node sees is not.
  const util = createRequire(__filename)('node:util') as { isNullOrUndefined?: (value: unknown) => boolean };
  util.isNullOrUndefined ??= (value) => value === null || value === undefined;
}
