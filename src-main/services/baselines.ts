import type { ArmForecasts, StudyBaselines } from '../contract/baselines';
import { UserError } from '../contract/errors';
import { mean } from '../math/statistics';
import { fetchedSetsFolder } from './data-folder';
import type { JobClient } from './job-client';
import type { Runs } from './runs';
import type { Studies } from './studies';

export interface BaselinesOptions {
  studies: Pick<Studies, 'get' | 'results'>;
  runs: Pick<Runs, 'get'>;
  /** Reads data in a process of its own. */
  reader: Pick<JobClient<'query'>, 'call'>;
  dataFolder: string;
}

/**
 * The free-running forecasts of a study's arms beside simple ones on the same test curves. Throws a UserError where no
 * run has completed, or arms differ in their data or in the length of their forecasts.
 */
export async function studyBaselines(
  { studies, runs, reader, dataFolder }: BaselinesOptions,
  studyId: string,
): Promise<StudyBaselines> {
  const study = studies.get(studyId);
  const completed = study.runIds.map((id) => runs.get(id)).filter(({ status }) => status === 'completed');
  const first = completed[0];
  if (!first) throw new UserError('No run of this study has completed yet.', 'Wait for one to end.');
  const { configuration } = first;
  const { forecastHorizon } = configuration.validation;
  const same = completed.every(
    (run) => run.dataHash === first.dataHash && run.configuration.validation.forecastHorizon === forecastHorizon,
  );
  if (!same)
    throw new UserError(
      'The runs of this study differ in their data or in the length of their forecasts.',
      'Simple forecasts can stand beside runs on the same data alone.',
    );
  const fetchedSets = fetchedSetsFolder(dataFolder);
  const measured = await reader.call('baselines', { configuration, fetchedSets });
  const horizons = measured.baselines[0]!.accuracy.map(({ horizon }) => horizon);
  const arms = studies.results(studyId).flatMap(({ label, seeds, metrics }): ArmForecasts[] => {
    const meanOf = (key: string) => (metrics[key]?.length ? mean(metrics[key]) : undefined);
    const error = meanOf(`freeRunningError@${forecastHorizon}`);
    if (error === undefined) return [];
    const valueError = meanOf(`freeRunningValueError@${forecastHorizon}`);
    const accuracy = horizons.flatMap((horizon) => {
      const share = meanOf(`validationAccuracy@${horizon}`);
      return share === undefined ? [] : [{ horizon, share }];
    });
    return [{ label, seeds: seeds.length, error, ...(valueError === undefined ? {} : { valueError }), accuracy }];
  });
  return { ...measured, arms };
}
