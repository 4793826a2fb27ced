import { armConfiguration } from '../../../src-main/contract/configuration';
import { toErrorData, UserError } from '../../../src-main/contract/errors';
import {
  defaultSettings,
  requestSchemas,
  type Bridge,
  type Events,
  type RequestName,
  type Settings,
} from '../../../src-main/contract/ipc';
import { toColumns } from '../../../src-main/contract/metric-columns';
import type { MetricPoint } from '../../../src-main/contract/metrics';
import type { RunEdit } from '../../../src-main/contract/run-edits';
import type { QueueState } from '../../../src-main/contract/run-queue';
import { tabulateSettings } from '../../../src-main/contract/run-settings';
import type { RunDetail, RunSummary } from '../../../src-main/contract/runs';
import type { FigureRequest, FigureResult, StudySummary } from '../../../src-main/contract/studies';
import { describeError } from '../../../src-main/figures/describe-error';
import { describeForecasts } from '../../../src-main/figures/describe-forecasts';
import { describeValidation } from '../../../src-main/figures/describe-validation';
import type { StudyRun } from '../../../src-main/figures/study-run';
import { downsampleIndices } from '../../../src-main/math/downsampling';
import { fakeBenchmarks } from './fake-benchmarks';
import { fakeDatasets } from './fake-datasets';
import {
  advance,
  evaluationKeys,
  keysOf,
  makeForecast,
  makeRun,
  makeStudy,
  preset,
  valueOf,
  type FakeRun,
  type Scenario,
} from './fake-data';
import { fakeFigures } from './fake-figures';
import { fakeGenerations } from './fake-generations';
import { fakeTalk } from './fake-talk';
import { fakeImages } from './fake-images';

type Handlers = { [Name in RequestName]: (argument: never) => unknown };

