import type { Migration } from './migration.ts';

/** The sums that change with the prices. */
const PRICED_ANEW = ['unpriced', 'compared', 'nano_usd', 'compared_nano_usd', 'baseline_nano_usd'];

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
    ...rollups().flatMap(({ name, dimensions, isSession }) => [
      tableSql(name, dimensions, isSession),
      `${upsertSql(name, dimensions, isSession)}
        select ${valuesSql(dimensions, isSession, '')} from calls ${isSession ? 'where session is not null' : 'where true'}
        group by ${dimensions.map((_, index) => index + 1).join(', ')}
        ${onConflictSql(name, dimensions, isSession)}`,
    ]),
    'create index usage_hours_by_key on usage_hours (key_id, hour)',
    'create index usage_days_by_key on usage_days (key_id, day)',
    'create index session_totals_by_time on session_totals (last_at)',
    'create index session_totals_by_key on session_totals (key_id, last_at)',
    'create index session_totals_by_user on session_totals (user_id, last_at)',
    { sqlite: sqliteTriggers(), postgres: postgresTriggers() },
  ],
};

interface Rollup {
  readonly name: string;
  readonly dimensions: readonly Dimension[];
  /** Only calls of a session count, and it has a beginning and an end. */
  readonly isSession: boolean;
}

interface Dimension {
  readonly column: string;
  /** Of a call; `CALL.` stands before its columns. */
  readonly value: string;
  readonly type: 'text' | 'bigint';
}

function rollups(): readonly Rollup[] {
  const by = (column: string): Dimension => ({ column, value: `coalesce(CALL.${column}, '')`, type: 'text' });
  const cube = ['key_id', 'user_id', 'platform', 'model', 'scene', 'purpose'].map(by);
  const time = (column: string, milliseconds: number): Dimension => ({
    column,
    value: `CALL.started_at / ${milliseconds}`,
    type: 'bigint',
  });
  const session = ['session', 'key_id', 'user_id'].map(by);
  return [
    { name: 'usage_hours', dimensions: [time('hour', 3_600_000), ...cube], isSession: false },
    { name: 'usage_days', dimensions: [time('day', 86_400_000), ...cube], isSession: false },
    { name: 'session_totals', dimensions: session, isSession: true },
    {
      name: 'session_usage',
      dimensions: [...session, ...['agent', 'purpose', 'platform', 'model', 'scene'].map(by)],
      isSession: true,
    },
  ];
}

/** Column → what one call adds to it. */
function measures(): readonly (readonly [string, string])[] {
  const isPriced = 'CALL.cost_nano_usd is not null and CALL.baseline_nano_usd is not null';
  const isCompared = `CALL.usage_source <> 'none' and ${isPriced}`;
  return [
    ['calls', '1'],
    ['errors', "case when CALL.outcome = 'error' then 1 else 0 end"],
    ['aborted', "case when CALL.outcome = 'aborted' then 1 else 0 end"],
    ['unpriced', 'case when CALL.cost_nano_usd is null then 1 else 0 end'],
    ['without_usage', "case when CALL.usage_source = 'none' then 1 else 0 end"],
    ['compared', `case when ${isCompared} then 1 else 0 end`],
    ['input_tokens', 'CALL.input_tokens'],
    ['cache_read_tokens', 'CALL.cache_read_tokens'],
    ['cache_write_5m_tokens', 'CALL.cache_write_5m_tokens'],
    ['cache_write_1h_tokens', 'CALL.cache_write_1h_tokens'],
    ['output_tokens', 'CALL.output_tokens'],
    ['reasoning_tokens', 'CALL.reasoning_tokens'],
    ['nano_usd', 'coalesce(CALL.cost_nano_usd, 0)'],
    ['compared_nano_usd', `case when ${isCompared} then CALL.cost_nano_usd else 0 end`],
    ['baseline_nano_usd', `case when ${isCompared} then CALL.baseline_nano_usd else 0 end`],
  ];
}

function tableSql(name: string, dimensions: readonly Dimension[], isSession: boolean): string {
  const times = isSession ? ['first_at bigint not null', 'last_at bigint not null'] : [];
  const columns = [
    ...dimensions.map(({ column, type }) => `${column} ${type} not null`),
    ...times,
    ...measures().map(([column]) => `${column} bigint not null`),
    `primary key (${dimensions.map(({ column }) => column).join(', ')})`,
  ];
  return `create table ${name} (${columns.join(', ')})`;
}

function upsertSql(name: string, dimensions: readonly Dimension[], isSession: boolean): string {
  const columns = [
    ...dimensions.map(({ column }) => column),
    ...(isSession ? ['first_at', 'last_at'] : []),
    ...measures().map(([column]) => column),
  ];
  return `insert into ${name} (${columns.join(', ')})`;
}

