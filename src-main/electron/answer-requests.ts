import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import type { z } from 'zod';
import { requestChannel } from '../contract/channels';
import { parseWith } from '../contract/configuration';
import { toErrorData, UserError } from '../contract/errors';
import { requestSchemas, type RequestName, type RequestResults } from '../contract/ipc';

type Argument<Name extends RequestName> = z.output<(typeof requestSchemas)[Name]>;

/** One function for every request of the contract; its argument has been validated. */
export type Handlers = {
  [Name in RequestName]: (
    argument: Argument<Name>,
    event: IpcMainInvokeEvent,
  ) => Promise<RequestResults[Name]> | RequestResults[Name];
};

/**
 * Answers the page's requests: the sender is checked first, then the name, then the argument against the contract's
 * schema, and only then the handler is called. Whatever goes wrong there returns to the page as data; a sender that
 * is not the app's own page gets a rejection.
 */
export function answerRequests(
  ipcMain: Pick<IpcMain, 'handle'>,
  handlers: Handlers,
  isTrusted: (event: IpcMainInvokeEvent) => boolean,
): void {
  ipcMain.handle(requestChannel, async (event, name: unknown, argument: unknown) => {
    if (!isTrusted(event)) throw new Error('Refused: this request does not come from a window of Wavebench.');
    try {
      if (!isRequestName(name)) throw new UserError(`There is no request named "${String(name).slice(0, 60)}".`);
      return { result: await call(handlers, name, argument, event) };
    } catch (error) {
      return { error: toErrorData(error) };
    }
  });
}

async function call<Name extends RequestName>(
  handlers: Handlers,
  name: Name,
  argument: unknown,
  event: IpcMainInvokeEvent,
): Promise<RequestResults[Name]> {
  const schema = requestSchemas[name] as unknown as z.ZodType<Argument<Name>>;
  return handlers[name](parseWith(schema, argument, `request ${name}`), event);
}

function isRequestName(name: unknown): name is RequestName {
  return typeof name === 'string' && Object.hasOwn(requestSchemas, name);
}