/** A bridge that behaves as the main process does, over made-up runs that train by the clock. */
export function createFakeBridge(scenario: Scenario, given: Partial<Settings> = {}): Bridge {
  const listeners = new Map<string, Set<(payload: never) => void>>();
  let settings: Settings = { ...defaultSettings, ...given };
  const { studies, runs } = populate(scenario);

  function publish<Name extends keyof Events>(name: Name, payload: Events[Name]): void {
    for (const listener of listeners.get(name) ?? []) (listener as (payload: Events[Name]) => void)(payload);
  }
  const find = (id: string) => runs.find((run) => run.id === id)!;
  const summary = ({ noise: _noise, ...run }: FakeRun): RunSummary => structuredClone(run);
  const announce = (changed: FakeRun[]) => publish('runs:changed', changed.map(summary));
  const withCounts = (study: StudySummary): StudySummary => {
    const own = runs.filter((run) => run.studyId === study.id && !run.archived);
    const counts: Record<string, number> = {};
    for (const { status } of own) counts[status] = (counts[status] ?? 0) + 1;
    return { ...study, counts, runIds: own.map((run) => run.id) };
  };

  setInterval(() => {
    const running = runs.filter((run) => run.status === 'running');
    while (running.length < settings.parallelRuns) {
      const next = runs.find((run) => run.status === 'queued');
      if (!next) break;
      next.status = 'running';
      running.push(next);
    }
    for (const run of running) {
      const from = run.progress.step;
      const to = Math.min(run.progress.maxSteps, from + 4);
      advance(run, to);
      const points: MetricPoint[] = [];
      for (let step = from + 1; step <= to; step += 1) {
        const keys = step % 100 === 0 ? [...keysOf(run), ...evaluationKeys] : keysOf(run);
        points.push(...keys.map((key) => ({ key, step, wallTime: step * 80, value: valueOf(run, key, step) })));
      }
      publish('runs:points', { runId: run.id, points });
      if (to === run.progress.maxSteps) {
        run.status = 'completed';
        advance(run, to);
        publish('studies:changed', { studyId: run.studyId });
      }
    }
    if (running.length > 0) announce(running);
  }, 300);

  const handlers: Handlers = {
    'app:about': () => about,
    'app:doctor': () => ({ ok: false, checks: doctorChecks }),
    'app:new-window': () => undefined,
    'app:take-opened': () => [],
    'settings:get': () => settings,
    'settings:set': (changes: Partial<Settings>) => {
      settings = { ...settings, ...changes };
      publish('settings:changed', settings);
      return settings;
    },
    'settings:choose-tensorboard-folder': () => {
      settings = { ...settings, tensorboardFolder: '/home/person/tensorboard' };
      publish('settings:changed', settings);
      return settings;
    },
    'bundles:write': () => null,
    'bundles:read': () => null,
    'bundles:read-dropped': noBundle,
    'bundles:cancel': () => undefined,
    'studies:presets': () => [{ definition: preset }],
    'studies:list': () => studies.map(withCounts),
    'studies:start': ({ scale, seeds, arms }: { scale: 'quick' | 'paper'; seeds: number[]; arms?: string[] }) => {
      const study = makeStudy(`study-${studies.length + 1}`, { seeds, scale, age: 0 });
      const chosen = study.arms.map((_, arm) => arm).filter((arm) => !arms || arms.includes(study.arms[arm]!.name));
      const added = seeds.flatMap((seed) => chosen.map((arm) => makeRun(study, arm, seed, 'queued', 0)));
      study.arms = chosen.map((arm) => study.arms[arm]!);
      studies.push(study);
      runs.push(...added);
      announce(added);
      publish('studies:changed', { studyId: study.id });
      return { studyId: study.id, runIds: added.map((run) => run.id) };
    },
    'studies:write-file': ({ definition }: { definition: { name: string } }) => `/home/you/${definition.name}.json`,
    'studies:results': ({ studyId }: { studyId: string }) => resultsOf(runs.filter((run) => run.studyId === studyId)),
    'runs:list': ({ archived }: { archived: boolean }) => runs.filter((run) => run.archived === archived).map(summary),
    'runs:get': ({ runId }: { runId: string }) => detailOf(find(runId), summary(find(runId))),
    'runs:forecasts': () => null,
    'runs:preview-steps': () => [],
    'runs:preview': () => null,
    'runs:stop': ({ runIds }: { runIds: string[] }) => {
      for (const run of runIds.map(find)) Object.assign(run, { status: 'stopped', canResume: true });
      announce(runIds.map(find));
    },
    'runs:resume': ({ runIds }: { runIds: string[] }) => {
      for (const run of runIds.map(find)) Object.assign(run, { status: 'queued', canResume: false, reason: null });
      announce(runIds.map(find));
    },
    'runs:continue': ({ runIds, moreSteps }: { runIds: string[]; moreSteps: number }) => {
      for (const run of runIds.map(find)) {
        const progress = { ...run.progress, maxSteps: run.progress.maxSteps + moreSteps };
        Object.assign(run, { status: 'queued', canResume: false, reason: null, progress });
      }
      announce(runIds.map(find));
    },
    'runs:archive': ({ runIds, archived }: { runIds: string[]; archived: boolean }) => {
      for (const run of runIds.map(find)) run.archived = archived;
      announce(runIds.map(find));
    },
    'runs:settings': () =>
      tabulateSettings(
        preset.arms.map(({ name }) => ({ hash: name, configuration: armConfiguration(preset, 'quick', name) })),
      ),
    'runs:edit': ({ edits }: { edits: RunEdit[] }) => {
      for (const { runId, ...edit } of edits) Object.assign(find(runId), edit);
      announce(edits.map(({ runId }) => find(runId)));
    },
    'runs:deletion-size': ({ runIds }: { runIds: string[] }) => ({
      runs: runIds.length,
      bytes: 4e6,
      points: 12_000,
      generations: 0,
    }),
    'runs:delete': ({ runIds }: { runIds: string[] }) => {
      for (const id of runIds) runs.splice(runs.indexOf(find(id)), 1);
      publish('runs:deleted', { runIds });
    },
    'queue:get': () => ({ paused: false, trouble: null }),
    'queue:pause': (state: QueueState) => publish('queue:changed', state),
    'queue:move': () => undefined,
    'views:list': () => [],
    'views:save': () => 'view',
    'views:rename': () => undefined,
    'views:delete': () => undefined,
    'metrics:series': ({ runIds, keys, maxPoints }: { runIds: string[]; keys: string[]; maxPoints: number }) =>
      runIds.flatMap((runId) => keys.flatMap((key) => seriesOf(find(runId), key, maxPoints))).map(toColumns),
    'datasets:view': () => null,
    'studies:baselines': () => {
      throw new Error('There are no simple forecasts here.');
    },
    'data:examples': () => {
      throw new Error('This page has no data to show.');
    },
    ...fakeDatasets(),
    ...fakeBenchmarks(scenario, publish),
    ...fakeGenerations(publish),
    ...fakeImages(),
    ...fakeTalk(),
    'studies:claim': () => ({ absent: 'This page makes no claims.' }),
    'drift:measure': () => 0,
    'drift:cancel': () => undefined,
    'drift:progress': () => null,
    'drift:list': () => [],
    'figures:build': (request: FigureRequest) => figureOf(studies, runs, request),
    ...fakeFigures((request) => figureOf(studies, runs, request), publish),
    'figures:export': ({ format }: { format: string }) => [
      { format, path: `/home/person/figure.${format}`, bytes: 20_000 },
    ],
  };

  return {
    async request(name, argument) {
      try {
        requestSchemas[name].parse(argument);
        await new Promise((done) => setTimeout(done, 8));
        const result = handlers[name](argument as never);
        return { result: structuredClone(result) } as never;
      } catch (error) {
        return { error: toErrorData(error) };
      }
    },
    listen(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener as (payload: never) => void));
      return () => void set.delete(listener as (payload: never) => void);
    },
    takeDropped: async () => ({ error: toErrorData(new Error('Here is nothing to import into.')) }),
    importDropped: async () => ({ error: toErrorData(new Error('Here is nothing to import into.')) }),
  };
}

