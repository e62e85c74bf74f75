import type { Migration } from './migration.ts';

/** What a client key may do, its rotation and its end; what a call cost. `policy` is JSON. */
export const keys: Migration = {
  id: '0004-keys',
  statements: [
    'alter table client_keys add column owner text',
    'alter table client_keys add column expires_at bigint',
    "alter table client_keys add column policy text not null default '{}'",
    'alter table client_keys add column previous_hash text',
    'alter table client_keys add column previous_until bigint',
    'alter table client_keys add column reset_at bigint',
    'alter table client_keys add column deleted_at bigint',
    'alter table client_keys add column version integer not null default 1',
    'alter table calls add column cost_nano_usd bigint',
    'alter table calls add column price_source text',
  ],
};
