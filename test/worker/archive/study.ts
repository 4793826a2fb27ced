import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { checkpointPath, datasetPath, generationPath } from '../../../src-main/contract/bundle';
import type { OwnDataConfiguration } from '../../../src-main/contract/configuration';
import { checkpointFileName } from '../../../src-main/contract/training';
import { saveCheckpoint } from '../../../src-main/store/checkpoints';
import type { WritableDatabase } from '../../../src-main/store/database';
import { saveForecasts } from '../../../src-main/store/forecasts';
import { insertGeneration } from '../../../src-main/store/generations';
import { insertPoints } from '../../../src-main/store/metrics';
import { insertNotice } from '../../../src-main/store/notices';
import { openStore } from '../../../src-main/store/open';
import { endRun } from '../../../src-main/store/runs';
import { importBundle } from '../../../src-main/worker/archive/import-bundle';
import { writeBundle } from '../../../src-main/worker/archive/write-bundle';
import { addRun, addStudy, configuration, connection, storedGeneration } from '../../store/support';

const noProgress = () => {};

export function openFolder(dataFolder: string): WritableDatabase {
  return openStore(dataFolder, connection);
}

/** A study of two runs that ended, with everything that a bundle may hold. */
export function makeStudy(dataFolder: string, studyId = 'study'): WritableDatabase {
  const db = openFolder(dataFolder);
  addStudy(db, studyId);
  for (const [index, id] of [`${studyId}-a`, `${studyId}-b`].entries()) {
    addRun(db, id, 1, index, studyId);
    const values = [1.5, 0.75, NaN, Infinity, 0.5];
    insertPoints(
      db,
      id,
      values.map((value, step) => ({ key: 'oneStepLoss', step, wallTime: 10 * step, value })),
    );
    insertPoints(db, id, [{ key: 'validationAccuracy@8', step: 4, wallTime: 45, value: 0.625 }]);
    addCheckpoint(db, { dataFolder, runId: id, step: 4 });
    const forecasts = [{ curve: 0, origin: 2, observed: [1, 2, 3], truth: [4, 5], forecast: [4, 6] }];
    saveForecasts(db, id, { step: 4, horizon: 2, curves: 1, error: [0, 1], forecasts });
    insertNotice(db, id, { time: 1500, message: 'A word, "quoted", with a\nline break.' });
    endRun(db, id, { status: 'completed', reason: null, now: 3000 });
  }
  addGeneration(db, { dataFolder, runId: `${studyId}-a`, id: `${studyId}-generated` });
  const definition = {
    parts: [{ from: 'study', request: { studyId, figure: 'validation', band: 'range' } }],
    style: {},
    paper: { width: 3, height: 2, fontSize: 8, font: 'sans', dpi: 300 },
    formats: ['svg'],
  };
  db.prepare('INSERT INTO figures VALUES (?, ?, ?, ?, 10, 20)').run(
    `${studyId}-figure`,
    studyId,
    'A figure',
    JSON.stringify(definition),
  );
  db.prepare(
    "INSERT INTO evaluations VALUES (?, 'density', ?, '\"best\"', ?, 4, ?, '{}', '{\"a\":[1,2]}', '{}', 30, 1.5)",
  ).run(`${studyId}-evaluation`, `${studyId}-a`, checkpointFileName('best', 4), 'a'.repeat(64));
  return db;
}

export function addCheckpoint(
  db: WritableDatabase,
  { dataFolder, runId, step }: { dataFolder: string; runId: string; step: number },
): void {
  const file = checkpointFileName('best', step);
  const { bytes, sha256 } = put(join(dataFolder, checkpointPath(runId, file)), `${runId} ${step} `.repeat(200));
  saveCheckpoint(db, runId, { file, step, bytes, sha256, score: 0.5, kind: 'best' }, 2000);
}

