import type { Migration } from '../migrate';

/** What people add to runs, and what they keep beside them; resources/docs/schema.md explains each column. */
export const workbench: Migration = {
  version: 3,
  sql: `
    ALTER TABLE runs ADD COLUMN title TEXT;
    ALTER TABLE runs ADD COLUMN tags TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tags));
    ALTER TABLE runs ADD COLUMN notes TEXT NOT NULL DEFAULT '';

    CREATE TABLE views (
      id TEXT NOT NULL PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      definition TEXT NOT NULL CHECK (json_valid(definition)),
      created_at INTEGER NOT NULL,
      changed_at INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE figures (
      id TEXT NOT NULL PRIMARY KEY,
      study_id TEXT NOT NULL REFERENCES studies (id) ON DELETE CASCADE,
      title TEXT NOT NULL,
      definition TEXT NOT NULL CHECK (json_valid(definition)),
      created_at INTEGER NOT NULL,
      changed_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX figures_by_study ON figures (study_id, created_at);

    CREATE TABLE evaluations (
      id TEXT NOT NULL PRIMARY KEY,
      kind TEXT NOT NULL CHECK (kind IN ('classification', 'density', 'drift')),
      run_id TEXT REFERENCES runs (id) ON DELETE CASCADE,
      checkpoint TEXT CHECK (checkpoint IS NULL OR json_valid(checkpoint)),
      model_file TEXT NOT NULL,
      model_step INTEGER,
      model_sha256 TEXT NOT NULL,
      choice TEXT NOT NULL CHECK (json_valid(choice)),
      result TEXT NOT NULL CHECK (json_valid(result)),
      environment TEXT NOT NULL CHECK (json_valid(environment)),
      created_at INTEGER NOT NULL,
      duration REAL NOT NULL
    ) STRICT;
    CREATE INDEX evaluations_by_run ON evaluations (run_id, created_at);

    CREATE TABLE datasets (
      id TEXT NOT NULL PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      kind TEXT NOT NULL CHECK (kind IN ('series', 'images')),
      definition TEXT NOT NULL CHECK (json_valid(definition)),
      created_at INTEGER NOT NULL
    ) STRICT;
  `,
};
