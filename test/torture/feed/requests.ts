import type { IpcMainInvokeEvent } from 'electron';
import { requestSchemas, type RequestName } from '../../../src-main/contract/ipc';
import { answerRequests, type Handlers } from '../../../src-main/electron/answer-requests';
import { asked, names, type Asked } from './asked';
import { Fault, type Reader } from './reader';

/** Requests of the page, through the validator of the main process. */
export function requestReader(): Reader<Asked> {
  let listener: ((event: IpcMainInvokeEvent, ...args: unknown[]) => Promise<unknown>) | null = null;
  const handlers = Object.fromEntries(
    names.map((name) => [name, (argument: unknown) => argument]),
  ) as unknown as Handlers;
  answerRequests({ handle: (_, answer) => void (listener = answer as never) }, handlers, () => true);
  return {
    name: 'IPC',
    inputs: asked,
    refusal: /^(Invalid request [a-z:-]+: |There is no request named )/,
    async read({ name, argument }) {
      const reply = (await listener!({} as never, name, argument)) as { result: unknown } | { error: Error };
      if ('polluted' in {}) throw new Fault('every object has another property now');
      if ('error' in reply) throw Object.assign(new Error(reply.error.message), { name: reply.error.name });
      const again = requestSchemas[name as RequestName].safeParse(reply.result);
      if (!again.success) throw new Fault(`what was let through of ${name} is refused the second time`);
    },
  };
}