export function addGeneration(
  db: WritableDatabase,
  { dataFolder, runId, id }: { dataFolder: string; runId: string; id: string },
): void {
  const generation = storedGeneration(id, runId);
  const tokens = put(join(dataFolder, generationPath(runId, `${id}.npy`)), `tokens of ${id}`);
  const weights = put(join(dataFolder, generationPath(runId, 'w.safetensors')), `weights of ${runId}`);
  insertGeneration(db, {
    ...generation,
    model: { ...generation.model, sha256: 'b'.repeat(64) },
    files: { tokens: { file: `${id}.npy`, ...tokens }, weights: { file: 'w.safetensors', sha256: weights.sha256 } },
  });
}

/** Imported series, with the files that such have. */
export function addDataset(
  db: WritableDatabase,
  { dataFolder, id, name }: { dataFolder: string; id: string; name: string },
): void {
  const definition = JSON.stringify({ id, kind: 'series', counts: { train: 2, validation: 1, test: 1 } });
  put(join(dataFolder, datasetPath(id, 'dataset.json')), `${definition}\n`);
  for (const split of ['train', 'validation', 'test']) {
    put(join(dataFolder, datasetPath(id, `${split}.tokens`)), `tokens of ${name}`);
    put(join(dataFolder, datasetPath(id, `${split}.windows`)), `windows of ${name}`);
  }
  db.prepare("INSERT INTO datasets VALUES (?, ?, 'series', ?, 5)").run(id, name, definition);
}

/** Lets a run have seen imported series. */
export function useDataset(db: WritableDatabase, runId: string, dataset: string): void {
  const data: OwnDataConfiguration = {
    source: 'own',
    dataset,
    quantizationLevels: configuration.data.quantizationLevels,
    trainCurves: 2,
    validationCurves: 1,
    testCurves: 1,
    samples: 64,
    sampleInterval: null,
    classes: null,
    localChannels: null,
    seed: 3,
  };
  db.prepare("UPDATE runs SET configuration = json_set(configuration, '$.data', json(?)) WHERE id = ?").run(
    JSON.stringify(data),
    runId,
  );
}

export async function bundleOf(db: WritableDatabase, dataFolder: string, studyId = 'study'): Promise<string> {
  const target = join(dataFolder, `${studyId}.wavebench`);
  const unfinished = `${target}.part`;
  await writeBundle(db, { studyId, dataFolder, target, unfinished, version: '1.2.3', onProgress: noProgress });
  return target;
}

let imports = 0;

/** Imports as the process does that a service starts for it. */
export function importInto(db: WritableDatabase, dataFolder: string, source: string) {
  const staging = join(dataFolder, 'imports', String((imports += 1)));
  return importBundle(db, { source, dataFolder, staging, connection, onProgress: noProgress });
}

/** Every row of every table but those of the machine, and every file of the runs, as text. */
export function contentOf(db: WritableDatabase, dataFolder: string): unknown {
  const rows = (sql: string) => db.prepare(sql).all();
  const tables = ['studies', 'checkpoints', 'forecasts', 'forecast_curves', 'generations', 'figures', 'evaluations'];
  return {
    ...Object.fromEntries(tables.map((table) => [table, rows(`SELECT * FROM ${table} ORDER BY 1, 2, 3`)])),
    runs: rows('SELECT * FROM runs ORDER BY id').map((row) => ({ ...(row as object), queue_position: 0, revision: 0 })),
    series: rows(
      'SELECT run_id, key, series.points, last_step, last_value, min_step, min_value, max_step, max_value FROM series ORDER BY 1, 2',
    ),
    points: rows(
      'SELECT run_id, key, step, wall_time, value FROM points JOIN series ON series.id = series_id ORDER BY 1, 2, 3',
    ),
    notices: rows('SELECT run_id, time, message FROM notices ORDER BY 1, 2, 3'),
    files: filesBelow(join(dataFolder, 'runs')),
  };
}

function filesBelow(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.sort().map((path) => [relative(folder, path), readFileSync(path, 'utf8')]));
}

function put(path: string, text: string): { bytes: number; sha256: string } {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return { bytes: text.length, sha256: createHash('sha256').update(text).digest('hex') };
}
