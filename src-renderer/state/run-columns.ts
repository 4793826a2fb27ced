import { fieldOfKey, parseCall, plainFields, type Field } from '../../src-main/filter/fields';
import type { ViewColumn, ViewDefinition } from '../../src-main/contract/run-views';
import { metricTitle } from '../../src-main/contract/metric-words';

/** How a column of the table of runs is headed and laid out, beside what it reads. */
export interface RunColumn {
  key: string;
  title: string;
  /** Pixels, until a person drags it. */
  width: number;
  align: 'left' | 'right';
  /** Where large values are what one looks for. */
  startsDescending: boolean;
  field: Field;
}

/** The column of a key; null when there is none of this name. */
export function runColumn(key: string, paths: readonly string[]): RunColumn | null {
  const field = fieldOfKey(key, paths) ?? (key.includes('.') ? absent(key) : null);
  if (!field) return null;
  const layout = layouts[key] ?? otherLayout(key, field);
  return { key, field, startsDescending: largestFirst.has(key), align: 'left', ...layout };
}

/** Everything that can be a column, part by part. */
export function columnChoices(
  paths: readonly string[],
  metrics: readonly string[],
): { title: string; keys: string[] }[] {
  const measured = (measure: string) => metrics.map((metric) => `${measure}(${metric})`);
  return [
    { title: 'Run', keys: plainFields.map(({ key }) => key).filter((key) => key !== 'title') },
    { title: 'Metrics, best', keys: measured('best') },
    { title: 'Metrics, latest', keys: measured('last') },
    { title: 'Metrics, least and greatest', keys: [...measured('min'), ...measured('max')] },
    { title: 'Settings', keys: [...paths] },
  ];
}

/** A column as it is when it comes into the table. */
export function newColumn(key: string, paths: readonly string[]): ViewColumn {
  return { key, width: runColumn(key, paths)?.width ?? 120, pinned: false };
}

const largestFirst: ReadonlySet<string> = new Set(['progress', 'accuracy', 'duration', 'created', 'ended', 'step']);

const layouts: Record<string, Pick<RunColumn, 'title' | 'width'> & Partial<Pick<RunColumn, 'align'>>> = {
  name: { title: 'Name', width: 216 },
  status: { title: 'Status', width: 108 },
  progress: { title: 'Progress', width: 168 },
  accuracy: { title: 'Best accuracy', width: 128, align: 'right' },
  'last(oneStepLoss)': { title: 'One-step loss', width: 136, align: 'right' },
  'last(unrolledLoss)': { title: 'Unrolled loss', width: 136, align: 'right' },
  duration: { title: 'Time', width: 128, align: 'right' },
  arm: { title: 'Arm', width: 136 },
  seed: { title: 'Seed', width: 64, align: 'right' },
  study: { title: 'Study', width: 240 },
  created: { title: 'Created', width: 152, align: 'right' },
  ended: { title: 'Ended', width: 152, align: 'right' },
  tag: { title: 'Tags', width: 160 },
  notes: { title: 'Notes', width: 240 },
  device: { title: 'Device', width: 176 },
  scale: { title: 'Scale', width: 80 },
  step: { title: 'Step', width: 88, align: 'right' },
  queue: { title: 'Queue', width: 72, align: 'right' },
  id: { title: 'Id', width: 112 },
};

function otherLayout(key: string, field: Field): Pick<RunColumn, 'title' | 'width' | 'align'> {
  const call = parseCall(key);
  if (call) {
    const measure = { last: 'latest', best: 'best', min: 'least', max: 'greatest' }[call.measure];
    return { title: `${metricTitle(call.metric)}, ${measure}`, width: 176, align: 'right' };
  }
  return { title: field.key.split('.').slice(-2).join('.'), width: 144, align: 'right' };
}

/** A setting that no run at hand has: the column stays, empty. */
function absent(key: string): Field {
  return { key, kind: 'setting', read: ({ setting }) => setting(key) };
}

const usual = [
  ...['status', 'progress', 'accuracy', 'last(oneStepLoss)', 'last(unrolledLoss)', 'duration', 'arm', 'seed', 'study'],
  'created',
];

/** What a first look at the table shows. */
export const defaultView: ViewDefinition = {
  filter: '',
  archived: false,
  columns: [{ key: 'name', width: 216, pinned: true }, ...usual.map((key) => newColumn(key, []))],
  sorting: [{ key: 'created', descending: true }],
  groupBy: null,
};
