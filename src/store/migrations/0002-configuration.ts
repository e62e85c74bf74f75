import type { Migration } from './migration.ts';

/** What can be configured while redwolf runs, and the history of it. JSON columns are texts; none holds a secret. */
export const configuration: Migration = {
  id: '0002-configuration',
  statements: [
    `create table platforms (
      id text not null primary key,
      type text not null,
      settings text not null,
      sealed_settings text,
      is_enabled smallint not null,
      position integer not null,
      version integer not null
    )`,
    `create table credentials (
      id text not null primary key,
      platform text not null,
      position integer not null,
      name text not null,
      weight double precision not null,
      sealed text not null
    )`,
    'create index credentials_by_platform on credentials (platform, position)',
    `create table models (
      platform text not null,
      model text not null,
      listed_at bigint,
      vanished_at bigint,
      reported text not null,
      overrides text not null,
      is_enabled smallint not null,
      version integer not null,
      primary key (platform, model)
    )`,
    `create table config_settings (
      name text not null primary key,
      value text not null,
      version integer not null
    )`,
    `create table config_history (
      version integer not null primary key,
      changed_at bigint not null,
      who text not null,
      what text not null,
      state_before text not null,
      state_after text not null
    )`,
  ],
};
