import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { ChildProcessHost } from '../../src-main/cli/job-host';
import type { EventName, Events } from '../../src-main/contract/ipc';
import type { RunStatus } from '../../src-main/contract/runs';
import { systemClock } from '../../src-main/services/clock';
import { nodeFiles } from '../../src-main/services/files';
import { systemProcesses, type Processes } from '../../src-main/services/processes';
import type { Publish } from '../../src-main/services/publish';
import { Runs, type RunsOptions } from '../../src-main/services/runs';
import { Studies } from '../../src-main/services/studies';
import type { WritableDatabase } from '../../src-main/store/database';
import { openStore } from '../../src-main/store/open';
import { connection, definition, temporaryFolder } from '../store/support';

export interface Services {
  store: WritableDatabase;
  runs: Runs;
  studies: Studies;
  dataFolder: string;
  published: Published;
  /** Why study files were left out. */
  problems: string[];
  close(): void;
}

/** All that was published, in order. */
export class Published {
  readonly events: { name: EventName; payload: Events[EventName] }[] = [];
  readonly publish: Publish = (name, payload) => {
    this.events.push({ name, payload });
    for (const check of [...this.#checks]) check();
  };
  readonly #checks = new Set<() => void>();

  of<Name extends EventName>(name: Name): Events[Name][] {
    return this.events.filter((event) => event.name === name).map(({ payload }) => payload as Events[Name]);
  }

  /** Resolves as soon as the condition holds after something was published. */
  until(condition: () => boolean): Promise<void> {
    if (condition()) return Promise.resolve();
    return new Promise((resolve) => {
      const check = () => {
        if (!condition()) return;
        this.#checks.delete(check);
        resolve();
      };
      this.#checks.add(check);
    });
  }
}

/** The services on a data folder, with trainings that behave as `training` says (see jobs/train.cjs). */
export function openServices(
  training = '',
  {
    dataFolder = temporaryFolder(),
    presetFolders = [],
    ...options
  }: Partial<RunsOptions> & { presetFolders?: string[] } = {},
): Services {
  const store = openStore(dataFolder, connection);
  const published = new Published();
  const jobs = new ChildProcessHost(join(import.meta.dirname, 'jobs'), { TEST_TRAINING: training });
  const problems: string[] = [];
  const shared = { store, files: nodeFiles, clock: systemClock, publish: published.publish };
  const runs = new Runs({ ...shared, jobs, processes: systemProcesses(), cores: 2, dataFolder, ...options });
  const studies = new Studies({
    ...shared,
    runs,
    presetFolders,
    onProblem: (message) => problems.push(message),
    version: '1.2.3',
  });
  const close = () => {
    if (!store.open) return;
    runs.killAll();
    runs.close();
    store.close();
  };
  onTestFinished(async () => {
    if (!store.open) return;
    runs.killAll();
    await runs.stopAll();
    close();
  });
  return { store, runs, studies, dataFolder, published, problems, close };
}

/** Starts the tiny study with these seeds: two runs each. */
export function startTinyStudy({ studies }: Services, seeds = [1], changes = {}) {
  return studies.start(definition, { scale: 'quick', seeds, changes });
}

export function statuses({ runs }: Services): RunStatus[] {
  return runs.list({ archived: false }).map(({ status }) => status);
}

/** A process that is not this one, with a life that a test decides. */
export function otherProcess(pid: number, isAlive: (pid: number) => boolean = () => true): Processes {
  return { self: { host: 'host', pid, start: 'start' }, isAlive: (owner) => isAlive(owner.pid) };
}
