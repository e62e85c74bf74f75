import type { Migration } from './migration.ts';
import { dimension, fillSql, postgresTriggers, type Rollup, sqliteTriggers, tableSql, time } from './rollup.ts';

const TRIGGERS = { insertion: 'calls_inserted', change: 'calls_priced' };

/** What a call was for, and the sums of all calls, which the database keeps itself: whoever writes a row, they agree. */
export const usage: Migration = {
  id: '0006-usage',
  statements: [
    ...[
      'user_id text',
      'scene text',
      'intent text',
      'confidence double precision',
      'decision text',
      'session text',
      'session_source text',
      'agent text',
      "purpose text not null default 'main'",
      'baseline_nano_usd bigint',
    ].map((column) => `alter table calls add column ${column}`),
    'update calls set user_id = (select owner from client_keys where client_keys.id = calls.key_id)',
    'create index calls_by_platform on calls (platform, started_at)',
    'create index calls_by_model on calls (model, started_at)',
    'create index calls_by_user on calls (user_id, started_at) where user_id is not null',
    'create index calls_by_scene on calls (scene, started_at) where scene is not null',
    'create index calls_by_session on calls (session, started_at) where session is not null',
    "create index calls_by_failure on calls (outcome, started_at) where outcome <> 'ok'",
    ...rollups().flatMap((rollup) => [tableSql(rollup), fillSql(rollup)]),
    'create index usage_hours_by_key on usage_hours (key_id, hour)',
    'create index usage_days_by_key on usage_days (key_id, day)',
    'create index session_totals_by_time on session_totals (last_at)',
    'create index session_totals_by_key on session_totals (key_id, last_at)',
    'create index session_totals_by_user on session_totals (user_id, last_at)',
    { sqlite: sqliteTriggers(rollups(), TRIGGERS), postgres: postgresTriggers(rollups(), TRIGGERS) },
  ],
};

function rollups(): readonly Rollup[] {
  const cube = ['key_id', 'user_id', 'platform', 'model', 'scene', 'purpose'].map(dimension);
  const session = ['session', 'key_id', 'user_id'].map(dimension);
  return [
    { name: 'usage_hours', dimensions: [time('hour', 3_600_000), ...cube], isSession: false },
    { name: 'usage_days', dimensions: [time('day', 86_400_000), ...cube], isSession: false },
    { name: 'session_totals', dimensions: session, isSession: true },
    {
      name: 'session_usage',
      dimensions: [...session, ...['agent', 'purpose', 'platform', 'model', 'scene'].map(dimension)],
      isSession: true,
    },
  ];
}
