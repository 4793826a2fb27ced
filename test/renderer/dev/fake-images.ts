import type { RequestName } from '../../../src-main/contract/ipc';

type ImageRequest = Extract<RequestName, `evaluations:${string}` | `images:${string}` | `models:${string}`>;
type FakeHandlers = { [Name in ImageRequest | 'figures:export-frames']: (argument: never) => unknown };

/** Nothing is measured of images here: there is no model that could. */
export function fakeImages(): FakeHandlers {
  const absent = () => {
    throw new Error('This page has no model to ask.');
  };
  return {
    'evaluations:start': absent,
    'evaluations:list': () => [],
    'evaluations:get': absent,
    'evaluations:cancel': () => undefined,
    'evaluations:delete': () => undefined,
    'evaluations:open-set': () => null,
    'images:posteriors': absent,
    'images:likelihoods': absent,
    'images:complete': absent,
    'images:cancel': () => undefined,
    'models:list': () => [],
    'models:generate': absent,
    'figures:export-frames': () => null,
  };
}
