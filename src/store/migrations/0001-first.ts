import type { Migration } from './migration.ts';

/** The tables that the first release needs: calls, client keys, the administrator, settings. */
export const first: Migration = {
  id: '0001-first',
  statements: [
    `create table calls (
      id text not null primary key,
      started_at bigint not null,
      key_id text not null,
      key_name text not null,
      endpoint text not null,
      client_protocol text not null,
      platform_protocol text,
      mode text not null,
      source text not null,
      requested_model text not null,
      platform text,
      model text,
      is_stream smallint not null,
      outcome text not null,
      status integer not null,
      error_kind text,
      error_message text,
      plan text not null,
      attempts text not null,
      losses text not null,
      input_tokens integer not null,
      cache_read_tokens integer not null,
      cache_write_5m_tokens integer not null,
      cache_write_1h_tokens integer not null,
      output_tokens integer not null,
      reasoning_tokens integer not null,
      usage_source text not null,
      queue_ms double precision not null,
      first_byte_ms double precision,
      total_ms double precision not null,
      request_bytes bigint not null,
      reply_bytes bigint not null
    )`,
    'create index calls_by_time on calls (started_at)',
    'create index calls_by_key on calls (key_id, started_at)',
    `create table client_keys (
      id text not null primary key,
      name text not null,
      hash text not null unique,
      prefix text not null,
      origin text not null,
      is_enabled smallint not null,
      created_at bigint not null
    )`,
    `create table admin (
      id integer not null primary key check (id = 1),
      password_hash text not null
    )`,
    `create table admin_sessions (
      token_hash text not null primary key,
      created_at bigint not null,
      expires_at bigint not null
    )`,
    `create table settings (
      name text not null primary key,
      value text not null
    )`,
  ],
};
