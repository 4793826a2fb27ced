import type { ModelConfiguration } from '../../architecture/configuration';
import type { DataConfiguration } from '../../contract/configuration';
import { UserError } from '../../contract/errors';
import { conditionedFor, type Curves } from '../../data/curves';
import { openDataset, type DataFolders } from '../../data/dataset';

/** The test series of a model's data; opened when they are first asked for. */
export type TestCurves = () => Promise<Curves>;

/** Throws a UserError, when asked, where the data are not known or are no data of this model. */
export function testCurvesOf(
  model: ModelConfiguration,
  data: DataConfiguration | null,
  folders: DataFolders,
): TestCurves {
  let opened: Promise<Curves> | null = null;
  const open = async () => {
    if (data === null) {
      throw new UserError(
        'This model does not say what it was trained on, so there is no dataset to take series from.',
        'Give the prompt as a file, or name the run.',
      );
    }
    const { quantizationLevels } = model;
    if (data.quantizationLevels !== quantizationLevels) {
      const found = `The dataset has ${data.quantizationLevels} levels, this model ${quantizationLevels}.`;
      throw new UserError(found, 'Name the run that the model belongs to.');
    }
    return conditionedFor(await openDataset(data, folders), model).test;
  };
  return () => (opened ??= open());
}
