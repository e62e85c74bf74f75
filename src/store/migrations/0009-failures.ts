import type { Migration } from './migration.ts';

/** The index of failed calls knows their statuses, so that a list of one status reads no row of another. */
export const failures: Migration = {
  id: '0009-failures',
  statements: [
    'drop index calls_by_failure',
    "create index calls_by_failure on calls (outcome, started_at, status) where outcome <> 'ok'",
  ],
};
