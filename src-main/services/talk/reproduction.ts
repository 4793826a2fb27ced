import { join } from 'node:path';
import { parseWith } from '../../contract/configuration';
import { UserError } from '../../contract/errors';
import {
  experimentResultSchema,
  type ExperimentName,
  type ExperimentResult,
  type ExperimentState,
  type ExperimentStatus,
  type StartTalk,
  type TalkChoice,
  type TalkState,
} from '../../contract/talk';
import { findEqualRun } from '../../store/equal-runs';
import type { Experiment } from '../../talk/experiment';
import { experiments, findExperiment } from '../../talk/experiments';
import { judge, unjudged } from '../../talk/judgement';
import { judged } from '../../talk/report';
import type { TalkStudyName } from '../../talk/studies';
import type { Files } from '../files';
import { hashOf } from '../identifier';
import type { Publish } from '../publish';
import { collectors } from './collectors';
import { definitionOf, Lab, neededRuns, secondsOf, type LabServices, type NeededRun } from './lab';

export interface ReproductionOptions extends LabServices {
  files: Files;
  publish: Publish;
  dataFolder: string;
  cores: number;
}

interface Progress {
  choice: TalkChoice;
  /** Still to be made, the present one first. */
  queue: ExperimentName[];
  detail: string;
  stop: AbortController;
  ended: Promise<void>;
}

/**
 * Makes the talk's experiments one after the other. What an experiment comes to is kept as a file of the data folder,
 * runs are in the store: whatever interrupts it, the next start goes on from there.
 */
export class Reproduction {
  readonly #options: ReproductionOptions;
  #progress: Progress | null = null;
  /** Why experiments failed since this program began. */
  readonly #failures = new Map<ExperimentName, string>();

  constructor(options: ReproductionOptions) {
    this.#options = options;
  }

  get isRunning(): boolean {
    return this.#progress !== null;
  }

