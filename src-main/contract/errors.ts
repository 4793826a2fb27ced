/** An error as data, so that it crosses processes; `advice` is what a person can do next. */
export interface ErrorData {
  name: string;
  message: string;
  advice: string | null;
  stack: string | null;
}

/** An error meant for a person: the message says what happened, the advice what to do next. */
export class UserError extends Error {
  override name = 'UserError';
  constructor(
    message: string,
    readonly advice: string | null = null,
  ) {
    super(message);
  }
}

export function toErrorData(error: unknown): ErrorData {
  if (error instanceof UserError) {
    return { name: error.name, message: error.message, advice: error.advice, stack: error.stack ?? null };
  }
  if (error instanceof Error)
    return { name: error.name, message: error.message, advice: null, stack: error.stack ?? null };
  return { name: 'Error', message: String(error), advice: null, stack: null };
}

export function fromErrorData(data: ErrorData): Error {
  const error = data.name === 'UserError' ? new UserError(data.message, data.advice) : new Error(data.message);
  if (data.name !== 'UserError') error.name = data.name;
  if (data.stack) error.stack = data.stack;
  return error;
}
