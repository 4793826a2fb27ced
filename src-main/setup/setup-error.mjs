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
