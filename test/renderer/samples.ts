import type { EventName, Events, RequestName, RequestResults } from '../../src-main/contract/ipc';
import type { RunSummary } from '../../src-main/contract/runs';
import type { Api } from '../../src-renderer/api';

type Answers = {
  [Name in RequestName]?: (argument: never) => RequestResults[Name] | Promise<RequestResults[Name]>;
};

/** An Api that answers from a table of functions and publishes by hand. */
export function fakeApi(answers: {
  [Name in RequestName]?: (argument: Parameters<Api['request']>[1] & never) => unknown;
}): { api: Api; publish: <Name extends EventName>(name: Name, payload: Events[Name]) => void; calls: RequestName[] } {
  const listeners = new Map<string, Set<(payload: never) => void>>();
  const calls: RequestName[] = [];
  return {
    calls,
    api: {
      async request(name, ...rest) {
        calls.push(name);
        const answer = (answers as Answers)[name];
        if (!answer) throw new Error(`No answer to ${name} was prepared.`);
        return (await answer(rest[0] as never)) as never;
      },
      listen(name, listener) {
        const all = listeners.get(name) ?? new Set();
        listeners.set(name, all.add(listener as (payload: never) => void));
        return () => void all.delete(listener as (payload: never) => void);
      },
      takeDropped(file) {
        return this.request('datasets:take-dropped', { path: file.name });
      },
      importDropped(file) {
        return this.request('bundles:read-dropped', { path: file.name });
      },
    },
    publish: (name, payload) => {
      for (const listener of listeners.get(name) ?? []) listener(payload as never);
    },
  };
}

export function run(changes: Partial<RunSummary> = {}): RunSummary {
  return {
    id: 'run',
    name: 'one-step · seed 1',
    studyId: 'study',
    studyName: 'fourier-unrolling',
    studyTitle: 'Unrolled training on Fourier series',
    arm: 'one-step',
    armLabel: 'One-step',
    scale: 'quick',
    seed: 1,
    status: 'queued',
    reason: null,
    archived: false,
    createdAt: 1,
    startedAt: null,
    endedAt: null,
    trainingTime: 0,
    progress: { step: 0, maxSteps: 100, epoch: 0, stepsPerSecond: 0, secondsLeft: 0 },
    best: null,
    latest: {},
    extremes: {},
    title: null,
    tags: [],
    notes: '',
    configurationHash: 'hash',
    device: null,
    queuePosition: null,
    colorIndex: 0,
    canResume: false,
    ...changes,
  };
}