function noBundle(): never {
  throw new Error('Here is nothing to import into.');
}

function populate(scenario: Scenario): { studies: StudySummary[]; runs: FakeRun[] } {
  if (scenario === 'empty') return { studies: [], runs: [] };
  if (scenario === 'large') {
    const studies = Array.from({ length: 60 }, (_, i) =>
      makeStudy(`study-${i + 1}`, {
        seeds: [1, 2, 3, 4, 5, 6, 7, 8, 9],
        age: 3 * i + 1,
        title: `${preset.title}, variation ${60 - i}`,
      }),
    );
    const runs = studies.flatMap((study, i) =>
      study.seeds.flatMap((seed) =>
        [0, 1].map((arm) => {
          const running = i === 0 && seed <= 4;
          return makeRun(
            study,
            arm,
            seed,
            running ? 'running' : i === 0 ? 'queued' : 'completed',
            running ? 900 : i === 0 ? 0 : 2000,
          );
        }),
      ),
    );
    return { studies, runs };
  }
  if (scenario === 'seeds') {
    const study = makeStudy('study-1', { seeds: [1, 2, 3], age: 20 });
    return {
      studies: [study],
      runs: study.seeds.flatMap((seed) => [0, 1].map((arm) => makeRun(study, arm, seed, 'completed', 2000))),
    };
  }
  const done = makeStudy('study-1', { seeds: [1], age: 26 });
  const now = makeStudy('study-2', { seeds: [1, 2], age: 0.05 });
  const runs = [
    makeRun(done, 0, 1, 'completed', 2000),
    makeRun(done, 1, 1, 'completed', 2000),
    makeRun(now, 0, 1, 'completed', 2000),
    makeRun(now, 1, 1, 'running', 860),
    makeRun(now, 0, 2, 'failed', 340),
    makeRun(now, 1, 2, 'queued', 0),
  ];
  runs[4]!.reason =
    'The loss became NaN at step 341. Nothing before that is lost: the last good checkpoint is of step 300. ' +
    'Lower training.optimizer.learningRate (0.005), then resume.';
  return { studies: [done, now], runs };
}

function seriesOf(run: FakeRun, key: string, maxPoints: number) {
  const { step: last } = run.progress;
  const every = evaluationKeys.includes(key) ? 100 : keysOf(run).includes(key) ? 1 : 0;
  if (every === 0 || last < every) return [];
  const step = Array.from({ length: Math.floor(last / every) }, (_, i) => every * (i + 1));
  const value = step.map((at) => valueOf(run, key, at));
  const chosen = downsampleIndices(step, value, maxPoints);
  return [
    {
      runId: run.id,
      key,
      step: chosen.map((i) => step[i]!),
      wallTime: chosen.map((i) => step[i]! * 80),
      value: chosen.map((i) => value[i]!),
      total: step.length,
    },
  ];
}

function resultsOf(runs: FakeRun[]) {
  return preset.arms.flatMap(({ name, label }) => {
    const finished = runs.filter((run) => run.arm === name && run.status === 'completed' && !run.archived);
    if (finished.length === 0) return [];
    const keys = Object.keys(finished[0]!.latest);
    return [
      {
        arm: name,
        label,
        seeds: finished.map((run) => run.seed),
        metrics: Object.fromEntries(keys.map((key) => [key, finished.map((run) => run.latest[key]!)])),
        trainingTime: finished.map((run) => run.trainingTime),
      },
    ];
  });
}

