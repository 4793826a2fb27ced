import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listCheckpoints } from '../../../src-main/store/checkpoints';
import type { ReadableDatabase } from '../../../src-main/store/database';
import { readSeries, seriesOfRuns } from '../../../src-main/store/metrics';
import { decodeCheckpoint } from '../../../src-main/training/checkpoint';

/** The values of every series of a run that depend on configuration and seed alone, by key, in order of their steps. */
export type Course = Map<string, { step: number[]; value: number[] }>;

/** What the machine's speed decides is no part of a training's course. */
const measured = new Set(['stepsPerSecond', 'residentMemory', 'tensorCount']);

export function courseOf(db: ReadableDatabase, runId: string): Course {
  const keys = seriesOfRuns(db, [runId])
    .get(runId)!
    .map(({ key }) => key);
  const computed = keys.filter((key) => !measured.has(key));
  return new Map(
    computed.map((key) => {
      const { step, value } = readSeries(db, runId, key, Infinity)!;
      return [key, { step, value }];
    }),
  );
}

/** What is wrong with a data folder after a death: nothing, or a sentence for each fault. */
export function faultsOf(db: ReadableDatabase, dataFolder: string): string[] {
  const integrity = db.pragma('integrity_check', { simple: true });
  const orphans = db.pragma('foreign_key_check') as unknown[];
  const ids = db.prepare<[], string>('SELECT id FROM runs').pluck().all();
  return [
    ...(integrity === 'ok' ? [] : [`integrity_check: ${String(integrity)}`]),
    ...(orphans.length === 0 ? [] : [`${orphans.length} rows refer to nothing`]),
    ...ids.flatMap((id) => checkpointFaults(db, { dataFolder, id })),
  ];
}

/** Where a course is not the beginning of another, without gaps and doubles. */
export function prefixFaults(course: Course, whole: Course): string[] {
  return [...course].flatMap(([key, { step, value }]) => {
    const expected = whole.get(key);
    if (!expected) return [`there is a series ${key} that an undisturbed run has not`];
    const at = step.findIndex(
      (one, index) => one !== expected.step[index] || !Object.is(value[index], expected.value[index]),
    );
    return at < 0
      ? []
      : [
          `${key}: point ${at} is ${value[at]} at step ${step[at]}, not ${expected.value[at]} at step ${expected.step[at]}`,
        ];
  });
}

/** Every checkpoint that is listed can be loaded; every file with a final name is whole, listed or not. */
function checkpointFaults(db: ReadableDatabase, { dataFolder, id }: { dataFolder: string; id: string }): string[] {
  const folder = join(dataFolder, 'runs', id);
  const listed = listCheckpoints(db, id).flatMap(({ file, bytes, sha256 }) => {
    if (!existsSync(join(folder, file))) return [`${id}: ${file} is listed and not there`];
    const content = readFileSync(join(folder, file));
    const sum = createHash('sha256').update(content).digest('hex');
    return content.length === bytes && sum === sha256 ? [] : [`${id}: ${file} is not what is listed`];
  });
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.safetensors')) : [];
  const half = files.flatMap((file) => {
    try {
      decodeCheckpoint(readFileSync(join(folder, file)), file);
      return [];
    } catch (error) {
      return [`${id}: ${(error as Error).message}`];
    }
  });
  return [...listed, ...half];
}
