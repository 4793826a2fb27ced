import type { Migration } from '../migrate';

/** Studies, runs, metrics, checkpoints, forecasts, notices, settings; resources/docs/schema.md explains each column. */
export const first: Migration = {
  version: 1,
  sql: `
    CREATE TABLE studies (
      id TEXT NOT NULL PRIMARY KEY,
      name TEXT NOT NULL,
      title TEXT NOT NULL,
      question TEXT NOT NULL,
      scale TEXT NOT NULL,
      seeds TEXT NOT NULL CHECK (json_valid(seeds)),
      arms TEXT NOT NULL CHECK (json_valid(arms)),
      definition TEXT NOT NULL CHECK (json_valid(definition)),
      changes TEXT NOT NULL CHECK (json_valid(changes)),
      created_at INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE runs (
      id TEXT NOT NULL PRIMARY KEY,
      study_id TEXT NOT NULL REFERENCES studies (id) ON DELETE CASCADE,
      name TEXT NOT NULL,
      arm TEXT NOT NULL,
      arm_label TEXT NOT NULL,
      color_index INTEGER NOT NULL CHECK (color_index >= 0),
      seed INTEGER NOT NULL CHECK (seed >= 0),
      configuration TEXT NOT NULL CHECK (json_valid(configuration)),
      configuration_hash TEXT NOT NULL,
      monitored_horizon INTEGER NOT NULL CHECK (monitored_horizon >= 1),
      program_version TEXT NOT NULL,
      status TEXT NOT NULL
        CHECK (status IN ('queued', 'running', 'completed', 'stopped', 'failed', 'interrupted')),
      reason TEXT,
      archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1)),
      created_at INTEGER NOT NULL,
      started_at INTEGER,
      ended_at INTEGER,
      training_time REAL NOT NULL DEFAULT 0,
      step INTEGER NOT NULL DEFAULT 0,
      max_steps INTEGER NOT NULL,
      epoch REAL NOT NULL DEFAULT 0,
      steps_per_second REAL NOT NULL DEFAULT 0,
      seconds_left REAL NOT NULL DEFAULT 0,
      parameters INTEGER,
      receptive_field INTEGER,
      data_hash TEXT,
      environment TEXT CHECK (environment IS NULL OR json_valid(environment)),
      queue_position INTEGER NOT NULL,
      stop_requested INTEGER NOT NULL DEFAULT 0 CHECK (stop_requested IN (0, 1)),
      owner_host TEXT,
      owner_pid INTEGER,
      owner_start TEXT,
      heartbeat_at INTEGER,
      revision INTEGER NOT NULL DEFAULT 0,
      cuts INTEGER NOT NULL DEFAULT 0,
      UNIQUE (study_id, arm, seed)
    ) STRICT;
    CREATE INDEX runs_active ON runs (queue_position) WHERE status IN ('queued', 'running');

    CREATE TABLE series (
      id INTEGER NOT NULL PRIMARY KEY,
      run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
      key TEXT NOT NULL,
      points INTEGER NOT NULL,
      last_step INTEGER NOT NULL,
      last_value REAL,
      min_step INTEGER,
      min_value REAL,
      max_step INTEGER,
      max_value REAL,
      UNIQUE (run_id, key)
    ) STRICT;

    CREATE TABLE points (
      series_id INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE,
      step INTEGER NOT NULL,
      wall_time REAL NOT NULL,
      value REAL,
      PRIMARY KEY (series_id, step)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE checkpoints (
      run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
      file TEXT NOT NULL,
      step INTEGER NOT NULL,
      bytes INTEGER NOT NULL,
      sha256 TEXT NOT NULL,
      score REAL,
      kind TEXT NOT NULL CHECK (kind IN ('best', 'last')),
      created_at INTEGER NOT NULL,
      PRIMARY KEY (run_id, file)
    ) STRICT;

    CREATE TABLE forecasts (
      run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
      step INTEGER NOT NULL,
      horizon INTEGER NOT NULL,
      curves INTEGER NOT NULL,
      error TEXT NOT NULL CHECK (json_valid(error)),
      PRIMARY KEY (run_id, step)
    ) STRICT;

    CREATE TABLE forecast_curves (
      run_id TEXT NOT NULL,
      step INTEGER NOT NULL,
      curve INTEGER NOT NULL,
      origin INTEGER NOT NULL,
      observed TEXT NOT NULL CHECK (json_valid(observed)),
      truth TEXT NOT NULL CHECK (json_valid(truth)),
      forecast TEXT NOT NULL CHECK (json_valid(forecast)),
      PRIMARY KEY (run_id, step, curve),
      FOREIGN KEY (run_id, step) REFERENCES forecasts (run_id, step) ON DELETE CASCADE
    ) STRICT;

    CREATE TABLE notices (
      id INTEGER NOT NULL PRIMARY KEY,
      run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
      time INTEGER NOT NULL,
      message TEXT NOT NULL
    ) STRICT;
    CREATE INDEX notices_by_run ON notices (run_id);

    CREATE TABLE settings (
      key TEXT NOT NULL PRIMARY KEY,
      value TEXT NOT NULL CHECK (json_valid(value))
    ) STRICT;
  `,
};
