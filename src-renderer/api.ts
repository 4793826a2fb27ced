import { fromErrorData } from '../src-main/contract/errors';
import type {
  Bridge,
  EventName,
  Events,
  Reply,
  RequestArgument,
  RequestName,
  RequestResults,
} from '../src-main/contract/ipc';

/** The requests that take no argument. */
type Bare = { [Name in RequestName]: undefined extends RequestArgument<Name> ? Name : never }[RequestName];
type Rest<Name extends RequestName> = Name extends Bare ? [] : [argument: RequestArgument<Name>];

/** What the page may ask of the main process; errors are thrown, not returned. */
export interface Api {
  request<Name extends RequestName>(name: Name, ...rest: Rest<Name>): Promise<RequestResults[Name]>;
  /** Listens until the returned function is called. */
  listen<Name extends EventName>(name: Name, listener: (payload: Events[Name]) => void): () => void;
  /** Reads a file that was dropped onto the window. */
  importDropped(file: File): Promise<RequestResults['bundles:read-dropped']>;
  /** Chooses data that were dropped onto the window. */
  takeDropped(file: File): Promise<RequestResults['datasets:take-dropped']>;
}

/** Joins the page to the bridge of the preload script; the only caller of it. */
export function createApi(bridge: Bridge): Api {
  return {
    async request<Name extends RequestName>(name: Name, ...rest: Rest<Name>): Promise<RequestResults[Name]> {
      return resultOf(await bridge.request(name, rest[0] as RequestArgument<Name>));
    },
    listen: (name, listener) => bridge.listen(name, listener),
    importDropped: async (file) => resultOf(await bridge.importDropped(file)),
    takeDropped: async (file) => resultOf(await bridge.takeDropped(file)),
  };
}

function resultOf<Name extends RequestName>(reply: Reply<Name>): RequestResults[Name] {
  if ('error' in reply) throw fromErrorData(reply.error);
  return reply.result;
}
