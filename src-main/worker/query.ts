import { join } from 'node:path';
import type { Baselines } from '../contract/baselines';
import type { QueryCalls } from '../contract/jobs';
import { toColumns } from '../contract/metric-columns';
import type { FigureRequest } from '../contract/studies';
import { examineStore } from '../store/examine';
import { readSeries } from '../store/metrics';
import { openStoreOfEnvironment, storeOfEnvironment } from '../store/open';
import { getRunDetail, listRuns, runsOfStudy } from '../store/run-rows';
import { readRunSettings } from '../store/run-settings';
import { answerCalls } from './answer-calls';
import { connect } from './channel';
import { buildClaim } from './claim';
import { DataReader } from './data-examples';
import { previewDataset } from './import/preview';
import { readValuePrompt } from './import/value-prompt';
import { OwnViews } from './own-views';
import { readStatistics, readTrajectories } from './read-trajectories';
import { SeriesCache } from './series-cache';
import { buildFigure } from './study-figures';

/** Entry of the process that reads the store, so that nothing long runs where the windows are served. */
const db = openStoreOfEnvironment(process.env);
/** Image sets that come with the program, seen from `out/main`. */
const reader = new DataReader(join(__dirname, '..', '..', 'resources', 'datasets'));
/** Data that were fetched or imported. */
const fetchedSets = join(storeOfEnvironment(process.env).dataFolder, 'datasets');
const views = new OwnViews(fetchedSets);
const cache = new SeriesCache(db);
const channel = connect<'query'>();
channel.receive(
  answerCalls<QueryCalls>(
    {
      listRuns: (filter) => listRuns(db, filter),
      runSettings: () => readRunSettings(db),
      metricSeries: ({ runIds, keys, maxPoints }) =>
        runIds.flatMap((runId) => keys.flatMap((key) => readSeries(db, runId, key, maxPoints) ?? [])).map(toColumns),
      buildFigure: async (request) => {
        const baselines = showsBaselines(request) ? await baselinesOf(request.studyId) : null;
        return buildFigure(db, request, { cache, views, baselines });
      },
      buildClaim: (request) => buildClaim(db, request),
      trajectories: readTrajectories,
      statistics: readStatistics,
      dataExamples: (request) => reader.read(request),
      previewDataset,
      baselines: (request) => reader.baselines(request),
      ownView: (request) => views.read(request),
      valuePrompt: (request) => readValuePrompt(fetchedSets, request),
      examineStore: () => examineStore(db),
    },
    (answer) => channel.post(answer),
  ),
);

/** Simple forecasts of what a study's first run that has completed forecasts; null before, and of other than imported data. */
async function baselinesOf(studyId: string): Promise<Baselines | null> {
  const run = runsOfStudy(db, studyId).find(({ status, archived }) => status === 'completed' && !archived);
  const configuration = run && getRunDetail(db, run.id)!.configuration;
  return configuration?.data.source === 'own' ? reader.baselines({ configuration, fetchedSets }) : null;
}

function showsBaselines({ figure, baselines }: FigureRequest): boolean {
  return baselines !== false && (figure === 'error' || figure === 'drift');
}
channel.closed(() => channel.end());
