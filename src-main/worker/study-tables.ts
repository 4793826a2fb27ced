import { UserError } from '../contract/errors';
import type { RunDetail } from '../contract/runs';
import type { FigureRequest, FigureResult } from '../contract/studies';
import { describeSettings } from '../figures/describe-settings';
import { describeTable } from '../figures/describe-table';
import type { ReadableDatabase } from '../store/database';
import { studyResults } from '../store/study-results';
import { buildClaim } from './claim';
import { studyRun } from './study-run-of';

/** What tables are built of: a study with its runs that are not archived. */
export interface TableSource {
  db: ReadableDatabase;
  study: { id: string; name: string; title: string };
  runs: readonly Omit<RunDetail, 'folder'>[];
  request: FigureRequest;
}

/** The arms in numbers, over their completed runs. */
export function resultsTable({ db, study, runs }: TableSource): FigureResult {
  const results = studyResults(db, study.id);
  if (results.length === 0) return { absent: 'No run of this study has completed yet.' };
  const finished = runs.filter(({ status }) => status === 'completed').map((run) => studyRun(db, run));
  return { figure: describeTable({ study, results, runs: finished }) };
}

/** The settings in which the arms differ. */
export function settingsTable({ db, study, runs }: TableSource): FigureResult {
  // The first run of each arm: the others differ by their seed alone.
  const first = [...new Map([...runs].reverse().map((run) => [run.arm, run])).values()];
  const inOrder = first.sort((one, other) => one.colorIndex - other.colorIndex);
  const arms = inOrder.map((run) => ({ run: studyRun(db, run), configuration: run.configuration }));
  const figure = describeSettings({ study, runs: arms });
  return figure ? { figure } : { absent: 'The arms of this study have the same settings.' };
}

/** What may be claimed of two arms, in numbers. */
export function claimTable(source: TableSource): FigureResult {
  return claimPart(source, 'table');
}

/** The two arms of a claim over the training. */
export function claimCurves(source: TableSource): FigureResult {
  return claimPart(source, 'figure');
}

function claimPart({ db, study, request }: TableSource, part: 'table' | 'figure'): FigureResult {
  if (!request.claim) throw new UserError(`The figure "${request.figure}" needs a claim: a metric and two arms.`);
  const made = buildClaim(db, { studyId: study.id, ...request.claim });
  return 'absent' in made ? made : { figure: made[part] };
}
