import { planRun } from '../../contract/run-plan';
import { armConfiguration, type RunConfiguration, type StudyDefinition } from '../../contract/configuration';
import type { DriftResult } from '../../contract/drift';
import { UserError } from '../../contract/errors';
import { fromColumns } from '../../contract/metric-columns';
import type { MetricSeries } from '../../contract/metrics';
import type { RunDetail } from '../../contract/runs';
import type { ExperimentResult, TalkChoice } from '../../contract/talk';
import type { StudyRun } from '../../figures/study-run';
import type { ReadableDatabase } from '../../store/database';
import { findEqualRun } from '../../store/equal-runs';
import { getRunOrigin } from '../../store/run-rows';
import { talkDefinition, type TalkStudyName } from '../../talk/studies';
import type { BundledModels } from '../bundled-models';
import type { Clock } from '../clock';
import type { DatasetExamples } from '../dataset-examples';
import type { Drift } from '../drift';
import type { Evaluations } from '../evaluations';
import type { Generations } from '../generations';
import type { GeneratorBenchmarks } from '../generator-benchmarks';
import { hashOf } from '../identifier';
import type { ImageTasks } from '../image-tasks';
import type { JobClient } from '../job-client';
import type { Runs } from '../runs';
import type { Studies } from '../studies';

/** What the experiments are made with. */
export interface LabServices {
  store: ReadableDatabase;
  clock: Clock;
  runs: Runs;
  studies: Studies;
  drift: Drift;
  generations: Generations;
  evaluations: Evaluations;
  images: ImageTasks;
  models: BundledModels;
  benchmarks: GeneratorBenchmarks;
  datasets: DatasetExamples;
  query: Pick<JobClient<'query'>, 'call'>;
  /** Version of the program. */
  version: string;
}

/** A completed run of an experiment. */
export interface TalkRun {
  arm: string;
  detail: RunDetail;
  /** As figures need it: label and colour of the talk's study, whichever study the run is of. */
  run: StudyRun;
}

/** What an experiment has found. */
export type Findings = Pick<ExperimentResult, 'conclusions' | 'tables' | 'figures' | 'remarks'> & { runs: TalkRun[] };

/** A run that an experiment needs. */
export interface NeededRun {
  arm: string;
  seed: number;
  configuration: RunConfiguration;
  hash: string;
}

/** Milliseconds between two looks at runs that train. */
const look = 300;

/** What experiments do with the services: each thing once, reused where it is there, cancelled by one signal. */
export class Lab {
  readonly services: LabServices;
  readonly choice: TalkChoice;
  readonly signal: AbortSignal;
  readonly #tell: (detail: string) => void;
  /** Milliseconds that runs were waited for. */
  waited = 0;

  constructor(
    services: LabServices,
    { choice, signal, tell }: { choice: TalkChoice; signal: AbortSignal; tell: (detail: string) => void },
  ) {
    this.services = services;
    this.choice = choice;
    this.signal = signal;
    this.#tell = tell;
  }

  tell(detail: string): void {
    this.signal.throwIfAborted();
    this.#tell(detail);
  }

  /** The arms of a study with every seed: those that are there, and those that were not, trained now. */
  async trained(name: TalkStudyName, arms: readonly string[] | null = null): Promise<TalkRun[]> {
    const { store, runs, studies, clock } = this.services;
    const definition = definitionOf(studies, name);
    const needed = neededRuns(definition, arms, this.choice);
    const began = clock.now();
    this.#startMissing(definition, needed);
    const ids = needed.map(({ hash, seed }) => findEqualRun(store, hash, seed)!.id);
    await this.#ended(ids);
    this.waited += clock.now() - began;
    return needed.map(({ arm, seed }, index) => {
      const detail = runs.get(ids[index]!);
      if (detail.status !== 'completed') {
        throw new UserError(
          `The run ${detail.name} of ${definition.title} ${detail.status}. ${detail.reason ?? ''}`.trim(),
        );
      }
      const place = definition.arms.findIndex((one) => one.name === arm);
      const run: StudyRun = {
        id: detail.id,
        name: `${arm} · seed ${seed}`,
        armLabel: definition.arms[place]!.label,
        colorIndex: place,
        seed,
        configurationHash: detail.configurationHash,
        dataHash: detail.dataHash,
        versions: {
          wavebench: getRunOrigin(store, detail.id)!.programVersion,
          ...(detail.environment ? { tensorflow: detail.environment.tensorflow } : {}),
        },
      };
      return { arm, detail, run };
    });
  }

