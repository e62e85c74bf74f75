/** The calls that the original recorded, from its two tables: the records, and the log of what keys used. */

import type { OldDatabase } from './old-database.ts';
import { textOf, timeOf, wholeNumberOf } from './old-values.ts';
import type { OldRow } from './worker-messages.ts';

/** Few enough that neither this nor the database of redwolf is busy for long. */
const PAGE = 200;
/** What one row of a call may count in the database of redwolf. */
const MOST_TOKENS = 2_147_483_647;
const HOUR_MS = 3_600_000;
const LONGEST_MODEL = 300;
/** What the original sent in place of an answer, with the status 200. */
const ERROR_BODY = /^(?:\{"error":|event: error)/;

const RECORD_COLUMNS = [
  'method',
  'path',
  'body',
  'response_status',
  'response_body',
  'timestamp',
  'duration_ms',
  'target_platform',
  'target_model',
  'routing_scene',
  'user_key_id',
  'input_tokens',
  'output_tokens',
];
const LOG_COLUMNS = [
  'user_key_id',
  'api_record_id',
  'model_name',
  'platform_type',
  'input_tokens',
  'output_tokens',
  'timestamp',
];

/** The entry in the log is written right after the record. Both ids are given again when the last row is deleted. */
const IS_SAME_CALL = `l.api_record_id = r.id and l.user_key_id = r.user_key_id and l.model_name = r.target_model
  and l.input_tokens is r.input_tokens and l.output_tokens is r.output_tokens
  and abs(julianday(l.timestamp) - julianday(r.timestamp)) < 0.001`;

/** One call, whatever of it was kept. */
export interface OldCall {
  /** Id of the record, also where the record is gone. */
  readonly record: string;
  readonly hasRecord: boolean;
  readonly isLogged: boolean;
  readonly method: string;
  /** Without the note that the original wrote behind it. */
  readonly path: string;
  /** That note: how the call went. */
  readonly remark: string;
  readonly key: string;
  readonly platform: string;
  readonly model: string;
  readonly scene: string;
  readonly requestedModel: string;
  readonly isStream: boolean;
  /** Undefined where none was written. */
  readonly status: number | undefined;
  /** The body of the answer was an error, whatever its status: the original sent errors as 200. */
  readonly isError: boolean;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** UTC milliseconds. */
  readonly endedAt: number;
  readonly durationMs: number;
  readonly requestBytes: number;
  readonly replyBytes: number;
  /** The same for the same call, whichever of its two rows is left. */
  readonly seed: string;
  /** UTC milliseconds: the hour of the seed. */
  readonly hour: number;
}

/** A row that has no time to stand at. */
export type Timeless = 'timeless';

/** All calls, the records first, a page at a time. */
export async function* oldCalls(database: OldDatabase): AsyncGenerator<readonly (OldCall | Timeless)[], void> {
  yield* pages(database, recordsSql(database), recordedCall);
  yield* pages(database, logSql(database), loggedCall);
}

async function* pages(
  database: OldDatabase,
  sql: string,
  toCall: (row: OldRow, database: OldDatabase) => OldCall | Timeless,
): AsyncGenerator<readonly (OldCall | Timeless)[], void> {
  let last: string | number = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const rows = await database.rows(sql, [last, PAGE]);
    if (rows.length > 0) yield rows.map((row) => toCall(row, database));
    last = rows.at(-1)?.['id'] ?? last;
    if (rows.length < PAGE) return;
  }
}

function recordsSql(database: OldDatabase): string {
  const field = (name: string) => `case when json_valid(r.body) then json_extract(r.body, '$.${name}') end`;
  return `select r.id, r.method, r.path, r.response_status, r.timestamp, r.duration_ms, r.target_platform, r.target_model,
      r.routing_scene, r.user_key_id, r.input_tokens, r.output_tokens,
      ${field('model')} as requested_model, ${field('stream')} as is_stream,
      length(cast(r.body as blob)) as request_bytes, length(cast(r.response_body as blob)) as reply_bytes,
      substr(ltrim(r.response_body), 1, 12) as reply_start,
      (select min(l.timestamp) from ${database.table('key_usage_logs', LOG_COLUMNS)} l where ${IS_SAME_CALL}) as logged_at
    from ${database.table('api_records', RECORD_COLUMNS)} r where r.id > ? order by r.id limit ?`;
}

