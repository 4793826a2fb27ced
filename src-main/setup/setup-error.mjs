/** A failure that a person can act on: what happened, why nothing is lost, and what to do next. */
export class SetupError extends Error {
  /** @param {{ what: string, todo: string, cause?: unknown }} failure */
  constructor({ what, todo, cause }) {
    super(`${what}\n${todo}`, cause === undefined ? undefined : { cause });
    this.name = 'SetupError';
    this.what = what;
    this.todo = todo;
  }
}

/** A program that the set-up needs is not installed. */
export class MissingTool extends SetupError {
  /** @param {string} what @param {string[]} packages the Debian packages that hold it */
  constructor(what, packages) {
    super({ what, todo: `Install it and start again: sudo apt-get install -y ${packages.join(' ')}` });
    this.name = 'MissingTool';
  }
}

/**
 * The failure of a download from a package registry.
 *
 * @param {string} what what was to be fetched, and from where @param {unknown} cause @param {string} client npm or pip
 * @returns {SetupError}
 */
export function downloadFailure(what, cause, client) {
  if (cause instanceof SetupError) return cause;
  return new SetupError({
    what: `${what} could not be fetched: ${cause instanceof Error ? cause.message : cause}`,
    todo: `Nothing half-made was kept. Check the network, the proxy and where ${client} looks for packages`
      + ` (${client} config list); then start again.`,
    cause,
  });
}
