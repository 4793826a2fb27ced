import type { RunConfiguration } from './configuration';
import type { RunDetail } from './runs';

/** What of a run TensorBoard is told. */
export type LoggedRun = Pick<RunDetail, 'studyName' | 'studyId' | 'arm' | 'seed' | 'createdAt' | 'startedAt'> & {
  configuration: RunConfiguration;
  notices: readonly { time: number; message: string }[];
};

/** The folder of a run below that of all logs: its study, then arm and seed, as TensorBoard shows it. */
export function tensorboardFolder({ studyName, studyId, arm, seed }: LoggedRun): [study: string, run: string] {
  return [`${studyName}-${studyId}`, `${arm}-seed-${seed}`];
}

/** One file for each run, so that an export takes the place of what was logged while it trained. */
export function tensorboardFile({ createdAt }: Pick<LoggedRun, 'createdAt'>): string {
  return `events.out.tfevents.${String(Math.floor(createdAt / 1000)).padStart(10, '0')}.wavebench`;
}

/** When something was logged, in seconds since 1970; `wallTime` is milliseconds of training, pauses left out. */
export function tensorboardTime(
  { startedAt, createdAt }: Pick<LoggedRun, 'startedAt' | 'createdAt'>,
  wallTime = 0,
): number {
  return ((startedAt ?? createdAt) + wallTime) / 1000;
}

/** What decides the run, by dotted path; repetitions of an arm differ in the seed alone. */
export function hyperparametersOf(run: LoggedRun): Record<string, number | string | boolean> {
  const values: Record<string, number | string | boolean> = { arm: run.arm, seed: run.seed };
  const add = (path: string, value: unknown): void => {
    if (value === null || Array.isArray(value)) values[path] = JSON.stringify(value);
    else if (typeof value === 'object')
      for (const [key, inner] of Object.entries(value!)) add(path ? `${path}.${key}` : key, inner);
    else if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') values[path] = value;
  };
  add('', run.configuration);
  return values;
}

/** What there is to read about a run, in Markdown. */
export function runMarkdown(run: LoggedRun): string {
  const notices = run.notices.map(({ time, message }) => `- ${new Date(time).toISOString()} ${message}\n`).join('');
  const configuration = JSON.stringify(run.configuration, null, 2).replace(/^/gm, '    ');
  return `${notices ? `Notices:\n\n${notices}\n` : ''}Configuration, seed ${run.seed}:\n\n${configuration}\n`;
}