function logSql(database: OldDatabase): string {
  return `select l.* from ${database.table('key_usage_logs', LOG_COLUMNS)} l
    where l.id > ?
      and not exists (select 1 from ${database.table('api_records', RECORD_COLUMNS)} r where ${IS_SAME_CALL})
    order by l.id limit ?`;
}

function recordedCall(row: OldRow, database: OldDatabase): OldCall | Timeless {
  const endedAt = timeOf(row['timestamp']);
  if (endedAt === undefined) return 'timeless';
  const [path = '', ...remark] = textOf(row['path']).split(' ');
  const facts = {
    record: textOf(row['id']),
    key: textOf(row['user_key_id']),
    platform: textOf(row['target_platform']),
    model: textOf(row['target_model']),
    inputTokens: tokensOf(row['input_tokens']),
    outputTokens: tokensOf(row['output_tokens']),
  };
  return {
    ...facts,
    ...seedOf(database, facts, timeOf(row['logged_at']) ?? endedAt),
    hasRecord: true,
    isLogged: row['logged_at'] !== null,
    method: textOf(row['method']).toUpperCase(),
    path,
    remark: remark.join(' '),
    scene: textOf(row['routing_scene']),
    requestedModel: textOf(row['requested_model']).slice(0, LONGEST_MODEL),
    isStream: row['is_stream'] === 1,
    status: statusOf(row['response_status']),
    isError: ERROR_BODY.test(textOf(row['reply_start'])),
    endedAt,
    durationMs: Math.min(Math.max(0, wholeNumberOf(row['duration_ms']) ?? 0), endedAt),
    requestBytes: wholeNumberOf(row['request_bytes']) ?? 0,
    replyBytes: wholeNumberOf(row['reply_bytes']) ?? 0,
  };
}

/** Only calls that went well are in the log. */
function loggedCall(row: OldRow, database: OldDatabase): OldCall | Timeless {
  const endedAt = timeOf(row['timestamp']);
  if (endedAt === undefined) return 'timeless';
  const platform = textOf(row['platform_type']);
  const facts = {
    record: textOf(row['api_record_id']),
    key: textOf(row['user_key_id']),
    platform: platform === 'unknown' ? '' : platform,
    model: textOf(row['model_name']),
    inputTokens: tokensOf(row['input_tokens']),
    outputTokens: tokensOf(row['output_tokens']),
  };
  const unknown = {
    path: '',
    remark: '',
    scene: '',
    requestedModel: '',
    durationMs: 0,
    requestBytes: 0,
    replyBytes: 0,
  };
  return {
    ...facts,
    ...seedOf(database, facts, endedAt),
    ...unknown,
    hasRecord: false,
    isLogged: true,
    method: 'POST',
    isStream: false,
    status: 200,
    isError: false,
    endedAt,
  };
}

/**
 * A record may be cleared there and its entry in the log stay, or the other way round, between two imports. So the seed is
 * made of what both say. Ids are given again after a clearing, so that the hour counts too.
 */
function seedOf(
  { identity }: OldDatabase,
  facts: Pick<OldCall, 'record' | 'key' | 'platform' | 'model' | 'inputTokens' | 'outputTokens'>,
  at: number,
): Pick<OldCall, 'seed' | 'hour'> {
  const hour = at - (at % HOUR_MS);
  const { record, key, platform, model, inputTokens, outputTokens } = facts;
  return { seed: JSON.stringify([identity, record, key, platform, model, inputTokens, outputTokens, hour]), hour };
}

function statusOf(value: OldRow[string] | undefined): number | undefined {
  const status = wholeNumberOf(value) ?? 0;
  return status >= 100 && status <= 999 ? status : undefined;
}

function tokensOf(value: OldRow[string] | undefined): number {
  return Math.min(Math.max(0, wholeNumberOf(value) ?? 0), MOST_TOKENS);
}