/** Of many calls, grouped by the dimensions. @param call such as `new.`, before each column */
function valuesSql(dimensions: readonly Dimension[], isSession: boolean, call: string): string {
  return [
    ...dimensions.map(({ value }) => value),
    ...(isSession ? ['min(CALL.started_at)', 'max(CALL.started_at)'] : []),
    ...measures().map(([, value]) => `sum(${value})`),
  ]
    .join(', ')
    .replaceAll('CALL.', call);
}

function onConflictSql(name: string, dimensions: readonly Dimension[], isSession: boolean): string {
  const times = isSession
    ? [
        `first_at = case when excluded.first_at < ${name}.first_at then excluded.first_at else ${name}.first_at end`,
        `last_at = case when excluded.last_at > ${name}.last_at then excluded.last_at else ${name}.last_at end`,
      ]
    : [];
  const sums = measures().map(([column]) => `${column} = ${name}.${column} + excluded.${column}`);
  const key = dimensions.map(({ column }) => column).join(', ');
  return `on conflict (${key}) do update set ${[...times, ...sums].join(', ')}`;
}

/** One call at a time: SQLite has no other triggers. */
function sqliteTriggers(): readonly string[] {
  const each = (statement: (rollup: Rollup) => string) => rollups().map(statement).join(';\n');
  const insertion = each(({ name, dimensions, isSession }) => {
    const values = [
      ...dimensions.map(({ value }) => value),
      ...(isSession ? ['CALL.started_at', 'CALL.started_at'] : []),
      ...measures().map(([, value]) => value),
    ];
    return `${upsertSql(name, dimensions, isSession)}
      select ${values.join(', ').replaceAll('CALL.', 'new.')} where ${isSession ? 'new.session is not null' : 'true'}
      ${onConflictSql(name, dimensions, isSession)}`;
  });
  const change = each(({ name, dimensions }) => {
    const sums = measures()
      .filter(([column]) => PRICED_ANEW.includes(column))
      .map(
        ([column, value]) =>
          `${column} = ${column} + (${value.replaceAll('CALL.', 'new.')}) - (${value.replaceAll('CALL.', 'old.')})`,
      );
    const where = dimensions.map(({ column, value }) => `${column} = ${value.replaceAll('CALL.', 'new.')}`);
    return `update ${name} set ${sums.join(', ')} where ${where.join(' and ')}`;
  });
  return [
    `create trigger calls_inserted after insert on calls begin ${insertion}; end`,
    `create trigger calls_priced after update of cost_nano_usd, baseline_nano_usd on calls begin ${change}; end`,
  ];
}

/** All calls of a statement at once, in the order of the key, so that two processes cannot wait for each other. */
function postgresTriggers(): readonly string[] {
  const insertion = rollups().map(({ name, dimensions, isSession }) => {
    const group = dimensions.map((_, index) => index + 1).join(', ');
    return `${upsertSql(name, dimensions, isSession)}
      select ${valuesSql(dimensions, isSession, 'added.')} from added
      ${isSession ? 'where added.session is not null' : ''}
      group by ${group} order by ${group} ${onConflictSql(name, dimensions, isSession)};`;
  });
  const change = rollups().map(({ name, dimensions }) => {
    const priced = measures().filter(([column]) => PRICED_ANEW.includes(column));
    const deltas = priced.map(
      ([column, value]) =>
        `sum((${value.replaceAll('CALL.', 'after.')}) - (${value.replaceAll('CALL.', 'before.')})) as ${column}`,
    );
    const keys = dimensions.map(({ column, value }) => `${value.replaceAll('CALL.', 'after.')} as ${column}`);
    const group = dimensions.map((_, index) => index + 1).join(', ');
    return `update ${name} set ${priced.map(([column]) => `${column} = ${name}.${column} + delta.${column}`).join(', ')}
      from (select ${[...keys, ...deltas].join(', ')} from after join before on before.id = after.id group by ${group}) delta
      where ${dimensions.map(({ column }) => `${name}.${column} = delta.${column}`).join(' and ')};`;
  });
  const trigger = (name: string, statements: readonly string[], when: string) => [
    `create function ${name}() returns trigger language plpgsql as $$ begin ${statements.join('\n')} return null; end $$`,
    `create trigger ${name} ${when} for each statement execute function ${name}()`,
  ];
  return [
    ...trigger('calls_inserted', insertion, 'after insert on calls referencing new table as added'),
    ...trigger('calls_priced', change, 'after update on calls referencing old table as before new table as after'),
  ];
}
