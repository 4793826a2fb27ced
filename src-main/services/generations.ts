import { basename, join } from 'node:path';
import { UserError } from '../contract/errors';
import type { GenerateRequest, OwnSamples } from '../contract/generate-job';
import {
  promptStretch,
  type GenerationChoice,
  type GenerationDetail,
  type GenerationSummary,
  type ReadTrajectories,
  type Regeneration,
  type StartGeneration,
  type TrajectoryCurve,
  type TrajectoryStatistics,
  type TrajectoryStatisticsRequest,
} from '../contract/generations';
import {
  deleteGeneration,
  findGenerations,
  getGeneration,
  getPrompts,
  listGenerations,
  type StoredGeneration,
} from '../store/generations';
import { getRunDetail } from '../store/run-rows';
import { fetchedSetsFolder } from './data-folder';
import { generationFolder, removeGeneration } from './generation-files';
import { observedGroups, queuedSummary, storedSummary } from './generation-summary';
import { newIdentifier, theOne } from './identifier';
import type { JobClient } from './job-client';
import { LiveGenerations, type LiveGenerationsOptions } from './live-generations';
import { findModel, type ModelSource } from './model-source';
import { runGeneration } from './run-generation';

export interface GenerationsOptions extends LiveGenerationsOptions {
  query: JobClient<'query'>;
  dataFolder: string;
  /** Version of the program, recorded with every generation. */
  version: string;
}

/** What models generate: each in a process of its own, stored when it is complete, and only then. */
export class Generations {
  readonly #options: GenerationsOptions;
  readonly #live: LiveGenerations;
  readonly #closing = new AbortController();

  constructor(options: GenerationsOptions) {
    this.#options = options;
    this.#live = new LiveGenerations(options);
  }

  /** Begins to generate by a run's checkpoint. Throws a UserError when there is no such run or checkpoint. */
  start({ runId, checkpoint, ...choice }: StartGeneration): GenerationSummary {
    return this.startBy({ runId, checkpoint }, choice);
  }

