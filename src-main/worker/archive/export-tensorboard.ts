import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FigureDescription, Paper } from '../../contract/figure';
import { figureRequestSchema, type FigureRequest } from '../../contract/studies';
import {
  hyperparametersOf,
  runMarkdown,
  tensorboardFile,
  tensorboardFolder,
  tensorboardTime,
} from '../../contract/tensorboard-run';
import type { RunDetail } from '../../contract/runs';
import { usualHeight } from '../../figures/usual-height';
import {
  endEvent,
  fileVersionEvent,
  imageEvent,
  openingEvents,
  scalarEvent,
  type EventPlace,
} from '../../formats/tensorboard';
import type { ReadableDatabase } from '../../store/database';
import { pointsOfRun } from '../../store/metrics';
import { getRunDetail } from '../../store/run-rows';
import { registerFonts } from '../figure/fonts';
import { figurePng } from '../figure/png';
import { buildFigure } from '../study-figures';
import { sampleGalleries } from './sample-galleries';
import { writeStream } from './write-stream';

export interface ExportTensorboardOptions {
  runIds: readonly string[];
  /** Its figures go into a folder beside its runs; null for none. */
  studyId: string | null;
  /** Where the files of the runs lie. */
  dataFolder: string;
  folder: string;
  onProgress: (done: number, total: number) => void;
}

/** Where the figures' fonts lie, seen from `out/main`. */
const fontFolder = join(__dirname, '..', '..', 'resources', 'fonts');
/** Inches; 1200 × 800 pixels. */
const paper: Paper = {
  width: 6,
  height: 4,
  fontSize: 9,
  font: 'sans',
  dpi: 200,
  palette: 'okabe-ito',
  outlines: false,
};

/**
 * Writes event files that TensorBoard reads, a folder for each run: its hyperparameters, every point of every metric,
 * its configuration and notices as text, its forecasts as a picture, what its checkpoints generated as galleries; the
 * figures of the study in one more.
 */
export async function exportTensorboard(
  db: ReadableDatabase,
  { runIds, studyId, dataFolder, folder, onProgress }: ExportTensorboardOptions,
): Promise<{ files: number; bytes: number }> {
  registerFonts(fontFolder);
  let [files, bytes] = [0, 0];
  const write = async (place: string[], name: string, events: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) => {
    const target = join(folder, ...place);
    await mkdir(target, { recursive: true });
    bytes += await writeStream(join(target, name), events);
    files += 1;
  };
  const runs = runIds.map((id) => getRunDetail(db, id)!);
  for (const [index, run] of runs.entries()) {
    await write(tensorboardFolder(run), tensorboardFile(run), runEvents(db, run, dataFolder));
    onProgress(index + 1, runs.length);
  }
  const first = runs[0];
  if (studyId !== null && first) {
    const [study] = tensorboardFolder(first);
    await write([study, 'figures'], tensorboardFile(first), studyEvents(db, studyId, runs));
  }
  return { files, bytes };
}

type LoggedDetail = Omit<RunDetail, 'folder'>;

async function* runEvents(db: ReadableDatabase, run: LoggedDetail, dataFolder: string): AsyncGenerator<Uint8Array> {
  const time = tensorboardTime(run);
  yield* openingEvents(time, {
    group: run.arm,
    hyperparameters: hyperparametersOf(run),
    markdown: runMarkdown(run),
  });
  for (const { key, step, wallTime, value } of pointsOfRun(db, run.id)) {
    yield scalarEvent({ time: tensorboardTime(run, wallTime), step }, key, value);
  }
  for await (const { step, createdAt, figure } of sampleGalleries(db, run, dataFolder)) {
    const place = { time: createdAt / 1000, step };
    yield pictureEvent(place, { tag: 'samples', figure, height: usualHeight(figure, paper.width) });
  }
  const end = tensorboardTime(run, run.trainingTime);
  yield* pictures(db, { studyId: run.studyId, figure: 'forecasts', seed: run.seed }, end, run.progress.step);
  if (run.endedAt !== null) yield endEvent(end, run.status === 'completed' ? 'success' : 'failure');
}

function* studyEvents(db: ReadableDatabase, studyId: string, runs: readonly LoggedDetail[]): Generator<Uint8Array> {
  const time = Math.max(...runs.map((run) => tensorboardTime(run, run.trainingTime)));
  const step = Math.max(...runs.map(({ progress }) => progress.step));
  yield fileVersionEvent(time);
  for (const figure of ['validation', 'error'] as const) yield* pictures(db, { studyId, figure }, time, step);
}

/** The figure as a picture, or nothing where there is none yet. */
function* pictures(
  db: ReadableDatabase,
  request: Partial<FigureRequest>,
  time: number,
  step: number,
): Generator<Uint8Array> {
  const built = buildFigure(db, figureRequestSchema.parse(request));
  if ('absent' in built) return;
  yield pictureEvent({ time, step }, { tag: request.figure!, figure: built.figure, height: paper.height });
}

/** @param height inches */
function pictureEvent(
  place: EventPlace,
  { tag, figure, height }: { tag: string; figure: FigureDescription; height: number },
): Uint8Array {
  const sheet = { ...paper, height };
  const [wide, high] = [sheet.width, height].map((length) => Math.round(length * sheet.dpi));
  return imageEvent(place, tag, { png: figurePng(figure, sheet), width: wide!, height: high! });
}
