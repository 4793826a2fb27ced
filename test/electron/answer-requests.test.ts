import type { IpcMainInvokeEvent } from 'electron';
import { expect, test, vi } from 'vitest';
import { requestChannel } from '../../src-main/contract/channels';
import { UserError } from '../../src-main/contract/errors';
import { defaultSettings } from '../../src-main/contract/ipc';
import { answerRequests, type Handlers } from '../../src-main/electron/answer-requests';

type Listener = (event: IpcMainInvokeEvent, ...args: unknown[]) => Promise<unknown>;
const fromPage = {} as IpcMainInvokeEvent;

function answering(handlers: Partial<Handlers>, trusted = true): Listener {
  const listeners = new Map<string, Listener>();
  const handle = (channel: string, listener: Listener) => void listeners.set(channel, listener);
  answerRequests({ handle } as never, handlers as Handlers, () => trusted);
  expect([...listeners.keys()]).toEqual([requestChannel]);
  return listeners.get(requestChannel)!;
}

test('a request is answered with its result', async () => {
  const request = answering({ 'settings:get': () => defaultSettings });
  expect(await request(fromPage, 'settings:get')).toEqual({ result: defaultSettings });
});

test('an argument that does not fit is refused before the handler is called, and the field is named', async () => {
  const stop = vi.fn();
  const request = answering({ 'runs:stop': stop });
  for (const argument of [undefined, null, {}, { runIds: [] }, { runIds: [1] }, { runIds: ['a'], more: 1 }]) {
    const reply = (await request(fromPage, 'runs:stop', argument)) as { error: { message: string } };
    expect(reply.error.message).toMatch(/^Invalid request runs:stop: /);
  }
  expect(stop).not.toHaveBeenCalled();
  await request(fromPage, 'runs:stop', { runIds: ['a'] });
  expect(stop).toHaveBeenCalledOnce();
});

test('defaults of the schema reach the handler', async () => {
  const build = vi.fn();
  await answering({ 'figures:build': build })(fromPage, 'figures:build', { studyId: 's', figure: 'error' });
  expect(build).toHaveBeenCalledWith({ studyId: 's', figure: 'error', band: 'range' }, fromPage);
});

test.each(['runs:erase', 'toString', '__proto__', 'constructor', 7, null, undefined, {}])(
  'a name that is not in the contract (%s) is refused',
  async (name) => {
    const reply = (await answering({})(fromPage, name)) as { error: { message: string } };
    expect(reply.error.message).toMatch(/^There is no request named/);
  },
);

test('a sender that is not the page is rejected and reaches no handler', async () => {
  const get = vi.fn();
  await expect(answering({ 'settings:get': get }, false)(fromPage, 'settings:get')).rejects.toThrow(/^Refused/);
  expect(get).not.toHaveBeenCalled();
});

test("a handler's error returns as data, with its advice", async () => {
  const request = answering({
    'runs:resume': () => {
      throw new UserError('Run r1 is still running.', 'Stop it first.');
    },
  });
  expect(await request(fromPage, 'runs:resume', { runIds: ['r1'] })).toMatchObject({
    error: { name: 'UserError', message: 'Run r1 is still running.', advice: 'Stop it first.' },
  });
});
