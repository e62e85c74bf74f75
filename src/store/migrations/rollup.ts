/**
 * The SQL text of sums of calls: their tables, and the triggers that keep them. Released migrations are made of it: a change
 * here must leave their text as it was (migrate.test.ts).
 */

/** The sums that change with the prices. */
const PRICED_ANEW = ['unpriced', 'compared', 'nano_usd', 'compared_nano_usd', 'baseline_nano_usd'];

/** A table of sums of calls, put together by its dimensions. */
export interface Rollup {
  readonly name: string;
  readonly dimensions: readonly Dimension[];
  /** Only calls of a session count, and it has a beginning and an end. */
  readonly isSession: boolean;
}

export interface Dimension {
  readonly column: string;
  /** Of a call; `CALL.` stands before its columns. */
  readonly value: string;
  readonly type: 'text' | 'bigint';
}

/** The names of the two triggers that write into some tables. */
export interface TriggerNames {
  readonly insertion: string;
  readonly change: string;
}

/** A column of `calls`; what a call does not have is ''. */
export function dimension(column: string): Dimension {
  return { column, value: `coalesce(CALL.${column}, '')`, type: 'text' };
}

/** The number of a span of time since 1970. */
export function time(column: string, milliseconds: number): Dimension {
  return { column, value: `CALL.started_at / ${milliseconds}`, type: 'bigint' };
}

/** The columns that are sums. */
export function sumColumns(): readonly string[] {
  return measures().map(([column]) => column);
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

/** Its primary key are the dimensions, in their order. */
export function tableSql({ name, dimensions, isSession }: Rollup): string {
  const times = isSession ? ['first_at bigint not null', 'last_at bigint not null'] : [];
  const columns = [
    ...dimensions.map(({ column, type }) => `${column} ${type} not null`),
    ...times,
    ...measures().map(([column]) => `${column} bigint not null`),
    `primary key (${dimensions.map(({ column }) => column).join(', ')})`,
  ];
  return `create table ${name} (${columns.join(', ')})`;
}

/** Fills it from the rows of `calls`. */
export function fillSql({ name, dimensions, isSession }: Rollup): string {
  return `${upsertSql(name, dimensions, isSession)}
        select ${valuesSql(dimensions, isSession, '')} from calls ${isSession ? 'where session is not null' : 'where true'}
        group by ${dimensions.map((_, index) => index + 1).join(', ')}
        ${onConflictSql(name, dimensions, isSession)}`;
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

/** What keeps the tables up to date. One call at a time: SQLite has no other triggers. */
export function sqliteTriggers(rollups: readonly Rollup[], names: TriggerNames): readonly string[] {
  const each = (statement: (rollup: Rollup) => string) => rollups.map(statement).join(';\n');
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
    `create trigger ${names.insertion} after insert on calls begin ${insertion}; end`,
    `create trigger ${names.change} after update of cost_nano_usd, baseline_nano_usd on calls begin ${change}; end`,
  ];
}

/** All calls of a statement at once, in the order of the key, so that two processes cannot wait for each other. */
export function postgresTriggers(rollups: readonly Rollup[], names: TriggerNames): readonly string[] {
  const insertion = rollups.map(({ name, dimensions, isSession }) => {
    const group = dimensions.map((_, index) => index + 1).join(', ');
    return `${upsertSql(name, dimensions, isSession)}
      select ${valuesSql(dimensions, isSession, 'added.')} from added
      ${isSession ? 'where added.session is not null' : ''}
      group by ${group} order by ${group} ${onConflictSql(name, dimensions, isSession)};`;
  });
  const change = rollups.map(({ name, dimensions }) => {
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
    ...trigger(names.insertion, insertion, 'after insert on calls referencing new table as added'),
    ...trigger(names.change, change, 'after update on calls referencing old table as before new table as after'),
  ];
}
