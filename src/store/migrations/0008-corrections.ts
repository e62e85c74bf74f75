import type { Migration } from './migration.ts';

/**
 * What a call should have been taken for. What was decided is kept beside it, as calls are deleted sooner; texts only where
 * they came with an import.
 */
export const corrections: Migration = {
  id: '0008-corrections',
  statements: [
    `create table corrections (
      call_id text not null primary key,
      at bigint not null,
      who text,
      who_name text not null,
      key_id text not null,
      intent text,
      scene text,
      decided_intent text,
      decided_scene text,
      confidence double precision,
      decision text,
      words text,
      previous_words text
    )`,
    'create index corrections_by_time on corrections (at, call_id)',
  ],
};
