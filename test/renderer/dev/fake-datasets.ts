import { UserError } from '../../../src-main/contract/errors';

/** No data were imported, and none can be. */
export function fakeDatasets() {
  const nothing = () => {
    throw new UserError('This page has no files to import.');
  };
  return {
    'datasets:list': () => [],
    'datasets:choose': () => null,
    'datasets:take-dropped': nothing,
    'datasets:preview': nothing,
    'datasets:import': nothing,
    'datasets:delete': nothing,
  };
}