  /** Drift over 256 curves, clean and with the talk's noise. */
  async drift({ detail, run }: TalkRun): Promise<DriftResult> {
    this.tell(`measuring the forecasts of ${run.name}`);
    const measured = await this.services.drift.of(detail, { curves: 256, noise: 0.1, seed: 1 }, this.signal);
    this.signal.throwIfAborted();
    return measured!;
  }

  /** One metric of every run, in their order. */
  async series(runs: readonly TalkRun[], key: string): Promise<MetricSeries[]> {
    const runIds = runs.map(({ detail }) => detail.id);
    const all = await this.services.query.call('metricSeries', { runIds, keys: [key], maxPoints: 20_000 });
    return runIds.map((id) => {
      const own = all.find(({ runId }) => runId === id);
      if (!own) throw new Error(`The run ${id} has logged no ${key}.`);
      return fromColumns(own);
    });
  }

  #startMissing(definition: StudyDefinition, needed: readonly NeededRun[]): void {
    const { store, runs, studies } = this.services;
    const missing = new Map<string, { seeds: number[]; arms: string[] }>();
    const seedsOf = new Map<number, string[]>();
    for (const { arm, seed, hash } of needed) {
      const known = findEqualRun(store, hash, seed);
      if (!known) seedsOf.set(seed, [...(seedsOf.get(seed) ?? []), arm]);
      else if (['stopped', 'interrupted', 'failed'].includes(known.status)) runs.resume([known.id]);
    }
    // Seeds that lack the same arms make one study.
    for (const [seed, arms] of seedsOf) {
      const group = missing.get(arms.join()) ?? { seeds: [], arms };
      missing.set(arms.join(), { ...group, seeds: [...group.seeds, seed] });
    }
    const { scale, changes } = this.choice;
    for (const { seeds, arms } of missing.values()) studies.start(definition, { scale, seeds, arms, changes });
  }

  /** Resolves when none of the runs is queued or running any more; stops them first when all is to end. */
  #ended(ids: readonly string[]): Promise<void> {
    const { runs, clock } = this.services;
    const active = () =>
      ids.map((id) => runs.get(id)).filter(({ status }) => status === 'queued' || status === 'running');
    let stopped = false;
    return new Promise((resolve, reject) => {
      const check = () => {
        const left = active();
        if (left.length === 0) {
          stopLooking();
          if (this.signal.aborted) reject(this.signal.reason as Error);
          else resolve();
        } else if (!this.signal.aborted) {
          const running = left.find(({ status }) => status === 'running') ?? left[0]!;
          const { step, maxSteps } = running.progress;
          this.#tell(
            `training ${ids.length - left.length + 1} of ${ids.length}: ${running.name}, step ${step} of ${maxSteps}`,
          );
        } else if (!stopped) {
          stopped = true;
          runs.stop(left.map(({ id }) => id));
        }
      };
      const stopLooking = clock.every(look, () => {
        try {
          check();
        } catch (error) {
          // The store was closed, or somebody deleted a run.
          stopLooking();
          reject(error as Error);
        }
      });
    });
  }
}

export function definitionOf(studies: Studies, name: TalkStudyName): StudyDefinition {
  return talkDefinition(
    name,
    studies.presets().map(({ definition }) => definition),
  );
}

/** Seed after seed, so that arms can be compared early. */
export function neededRuns(
  definition: StudyDefinition,
  only: readonly string[] | null,
  { scale, seeds, changes }: TalkChoice,
): NeededRun[] {
  const arms = definition.arms
    .filter(({ name }) => !only || only.includes(name))
    .map(({ name }) => {
      const configuration = armConfiguration(definition, scale, name, changes);
      return { arm: name, configuration, hash: hashOf(configuration) };
    });
  return Array.from({ length: seeds }, (_, index) => index + 1).flatMap((seed) =>
    arms.map((arm) => ({ ...arm, seed })),
  );
}

/** Seconds of training that a run will take on so many cores. */
export function secondsOf({ configuration }: NeededRun, cores: number): number {
  return planRun(configuration, cores).seconds;
}
