import { metricNames, type MetricName } from '../contract/metrics';
import type { SettingValue } from '../contract/run-settings';
import type { MetricMark, RunSummary } from '../contract/runs';
import { bestMark, lastMark, resolveMetric } from './run-metrics';

/** A run with the settings of its configuration, as filters, columns and groups see it. */
export interface FilterRow {
  run: RunSummary;
  /** The setting at a dotted path; undefined where the configuration has none. */
  setting(path: string): SettingValue | undefined;
}

/** `duration` and `date` are numbers as well: milliseconds, and milliseconds since 1970. */
export type FieldKind = 'text' | 'number' | 'duration' | 'date' | 'setting';

/** Something that can be asked of every run. */
export interface Field {
  /** As it is written: `arm`, `training.maxSteps`, `best(validationAccuracy@8)`. */
  key: string;
  kind: FieldKind;
  /** Of a text field all the texts that it goes by; of others a number or null; of a setting its value. */
  read(row: FilterRow): readonly string[] | number | null | SettingValue | undefined;
}

export const metricFunctions = ['last', 'best', 'min', 'max'] as const;
export type MetricFunction = (typeof metricFunctions)[number];

interface PlainField extends Field {
  kind: 'text' | 'number' | 'duration' | 'date';
  help: string;
}

/** What every run has besides settings and metrics. */
export const plainFields: readonly PlainField[] = [
  text('name', 'name of the run, or the title it was given', ({ run }) => [run.title ?? run.name, run.name]),
  text('title', 'name that a person gave it', ({ run }) => (run.title === null ? [] : [run.title])),
  text('study', 'study, by name, title or id', ({ run }) => [run.studyName, run.studyTitle, run.studyId]),
  text('arm', 'arm, by name or label', ({ run }) => [run.armLabel, run.arm]),
  number('seed', 'seed of the run', ({ run }) => run.seed),
  text('status', 'queued, running, completed, stopped, failed or interrupted', ({ run }) => [run.status]),
  text('tag', 'one of its tags', ({ run }) => run.tags),
  text('notes', 'what was written about it', ({ run }) => (run.notes === '' ? [] : [run.notes])),
  text('device', 'what it trained on', ({ run }) => (run.device === null ? [] : [run.device])),
  text('scale', 'quick or paper', ({ run }) => [run.scale]),
  { ...number('created', 'when it was added', ({ run }) => run.createdAt), kind: 'date' },
  { ...number('ended', 'when it ended', ({ run }) => run.endedAt), kind: 'date' },
  { ...number('duration', 'time of training, pauses left out', ({ run }) => run.trainingTime), kind: 'duration' },
  number('step', 'steps done', ({ run }) => run.progress.step),
  number('progress', 'share of its steps, 0 to 1', ({ run: { progress } }) =>
    progress.maxSteps > 0 ? progress.step / progress.maxSteps : 0,
  ),
  number('accuracy', 'best validation accuracy at its monitored horizon', ({ run }) => run.best?.value ?? null),
  number('queue', 'place among the waiting runs', ({ run }) => run.queuePosition),
  text('id', 'identifier of the run', ({ run }) => [run.id]),
];

/** Short names of settings that everybody knows by these. */
export const settingAliases: Readonly<Record<string, string>> = {
  lr: 'training.optimizer.learningRate',
  batch: 'training.batchSize',
  steps: 'training.maxSteps',
  levels: 'model.quantizationLevels',
  channels: 'model.residualChannels',
  unrolling: 'training.unrolling.horizon',
};

/**
 * The field of a name: a plain one, a setting by its whole path, its last part or an alias; null when there is none.
 * `paths`: those that the configurations at hand have.
 */
export function findField(name: string, paths: readonly string[]): Field | null {
  const plain = plainFields.find(({ key }) => key === name.toLowerCase());
  if (plain) return plain;
  const path = paths.includes(name) ? name : (settingAliases[name] ?? byLastPart(name, paths));
  return path === null ? null : { key: path, kind: 'setting', read: ({ setting }) => setting(path) };
}

/** The field of a metric, such as `best(validationAccuracy@8)`; null when the metric has no such name. */
export function metricField(measure: MetricFunction, metric: string): Field | null {
  const [name, horizon, ...rest] = metric.split('@');
  const isKnown = metricNames.includes(name as MetricName) && rest.length === 0;
  if (!isKnown || (horizon !== undefined && !/^[1-9]\d*$/.test(horizon))) return null;
  return {
    key: `${measure}(${metric})`,
    kind: 'number',
    read: ({ run }) => markOf(run, measure, metric)?.value ?? null,
  };
}

/** The value that a metric's field speaks of, with its step; null where it was never logged. */
export function markOf(run: RunSummary, measure: MetricFunction, metric: string): MetricMark | null {
  const key = resolveMetric(run, metric);
  if (key === null) return null;
  if (measure === 'last') return lastMark(run, key);
  return measure === 'best' ? bestMark(run, key) : run.extremes[key]![measure];
}

/** The field of a column or group, as its key says; null when there is none. */
export function fieldOfKey(key: string, paths: readonly string[]): Field | null {
  const call = parseCall(key);
  return call ? metricField(call.measure, call.metric) : findField(key, paths);
}

/** The parts of `best(validationAccuracy@8)`; null for another key. */
export function parseCall(key: string): { measure: MetricFunction; metric: string } | null {
  const match = /^(last|best|min|max)\(([^()]+)\)$/.exec(key);
  return match && { measure: match[1] as MetricFunction, metric: match[2]! };
}

/** Of settings that end alike, that of the model comes first, then that of the training. */
function byLastPart(name: string, paths: readonly string[]): string | null {
  const found = paths.filter((path) => path.endsWith(`.${name}`));
  const sections = ['model.', 'training.', 'data.', 'validation.'];
  const place = (path: string) => sections.findIndex((section) => path.startsWith(section));
  return found.sort((a, b) => place(a) - place(b))[0] ?? null;
}

function text(key: string, help: string, read: (row: FilterRow) => readonly string[]): PlainField {
  return { key, kind: 'text', help, read };
}

function number(key: string, help: string, read: (row: FilterRow) => number | null): PlainField {
  return { key, kind: 'number', help, read };
}
