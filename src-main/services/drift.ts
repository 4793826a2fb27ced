import { UserError } from '../contract/errors';
import type { DriftChoice, DriftEvaluation, DriftProgress, DriftResult } from '../contract/drift';
import type { JobHost } from '../contract/jobs';
import type { RunSummary } from '../contract/runs';
import { driftOfRun, driftOfStudy, saveDrift } from '../store/drift';
import type { WritableDatabase } from '../store/database';
import { getRunDetail, runsOfStudy } from '../store/run-rows';
import type { Clock } from './clock';
import { newIdentifier } from './identifier';
import { findModel } from './model-source';
import type { Publish } from './publish';
import { runGeneration } from './run-generation';

export interface DriftOptions {
  store: WritableDatabase;
  jobs: JobHost;
  publish: Publish;
  clock: Clock;
  dataFolder: string;
  version: string;
}

/** Measures how far free-running forecasts drift: the runs of a study one after the other, each in a process of its own. */
export class Drift {
  readonly #options: DriftOptions;
  #progress: DriftProgress | null = null;
  #cancel: AbortController | null = null;

  constructor(options: DriftOptions) {
    this.#options = options;
  }

  /** What is being measured; null where nothing is. */
  get progress(): DriftProgress | null {
    return this.#progress;
  }

  /**
   * Measures every run of a study that has a model and is not archived; what was measured of them before gives way.
   * Resolves with the number of runs measured, fewer than there are when it was cancelled. Throws a UserError where there
   * is nothing to measure, or a measurement goes on.
   */
  async measure(studyId: string, choice: DriftChoice): Promise<number> {
    if (this.#progress) throw new UserError('Drift is being measured already.', 'Wait for it, or cancel it.');
    const { store, publish } = this.#options;
    const runs = runsOfStudy(store, studyId).filter(({ id, archived, status }) => {
      return !archived && status !== 'running' && getRunDetail(store, id)!.checkpoints.length > 0;
    });
    if (runs.length === 0) {
      throw new UserError('No run of this study has a model to measure.', 'Train it to its first evaluation.');
    }
    const cancel = (this.#cancel = new AbortController());
    let done = 0;
    try {
      for (const run of runs) {
        this.#tell({ studyId, done, all: runs.length, share: 0 });
        const measured = await this.#measureRun(run, choice, {
          signal: cancel.signal,
          share: (share) => this.#tell({ studyId, done, all: runs.length, share }),
        });
        if (!measured) break;
        done += 1;
        publish('drift:measured', { studyId });
      }
      return done;
    } finally {
      this.#cancel = null;
      this.#tell(null);
    }
  }

  /**
   * The drift of a run's best model: as it was measured so before, or measured now. Null when it was cancelled. Throws a
   * UserError where the run has no model.
   */
  async of(run: RunSummary, choice: DriftChoice, signal: AbortSignal): Promise<DriftResult | null> {
    const { store } = this.#options;
    const { model } = findModel(this.#options, { runId: run.id, checkpoint: 'best' });
    const known = driftOfRun(store, run.id);
    if (known && known.step === model.step && JSON.stringify(known.choice) === JSON.stringify(choice))
      return known.result;
    const measured = await this.#measureRun(run, choice, { signal, share: () => {} });
    if (!measured) return null;
    this.#options.publish('drift:measured', { studyId: run.studyId });
    return driftOfRun(store, run.id)!.result;
  }

  /** What was measured of the runs of a study. */
  list(studyId: string): DriftEvaluation[] {
    return driftOfStudy(this.#options.store, studyId);
  }

  cancel(): void {
    this.#cancel?.abort();
  }

  /** False when it was cancelled. */
  async #measureRun(
    run: RunSummary,
    choice: DriftChoice,
    { signal, share }: { signal: AbortSignal; share: (share: number) => void },
  ): Promise<boolean> {
    const { store, clock, version } = this.#options;
    const { request, model } = findModel(this.#options, { runId: run.id, checkpoint: 'best' });
    const { configuration } = getRunDetail(store, run.id)!;
    const ended = await runGeneration(this.#options, {
      message: {
        type: 'drift',
        request: { model: request.model, fetchedSets: request.fetchedSets, configuration, choice },
      },
      onReport: (report) => report.type === 'drift-share' && share(report.share),
      signal,
    });
    if (ended === null) return false;
    if (ended.type !== 'drift') throw new Error('The drift was not measured.');
    const { result, sha256, tensorflow, duration } = ended;
    saveDrift(store, {
      id: newIdentifier(),
      runId: run.id,
      step: model.step!,
      choice,
      result,
      createdAt: clock.now(),
      modelFile: model.file,
      modelSha256: sha256,
      environment: { tensorflow, version },
      duration,
    });
    return true;
  }

  #tell(progress: DriftProgress | null): void {
    this.#progress = progress;
    this.#options.publish('drift:progress', { progress });
  }
}
