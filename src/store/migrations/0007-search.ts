import type { Migration } from './migration.ts';

/** What lists of calls are filtered by that had no index. Most calls are of the two purposes that are left out. */
export const search: Migration = {
  id: '0007-search',
  statements: [
    'create index calls_by_agent on calls (agent, started_at) where agent is not null',
    "create index calls_by_purpose on calls (purpose, started_at) where purpose <> 'main' and purpose <> 'continuation'",
  ],
};
