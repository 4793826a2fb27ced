import type { RunConfiguration } from './configuration';
import type { CheckpointInfo, TrainingEnvironment } from './training';

/**
 * queued → running → completed | stopped | failed; running → interrupted when its owner is gone.
 * `stopped` by a person, `interrupted` by a crash: both can be resumed from the last checkpoint.
 */
export type RunStatus = 'queued' | 'running' | 'completed' | 'stopped' | 'failed' | 'interrupted';

export interface RunProgress {
  step: number;
  maxSteps: number;
  epoch: number;
  stepsPerSecond: number;
  secondsLeft: number;
}

/** A row of the table of runs. */
export interface RunSummary {
  id: string;
  /** Short name for people, unique in its study: `unrolled-8 · seed 1`. */
  name: string;
  /** Name that a person gave it in place of that; null for none. */
  title: string | null;
  /** In alphabetical order. */
  tags: string[];
  notes: string;
  /** SHA-256 of the configuration as JSON with sorted keys. */
  configurationHash: string;
  studyId: string;
  studyName: string;
  studyTitle: string;
  arm: string;
  armLabel: string;
  scale: string;
  seed: number;
  status: RunStatus;
  /** Why it failed, in words for a person; null otherwise. */
  reason: string | null;
  archived: boolean;
  /** Milliseconds since 1970. */
  createdAt: number;
  startedAt: number | null;
  endedAt: number | null;
  /** Milliseconds of training, pauses left out. */
  trainingTime: number;
  progress: RunProgress;
  /** Best monitored validation accuracy with its step, and at which horizon. */
  best: { value: number; step: number; horizon: number } | null;
  /** Latest value of every metric, by key. */
  latest: Record<string, number>;
  /** Where every metric was last logged, and its least and greatest finite value, by key. */
  extremes: Record<string, MetricExtremes>;
  /** What it trains on, in words (`AMD EPYC 9R14`); null before its first start. */
  device: string | null;
  /** Order among the waiting runs; null for one that does not wait. */
  queuePosition: number | null;
  /** A number that keeps the run's colour the same everywhere: its arm's place in the study. */
  colorIndex: number;
  canResume: boolean;
}

/** A value of a metric and the first step at which it was reached. */
export interface MetricMark {
  step: number;
  value: number;
}

export interface MetricExtremes {
  lastStep: number;
  /** Null where no finite value was logged. */
  min: MetricMark | null;
  max: MetricMark | null;
}

export interface RunDetail extends RunSummary {
  configuration: RunConfiguration;
  environment: TrainingEnvironment | null;
  parameters: number | null;
  receptiveField: number | null;
  dataHash: string | null;
  checkpoints: CheckpointInfo[];
  notices: { time: number; message: string }[];
  folder: string;
}