  /** Begins to generate by a run's checkpoint or by a file of weights. */
  startBy(source: ModelSource, choice: GenerationChoice): GenerationSummary {
    const { dataFolder, version, clock } = this.#options;
    const { model, request } = findModel(this.#options, source);
    const { runId } = model;
    const checkpoint = 'checkpoint' in source ? source.checkpoint : null;
    const summary = queuedSummary(newIdentifier(), { choice, runId, checkpoint, createdAt: clock.now() });
    const target = { kind: 'write' as const, folder: generationFolder(dataFolder, runId), name: summary.id };
    this.#live.add({ summary, model, request: { ...request, choice, prompts: null, simd: null, target, version } });
    return structuredClone(summary);
  }

  /** Of a run, or of all; newest first. */
  list({ runId }: { runId: string | null }): GenerationSummary[] {
    const own = this.#live.list().filter((summary) => runId === null || summary.runId === runId);
    const all = [...own, ...listGenerations(this.#options.store, runId).map(storedSummary)];
    return all.sort((a, b) => b.createdAt - a.createdAt);
  }

  /** How many run or wait. */
  get unfinished(): number {
    return this.#live.unfinished;
  }

  /** The id that begins so; throws a UserError when none or several do. */
  find(beginning: string): string {
    return theOne('generation', beginning, findGenerations(this.#options.store, beginning));
  }

  get(id: string): GenerationDetail {
    const live = this.#live.get(id);
    if (live) {
      const { summary, start } = live;
      const groups = start ? observedGroups(start.prompts, summary.choice.count) : [];
      return {
        ...structuredClone(summary),
        observedGroups: groups,
        environment: start?.environment ?? null,
        path: null,
      };
    }
    const stored = this.#stored(id);
    const groups = observedGroups(getPrompts(this.#options.store, id), stored.choice.count);
    const { environment } = stored;
    return { ...storedSummary(stored), observedGroups: groups, environment, path: this.#path(stored) };
  }

  /** Resolves with the generation once it has ended, whatever way. */
  ended(id: string): Promise<GenerationSummary> {
    return this.#live.ended(id) ?? Promise.resolve(storedSummary(this.#stored(id)));
  }

  /** Cancels those that wait or run; of them nothing is kept. */
  cancel(ids: readonly string[]): void {
    for (const id of ids) this.#live.cancel(id);
  }

  /** Generates again by the kept weights and compares with the stored tokens; nothing is written. */
  async regenerate(id: string): Promise<Regeneration> {
    const { store, version, dataFolder } = this.#options;
    const stored = this.#stored(id);
    const folder = generationFolder(dataFolder, stored.model.runId);
    const { weights } = stored.files;
    const request: GenerateRequest = {
      choice: stored.choice,
      model: { path: join(folder, weights.file), sha256: weights.sha256, configuration: null },
      data: null,
      fetchedSets: fetchedSetsFolder(dataFolder),
      prompts: getPrompts(store, id),
      simd: stored.environment.simd,
      target: { kind: 'compare', path: this.#path(stored) },
      version,
    };
    const ended = await runGeneration(this.#options, {
      message: { type: 'start', request },
      signal: this.#closing.signal,
    });
    if (ended?.type !== 'compared') throw new Error(`The generation ${id} was not compared.`);
    const { firstDifference, duration } = ended;
    return { generationId: id, equal: firstDifference === null, firstDifference, duration };
  }

  /** Deletes generations with their tokens; those that still run are cancelled. */
  delete(ids: readonly string[]): void {
    const { store, files, dataFolder, publish } = this.#options;
    for (const id of ids) {
      if (this.#live.remove(id)) continue;
      const stored = this.#stored(id);
      const { runId } = stored.model;
      const { weightsInUse } = deleteGeneration(store, id);
      // One that still runs may be about to be stored with the same weights.
      const keepWeights =
        weightsInUse || this.#live.list().some((one) => one.runId === runId && one.status === 'running');
      removeGeneration(generationFolder(dataFolder, runId), stored.files, { keepWeights, files });
    }
    publish('generations:deleted', { generationIds: [...ids] });
  }

  trajectories(request: ReadTrajectories): Promise<TrajectoryCurve[]> {
    const path = this.#path(this.#stored(request.generationId));
    return this.#options.query.call('trajectories', { ...request, path });
  }

  async statistics(request: TrajectoryStatisticsRequest): Promise<TrajectoryStatistics> {
    const stored = this.#stored(request.generationId);
    const group = stored.groups[request.group];
    if (!group) {
      throw new UserError(`There is no group ${request.group}; there are 0 to ${stored.groups.length - 1}.`);
    }
    const { first, count } = group;
    return this.#options.query.call('statistics', { ...request, path: this.#path(stored), first, count });
  }

  /** Copies the tokens of a complete generation into a `.csv`, `.npy`, `.json` or `.wav` file; `paths` are all written. */
  async export(id: string, target: string): Promise<{ path: string; paths: string[]; bytes: number }> {
    const stored = this.#stored(id);
    const { files: _, ...about } = stored;
    const request = { source: this.#path(stored), target, about: { ...about }, own: this.#ownSamples(stored) };
    const ended = await runGeneration(this.#options, {
      message: { type: 'export', request },
      signal: this.#closing.signal,
    });
    if (ended?.type !== 'exported') throw new Error(`${basename(target)} was not written.`);
    const { paths, bytes } = ended;
    return { path: paths[0]!, paths, bytes };
  }

  /** Cancels all that run here. */
  close(): void {
    this.#live.close();
    this.#closing.abort();
  }

  #stored(id: string): StoredGeneration {
    const stored = getGeneration(this.#options.store, id);
    if (stored) return stored;
    if (!this.#live.get(id)) throw new UserError(`There is no generation "${id}".`);
    throw new UserError(`The generation ${id} is not complete.`, 'Wait for its end.');
  }

  /** What the tokens of a run on imported series stand for. */
  #ownSamples({ model: { runId }, groups, choice }: StoredGeneration): OwnSamples | null {
    const { store, dataFolder } = this.#options;
    const data = runId === null ? null : getRunDetail(store, runId)?.configuration.data;
    if (data?.source !== 'own') return null;
    return {
      fetchedSets: fetchedSetsFolder(dataFolder),
      datasetId: data.dataset,
      groups: groups.map((group, index) => ({ ...group, stretch: promptStretch(choice.prompt, index, groups.length) })),
    };
  }

  #path({ model, files }: StoredGeneration): string {
    return join(generationFolder(this.#options.dataFolder, model.runId), files.tokens.file);
  }
}