function figureOf(
  studies: StudySummary[],
  all: FakeRun[],
  { studyId, figure, horizon = 8, seed = 1, band = 'range' }: FigureRequest,
): FigureResult {
  const study = studies.find(({ id }) => id === studyId);
  if (!study) throw new UserError(`There is no study "${studyId}".`);
  const runs = all.filter((run) => run.studyId === studyId && !run.archived);
  if (figure === 'validation') {
    const curves = runs.flatMap((run) =>
      seriesOf(run, `validationAccuracy@${horizon}`, 1000).map(({ step, value }) => ({
        run: studyRun(run),
        x: step,
        y: value,
      })),
    );
    if (curves.length === 0) return { absent: 'No run of this study has been validated yet.' };
    return { figure: describeValidation({ study, curves, horizon, band }) };
  }
  if (figure === 'curves' || figure === 'drift' || figure === 'spectra') return { absent: 'Not on this page.' };
  const finished = runs.filter((run) => run.status === 'completed');
  if (finished.length === 0)
    return { absent: 'No run of this study has made forecasts yet; each makes them when it ends.' };
  const errorOf = (run: FakeRun) =>
    Array.from(
      { length: 394 },
      (_, i) => (run.colorIndex === 0 ? 22 : 16) * (1 - Math.exp(-i / 120)) + 0.6 * run.noise(i) * Math.min(1, i / 60),
    );
  if (figure === 'error') {
    const errors = finished.map((run) => ({ run: studyRun(run), error: errorOf(run), curves: 128 }));
    return { figure: describeError({ study, errors, band }) };
  }
  const ofSeed = finished.filter((run) => run.seed === seed);
  return {
    figure: describeForecasts({
      study,
      runs: ofSeed.map((run) => ({
        run: studyRun(run),
        forecasts: [0, 1, 2, 3].map((curve) => makeForecast(run, curve)),
        error: errorOf(run),
        curves: 128,
      })),
      seed,
      quantizationLevels: 127,
      sampleInterval: 0.02,
    }),
  };
}

function studyRun({ id, name, armLabel, colorIndex, seed }: FakeRun): StudyRun {
  return {
    id,
    name,
    armLabel,
    colorIndex,
    seed,
    configurationHash: 'a1b2',
    dataHash: 'c3d4',
    versions: { wavebench: '0.1.0' },
  };
}

function detailOf(run: FakeRun, row: RunSummary): RunDetail {
  return {
    ...row,
    configuration: armConfiguration(preset, row.scale as 'quick' | 'paper', row.arm),
    configurationHash: 'a1b2',
    environment: {
      device: 'cpu',
      deviceName: 'AMD EPYC, 2 cores',
      tensorflow: '2.21.0',
      threads: 2,
      execution: 'xla',
      microBatch: 16,
    },
    parameters: 78_239,
    receptiveField: 197,
    dataHash: '5f2c9a01b7d3e48866aa10c2f4d9e1b05f2c9a01b7d3e48866aa10c2f4d9e1b0',
    checkpoints: row.best
      ? [
          {
            step: row.best.step,
            file: 'best.safetensors',
            bytes: 942_000,
            sha256: '',
            score: row.best.value,
            kind: 'best',
          },
          { step: row.progress.step, file: 'last.safetensors', bytes: 942_000, sha256: '', score: null, kind: 'last' },
        ]
      : [],
    notices:
      run.status === 'queued'
        ? []
        : [
            {
              time: run.createdAt + 2000,
              message: 'The step runs as one graph compiled by XLA: 2000 steps repay the 9 s of compiling.',
            },
          ],
    folder: `/home/person/.config/Wavebench/runs/${row.id}`,
  };
}

const about = {
  version: '0.1.0',
  electron: '25.1.1',
  chrome: '114.0.5735.106',
  node: '18.15.0',
  napi: '8',
  sqlite: '3.51.0',
  tensorflow: '2.21.0',
  device: 'CPU, 2 cores',
  notices: [
    'Electron 25.1.1 is in use, from the package registry, because the vendor’s download could not be reached. ' +
      'It is old and gets no security fixes.',
  ],
  dataFolder: '/home/person/.config/Wavebench',
  cores: 2,
};

const doctorChecks = [
  {
    name: 'Electron',
    value: '25.1.1 (Chrome 114)',
    ok: false,
    advice: 'Old: run npm start again where the release host can be reached.',
  },
  { name: 'TensorFlow', value: '2.21.0, CPU build', ok: true, advice: null },
  { name: 'SQLite', value: '3.51.0, compiled addon', ok: true, advice: null },
  { name: 'Canvas', value: '1.1.1', ok: true, advice: null },
  { name: 'Device', value: 'CPU, 2 cores', ok: true, advice: 'No NVIDIA driver was found.' },
];
