import type { Migration } from '../migrate';

/** What models have generated; resources/docs/schema.md explains each column. */
export const generations: Migration = {
  version: 2,
  sql: `
    CREATE TABLE generations (
      id TEXT NOT NULL PRIMARY KEY,
      run_id TEXT REFERENCES runs (id) ON DELETE CASCADE,
      checkpoint TEXT CHECK (checkpoint IS NULL OR json_valid(checkpoint)),
      model_file TEXT NOT NULL,
      model_step INTEGER,
      model_sha256 TEXT NOT NULL,
      weights_file TEXT NOT NULL,
      weights_sha256 TEXT NOT NULL,
      quantization_levels INTEGER NOT NULL,
      receptive_field INTEGER NOT NULL,
      choice TEXT NOT NULL CHECK (json_valid(choice)),
      groups TEXT NOT NULL CHECK (json_valid(groups)),
      prompts TEXT NOT NULL CHECK (json_valid(prompts)),
      environment TEXT NOT NULL CHECK (json_valid(environment)),
      tokens_file TEXT NOT NULL,
      tokens_bytes INTEGER NOT NULL,
      tokens_sha256 TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      duration REAL NOT NULL
    ) STRICT;
    CREATE INDEX generations_by_run ON generations (run_id, created_at);
  `,
};
