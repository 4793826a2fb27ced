/**
 * The latest is done first: a child is ended before the folder is removed that it writes into.
 *
 * @type {Set<() => void>}
 */
const works = new Set();

/**
 * Has something done when this process ends in any way but a kill.
 *
 * @param {() => void} work synchronous
 * @returns {() => void} call it when that is no longer needed
 */
export function atExit(work) {
  if (works.size === 0) process.on('exit', doAll);
  works.add(work);
  return () => {
    works.delete(work);
    if (works.size === 0) process.off('exit', doAll);
  };
}

function doAll() {
  for (const work of [...works].reverse()) work();
}