  /** Begins to make those experiments that have no result for this choice. Throws a UserError while others are made. */
  start({ only, ...choice }: StartTalk): void {
    if (this.#progress)
      throw new UserError('Experiments are being made already.', 'Wait for them, or stop them first.');
    const queue = experiments
      .map(({ name }) => name)
      .filter((name) => only.includes(name) && !this.result(name, choice));
    for (const name of queue) this.#failures.delete(name);
    if (queue.length === 0) return this.#tell();
    const stop = new AbortController();
    this.#progress = { choice, queue, detail: 'waiting', stop, ended: Promise.resolve() };
    this.#progress.ended = this.#run(this.#progress);
    this.#tell();
  }

  /** Stops at once; runs keep their last checkpoints and go on when the experiment is begun again. */
  stop(): void {
    this.#progress?.stop.abort();
  }

  /** Resolves when nothing is being made any more. */
  async ended(): Promise<void> {
    await this.#progress?.ended;
  }

  /** What is being done, in words; null when nothing is. */
  get doing(): { name: ExperimentName; detail: string } | null {
    const [name] = this.#progress?.queue ?? [];
    return name ? { name, detail: this.#progress!.detail } : null;
  }

  failure(name: ExperimentName): string | null {
    return this.#failures.get(name) ?? null;
  }

  /** The kept result of an experiment for a choice, or null. */
  result(name: ExperimentName, choice: TalkChoice): ExperimentResult | null {
    const { files } = this.#options;
    try {
      const file = this.#file(name, choice);
      return files.exists(file) ? parseWith(experimentResultSchema, JSON.parse(files.readText(file)), file) : null;
    } catch {
      // A file of another version, which is made anew; or changes that do not fit this experiment's study.
      return null;
    }
  }

  /** Experiments as they stand for a choice; all when `only` is left out. */
  state(choice: TalkChoice, only?: readonly ExperimentName[]): TalkState {
    const counted = new Set<string>();
    const asked = experiments.filter(({ name }) => !only || only.includes(name));
    return {
      running: this.isRunning,
      experiments: asked.map((experiment) => this.#stateOf(experiment, choice, counted)),
    };
  }

  async #run(progress: Progress): Promise<void> {
    const { queue, stop } = progress;
    while (queue.length > 0 && !stop.signal.aborted) {
      const name = queue[0]!;
      try {
        await this.#make(name, progress);
      } catch (error) {
        if (!stop.signal.aborted) this.#failures.set(name, failureText(error));
      }
      queue.shift();
      this.#tell();
    }
    this.#progress = null;
    this.#tell();
  }

  async #make(name: ExperimentName, progress: Progress): Promise<void> {
    const { clock, files, dataFolder } = this.#options;
    const { choice, stop } = progress;
    const tell = (detail: string) => {
      if (detail === progress.detail) return;
      progress.detail = detail;
      this.#tell();
    };
    const lab = new Lab(this.#options, { choice, signal: stop.signal, tell });
    const began = clock.now();
    const { runs, ...found } = await collectors[name](lab);
    const training = runs.reduce((sum, { detail }) => sum + detail.trainingTime, 0);
    const result: ExperimentResult = {
      experiment: name,
      scale: choice.scale,
      seeds: Array.from({ length: choice.seeds }, (_, index) => index + 1),
      retrain: choice.retrain,
      changes: choice.changes,
      date: new Date(clock.now()).toISOString().slice(0, 10),
      cost: { training, measuring: Math.max(0, clock.now() - began - lab.waited) },
      runs: runs.map(({ detail, run }) => ({
        id: run.id,
        name: run.name,
        seed: run.seed,
        configurationHash: run.configurationHash,
        trainingTime: detail.trainingTime,
      })),
      ...found,
    };
    files.makeFolder(join(dataFolder, 'talk'));
    files.write(this.#file(name, choice), `${JSON.stringify(result)}\n`);
  }

  #stateOf(experiment: Experiment, choice: TalkChoice, counted: Set<string>): ExperimentState {
    const { name, number, title, question, conclusions } = experiment;
    const result = this.result(name, choice);
    const claims = result
      ? judged(experiment, result).map(({ conclusion, pairs }) => judge(conclusion, pairs))
      : conclusions.map(unjudged);
    const status = this.#statusOf(name, result);
    return {
      name,
      number,
      title,
      question,
      status,
      detail: status === 'running' ? this.#progress!.detail : status === 'failed' ? this.failure(name) : null,
      seconds: result ? 0 : this.#secondsOf(experiment, choice, counted),
      secondsAlone: result ? 0 : this.#secondsOf(experiment, choice, new Set()),
      date: result?.date ?? null,
      claims,
      figures: result?.figures ?? [],
    };
  }

  #statusOf(name: ExperimentName, result: ExperimentResult | null): ExperimentStatus {
    const place = this.#progress?.queue.indexOf(name) ?? -1;
    if (place === 0) return 'running';
    if (place > 0) return 'waiting';
    if (result) return 'done';
    return this.#failures.has(name) ? 'failed' : 'not-run';
  }

  /** Estimate; runs that experiments share count for the first of them. */
  #secondsOf({ study, arms, onlyRetrained, seconds }: Experiment, choice: TalkChoice, counted: Set<string>): number {
    const { store, cores } = this.#options;
    const around = seconds.fixed + choice.seeds * seconds.perSeed;
    if (!study || (onlyRetrained && !choice.retrain)) return around;
    const missing = this.#needed(study, arms, choice).filter(({ hash, seed }) => {
      const key = `${hash} ${seed}`;
      if (counted.has(key) || findEqualRun(store, hash, seed)?.status === 'completed') return false;
      counted.add(key);
      return true;
    });
    return around + missing.reduce((sum, run) => sum + secondsOf(run, cores), 0);
  }

  /** None where the changes do not fit the study; making the experiment says so. */
  #needed(study: TalkStudyName, arms: readonly string[] | null, choice: TalkChoice): NeededRun[] {
    try {
      return neededRuns(definitionOf(this.#options.studies, study), arms, choice);
    } catch {
      return [];
    }
  }

  /** A result belongs to a choice, and to the experiment as it is written down now. */
  #file(name: ExperimentName, { scale, seeds, retrain, changes }: TalkChoice): string {
    const { dataFolder, studies } = this.#options;
    const { study, arms, onlyRetrained, conclusions } = findExperiment(name);
    const trained =
      study && (!onlyRetrained || retrain)
        ? neededRuns(definitionOf(studies, study), arms, { scale, seeds, retrain, changes })
        : [];
    const key = hashOf({ scale, conclusions, runs: trained.map(({ hash, seed }) => ({ hash, seed })) });
    return join(dataFolder, 'talk', `${name}-${key.slice(0, 16)}.json`);
  }

  #tell(): void {
    this.#options.publish('talk:changed', { running: this.isRunning });
  }
}

function failureText(error: unknown): string {
  const { message, advice = null } = error as Error & { advice?: string | null };
  return [message, advice].filter(Boolean).join(' ');
}
