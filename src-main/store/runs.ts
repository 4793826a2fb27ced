import type { RunConfiguration } from '../contract/configuration';
import type { RunStatus } from '../contract/runs';
import type { TrainingEnvironment, TrainingEvent } from '../contract/training';
import { statement, type ReadableDatabase, type WritableDatabase } from './database';

export interface NewRun {
  id: string;
  studyId: string;
  name: string;
  arm: string;
  armLabel: string;
  colorIndex: number;
  seed: number;
  configuration: RunConfiguration;
  /** SHA-256 of the configuration. */
  configurationHash: string;
  programVersion: string;
  createdAt: number;
}

/** Adds a run at the end of the queue, without an owner yet. */
export function insertRun(db: WritableDatabase, run: NewRun): void {
  statement(
    db,
    `INSERT INTO runs (id, study_id, name, arm, arm_label, color_index, seed, configuration, configuration_hash,
       monitored_horizon, program_version, status, created_at, max_steps, queue_position)
     VALUES (@id, @studyId, @name, @arm, @armLabel, @colorIndex, @seed, @json, @configurationHash,
       @monitoredHorizon, @programVersion, 'queued', @createdAt, @maxSteps, ${nextPosition})`,
  ).run({
    ...withoutConfiguration(run),
    json: JSON.stringify(run.configuration),
    monitoredHorizon: run.configuration.training.checkpoints.horizon,
    maxSteps: run.configuration.training.maxSteps,
  });
}

/** What has to be known to start a run. */
export interface RunToStart {
  id: string;
  seed: number;
  configuration: RunConfiguration;
  environment: TrainingEnvironment | null;
}

export function getRunToStart(db: ReadableDatabase, id: string): RunToStart | null {
  const row = statement<[string], { seed: number; configuration: string; environment: string | null }>(
    db,
    'SELECT seed, configuration, environment FROM runs WHERE id = ?',
  ).get(id);
  if (!row) return null;
  return {
    id,
    seed: row.seed,
    configuration: JSON.parse(row.configuration) as RunConfiguration,
    environment: row.environment === null ? null : (JSON.parse(row.environment) as TrainingEnvironment),
  };
}

export function runStatus(db: ReadableDatabase, id: string): RunStatus | null {
  return statement<[string], { status: RunStatus }>(db, 'SELECT status FROM runs WHERE id = ?').get(id)?.status ?? null;
}

/** Puts a run that has ended back at the end of the queue; false when its status does not allow that. */
export function queueAgain(db: WritableDatabase, id: string): boolean {
  const { changes } = statement(
    db,
    `UPDATE runs SET status = 'queued', reason = NULL, ended_at = NULL, archived = 0, stop_requested = 0,
       queue_position = ${nextPosition}, ${changed}
     WHERE id = ? AND status IN ('stopped', 'interrupted', 'failed')`,
  ).run(id);
  return changes === 1;
}

/** How a run ended, and why it did not complete, in words for a person. */
export interface RunEnd {
  status: Exclude<RunStatus, 'queued' | 'running'>;
  reason: string | null;
}

/** Ends a run; only one that is queued or running can end. False when it had ended already. */
export function endRun(db: WritableDatabase, id: string, end: RunEnd & { now: number }): boolean {
  const { changes } = statement(
    db,
    `UPDATE runs SET status = @status, reason = @reason, ended_at = @now, seconds_left = 0, steps_per_second = 0,
       stop_requested = 0, owner_host = NULL, owner_pid = NULL, owner_start = NULL, heartbeat_at = NULL, ${changed}
     WHERE id = @id AND status IN ('queued', 'running')`,
  ).run({ id, ...end });
  return changes === 1;
}

/** Writes down what a training reports of itself as it starts or goes on. */
export function saveStart(db: WritableDatabase, id: string, event: Extract<TrainingEvent, { type: 'started' }>): void {
  const { step, maxSteps, parameters, receptiveField, dataHash, environment } = event;
  statement(
    db,
    `UPDATE runs SET step = @step, max_steps = @maxSteps, parameters = @parameters, receptive_field = @receptiveField,
       data_hash = @dataHash, environment = @environment, ${changed}
     WHERE id = @id`,
  ).run({ id, step, maxSteps, parameters, receptiveField, dataHash, environment: JSON.stringify(environment) });
}

export function saveProgress(
  db: WritableDatabase,
  id: string,
  event: Extract<TrainingEvent, { type: 'progress' }>,
): void {
  const { step, maxSteps, epoch, stepsPerSecond, secondsLeft } = event;
  statement(
    db,
    `UPDATE runs SET step = @step, max_steps = @maxSteps, epoch = @epoch, steps_per_second = @stepsPerSecond,
       seconds_left = @secondsLeft, ${changed}
     WHERE id = @id`,
  ).run({ id, step, maxSteps, epoch, stepsPerSecond, secondsLeft });
}

/** Training time in milliseconds, pauses left out. */
export function saveTrainingTime(db: WritableDatabase, id: string, trainingTime: number): void {
  statement(db, `UPDATE runs SET training_time = ?, ${changed} WHERE id = ?`).run(trainingTime, id);
}

/** The step that a run has reached. */
export function saveStep(db: WritableDatabase, id: string, step: number): void {
  statement(db, `UPDATE runs SET step = ?, ${changed} WHERE id = ?`).run(step, id);
}

/** Notes that points were deleted, for other processes that have shown them. */
export function countCut(db: WritableDatabase, id: string): void {
  statement(db, `UPDATE runs SET cuts = cuts + 1, ${changed} WHERE id = ?`).run(id);
}

/** Archives runs that are neither queued nor running, or takes them back; gives how many were changed. */
export function setArchived(db: WritableDatabase, ids: readonly string[], archived: boolean): number {
  const { changes } = statement(
    db,
    `UPDATE runs SET archived = ?, ${changed}
     WHERE id IN (SELECT value FROM json_each(?)) AND status NOT IN ('queued', 'running')`,
  ).run(archived ? 1 : 0, JSON.stringify(ids));
  return changes;
}

/** Every change of a row counts its revision up: other processes see by it which rows to read again. */
export const changed = 'revision = revision + 1';

/** SQL of the place behind all others in the queue. */
export const nextPosition = '(SELECT coalesce(max(queue_position), 0) + 1 FROM runs)';

function withoutConfiguration({ configuration: _, ...rest }: NewRun): Omit<NewRun, 'configuration'> {
  return rest;
}
