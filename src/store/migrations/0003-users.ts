import type { Migration } from './migration.ts';

/**
 * Users with roles in place of the one administrator, whose password and sessions become those of the user `admin`; and
 * one log of all administrative changes, of which the history of the configuration is a part.
 */
export const users: Migration = {
  id: '0003-users',
  statements: [
    `create table users (
      id text not null primary key,
      name text not null,
      name_key text not null unique,
      role text not null,
      password_hash text,
      must_change_password smallint not null,
      is_enabled smallint not null,
      created_at bigint not null,
      version integer not null
    )`,
    // A database that is new has neither password nor an earlier migration's time that matters.
    `insert into users
      select 'user_admin', 'admin', 'admin', 'admin', (select max(password_hash) from admin), 0, 1, min(applied_at), 1
      from migrations`,
    'drop table admin',
    `create table sessions (
      id text not null primary key,
      token_hash text not null unique,
      user_id text not null,
      created_at bigint not null,
      expires_at bigint not null,
      address text not null,
      user_agent text not null
    )`,
    'create index sessions_by_user on sessions (user_id)',
    `insert into sessions
      select 'session_' || substr(token_hash, 1, 24), token_hash, 'user_admin', created_at, expires_at, '', ''
      from admin_sessions`,
    'drop table admin_sessions',
    `create table audit_log (
      id text not null primary key,
      at bigint not null,
      who text,
      who_name text not null,
      action text not null,
      what text not null,
      state_before text,
      state_after text,
      address text,
      config_version integer unique
    )`,
    'create index audit_log_by_time on audit_log (at, id)',
    `insert into audit_log
      select 'audit_' || cast(version as text), changed_at, 'user_admin', who, 'configuration.change', what,
        state_before, state_after, null, version
      from config_history`,
    'drop table config_history',
  ],
};
