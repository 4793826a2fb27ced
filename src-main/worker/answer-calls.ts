import { toErrorData, type ErrorData } from '../contract/errors';
import type { Answer } from '../contract/jobs';

type AnyFunctions = { [name: string]: (argument: never) => unknown };

/** The functions as a worker implements them: each may take its time. */
export type Implementation<Functions> = {
  [Name in keyof Functions]: Functions[Name] extends (argument: infer Argument) => infer Result
    ? (argument: Argument) => Result | Promise<Result>
    : never;
};

/**
 * Answers calls one after the other, in the order they came: a worker that stays up serves many callers, and two
 * exports at once would only slow each other down. An error goes back as data and ends nothing.
 */
export function answerCalls<Functions extends { [Name in keyof Functions]: (argument: never) => unknown }>(
  functions: Implementation<Functions>,
  post: (answer: Answer) => void,
): (call: { sequence: number; call: string; argument: unknown }) => void {
  let last: Promise<void> = Promise.resolve();
  return ({ sequence, call, argument }) => {
    last = last.then(async () => {
      try {
        const implementation = (functions as unknown as AnyFunctions)[call];
        if (!implementation || !Object.hasOwn(functions, call)) throw new Error(`This worker has no call "${call}".`);
        post({ sequence, result: await implementation(argument as never) });
      } catch (error) {
        post({ sequence, error: toErrorData(error) satisfies ErrorData });
      }
    });
  };
}
