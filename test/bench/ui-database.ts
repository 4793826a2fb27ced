import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { armConfiguration, type StudyDefinition } from '../../src-main/contract/configuration';
import { RandomStream } from '../../src-main/math/random';
import type { WritableDatabase } from '../../src-main/store/database';
import { migrations } from '../../src-main/store/migrate';
import { openStore } from '../../src-main/store/open';
import { insertRun } from '../../src-main/store/runs';
import { insertStudy } from '../../src-main/store/studies';

/** How large the generated data folder is. */
export interface DatabaseSize {
  studies: number;
  /** Two arms each. */
  seeds: number;
  /** Logged at every step, and at every sixteenth; a run has 10,000 points at 1,600 steps. */
  steps: number;
}

/** So many runs, in studies of twenty, with 10⁷ points among them. */
export function sizeFor(runs: number): DatabaseSize {
  const studies = Math.ceil(runs / 20);
  return { studies, seeds: 10, steps: 16 * Math.round(100_000 / runs) };
}

/**
 * A data folder of that size, always the same; made once under the temporary folder and used again. Gives its path.
 */
export function generatedDataFolder(definition: StudyDefinition, size: DatabaseSize, nativeBinding: string | null): string {
  const name = `wavebench-bench-ui-${migrations.length}-${size.studies}-${size.seeds}-${size.steps}`;
  const folder = join(tmpdir(), name);
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  const store = openStore(unfinished, { nativeBinding });
  fill(store, definition, size);
  store.pragma('wal_checkpoint(TRUNCATE)');
  store.close();
  renameSync(unfinished, folder);
  return folder;
}

const everyStep = ['oneStepLoss', 'unrolledLoss@8', 'learningRate', 'gradientNorm', 'stepsPerSecond', 'residentMemory'];
const evaluated = ['validationAccuracy@1', 'validationAccuracy@8', 'validationLoss@1', 'validationLoss@8'];
/** Some day in November 2026. */
const epoch = 1_795_000_000_000;

function fill(store: WritableDatabase, definition: StudyDefinition, { studies, seeds, steps }: DatabaseSize): void {
  const arms = definition.arms.slice(0, 2);
  const stream = RandomStream.fromSeed(1);
  const random = () => stream.uniform();
  for (let study = 0; study < studies; study += 1) {
    store.transaction(() => {
      const createdAt = epoch + study * 3_600_000;
      const id = `study${String(study).padStart(5, '0')}`;
      const changes = { 'training.optimizer.learningRate': 0.001 * (1 + (study % 10)) };
      const numbers = Array.from({ length: seeds }, (_, index) => index + 1);
      const labels = arms.map(({ name, label }) => ({ name, label }));
      insertStudy(store, { id, definition, scale: 'quick', seeds: numbers, arms: labels, changes, createdAt });
      for (const [place, { name, label }] of labels.entries())
        for (const seed of numbers) {
          const configuration = armConfiguration(definition, 'quick', name, changes);
          const runId = `r${study}-${place}-${seed}`;
          insertRun(store, {
            id: runId,
            studyId: id,
            name: `${name} · seed ${seed}`,
            arm: name,
            armLabel: label,
            colorIndex: place,
            seed,
            configuration,
            configurationHash: `${name}-${study % 10}`,
            programVersion: '0.0.0',
            createdAt,
          });
          complete(store, runId, steps, createdAt);
          for (const key of everyStep) addSeries(store, runId, key, steps, 1, random);
          for (const key of evaluated) addSeries(store, runId, key, steps, 16, random);
        }
    })();
  }
}

function complete(store: WritableDatabase, id: string, steps: number, at: number): void {
  store
    .prepare(
      `UPDATE runs SET status = 'completed', step = ?, training_time = ?, started_at = ?, ended_at = ?,
         queue_position = rowid WHERE id = ?`,
    )
    .run(steps, steps * 80, at, at + steps * 80, id);
}

/** A noisy curve that falls, or rises for an accuracy. */
function addSeries(
  store: WritableDatabase,
  runId: string,
  key: string,
  steps: number,
  every: number,
  random: () => number,
): void {
  const rises = key.startsWith('validationAccuracy');
  const count = Math.floor(steps / every);
  const { lastInsertRowid: id } = store
    .prepare('INSERT INTO series (run_id, key, points, last_step) VALUES (?, ?, ?, ?)')
    .run(runId, key, count, count * every);
  const insert = store.prepare('INSERT INTO points (series_id, step, wall_time, value) VALUES (?, ?, ?, ?)');
  let [min, max] = [{ step: 0, value: Infinity }, { step: 0, value: -Infinity }];
  let value = 0;
  for (let index = 1; index <= count; index += 1) {
    const step = index * every;
    const decay = Math.exp((-3 * step) / steps);
    value = (rises ? 1 - decay : decay) * (0.6 + 0.1 * random());
    insert.run(id, step, step * 80, value);
    if (value < min.value) min = { step, value };
    if (value > max.value) max = { step, value };
  }
  store
    .prepare('UPDATE series SET last_value = ?, min_step = ?, min_value = ?, max_step = ?, max_value = ? WHERE id = ?')
    .run(value, min.step, min.value, max.step, max.value, id);
}
