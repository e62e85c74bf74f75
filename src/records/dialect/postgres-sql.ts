/** The statements of postgres-tables.ts. They find the tables by the search path of the connection. */

/**
 * Bytes on disk that a row takes beside its own data, with its entries in indexes: what pg_total_relation_size said after
 * bench/records.ts, less the data, by rows. What was counted when a row was written is taken off when it is deleted, so that a
 * change needs a migration that counts all anew.
 */
const BYTES_PER_BLOCK = 250;
const BYTES_PER_BODY = 200;
const BYTES_PER_CALL = 650;

// Of two numbers: the first is the schema's own, as several redwolfs may have one database. A constant each for writing and tidying.
const WRITING = `'record_state'::regclass::oid::integer, 1`;
const TIDYING = `'record_state'::regclass::oid::integer, 2`;

const EPOCH = 'select epoch from record_state';
// The epoch is asked for by a statement of its own: one sees what was there when it began, which was before the lock.
export const BEGIN_SHARED = `begin; select pg_advisory_xact_lock_shared(${WRITING}); ${EPOCH}`;
export const BEGIN_ALONE = `begin; select pg_advisory_xact_lock(${WRITING}); ${EPOCH}`;
export const BEGIN_READING = 'begin isolation level repeatable read read only';

export const TRY_TIDYING = `select pg_try_advisory_lock(${TIDYING}) as is_taken`;
export const END_TIDYING = `select pg_advisory_unlock(${TIDYING})`;

export const OUTDATE = 'update record_state set epoch = epoch + 1, bytes = bytes - $1';
export const GROW = 'update record_state set bytes = bytes + $1';

const idsIn = (table: string) => `
  select place::integer, id from unnest($1::bytea[]) with ordinality as wanted (hash, place) join ${table} using (hash)`;
export const BLOCK_IDS = idsIn('record_blocks');
export const BODY_IDS = idsIn('record_bodies');

export const NEW_IDS = `
  select array(select nextval('record_block_ids') from generate_series(1, $1::integer) order by 1) as blocks,
    array(select nextval('record_body_ids') from generate_series(1, $2::integer) order by 1) as bodies`;

export const HIGHEST = `
  select (select last_value from record_block_ids) as block, (select last_value from record_body_ids) as body`;

// By hash, so that two writers of the same rows wait for each other and never both at once.
export const INSERT_BLOCKS = `
  with new as (
    insert into record_blocks (id, length, hash, data)
    select * from unnest($1::bigint[], $2::integer[], $3::bytea[], $4::bytea[]) as given (id, length, hash, data)
    order by hash
    on conflict (hash) do nothing
    returning octet_length(data) + ${BYTES_PER_BLOCK} as size
  )
  select count(*) as count, sum(size) as size from new`;

export const INSERT_BODIES = `
  with new as (
    insert into record_bodies (id, length, manifest_length, hash, manifest)
    select * from unnest($1::bigint[], $2::integer[], $3::integer[], $4::bytea[], $5::bytea[])
      as given (id, length, manifest_length, hash, manifest)
    order by hash
    on conflict (hash) do nothing
    returning octet_length(manifest) + ${BYTES_PER_BODY} as size
  )
  select count(*) as count, sum(size) as size from new`;

export const INSERT_CALLS = `
  with new as (
    insert into record_calls (id, key_id, started_at, sheet_length, sheet)
    select * from unnest($1::text[], $2::text[], $3::bigint[], $4::integer[], $5::bytea[])
    on conflict (id) do nothing
    returning number, id, octet_length(sheet) + ${BYTES_PER_CALL} as size
  ), stages as (
    insert into record_call_bodies (call, position, body)
    select number, position, body from unnest($6::text[], $7::integer[], $8::bigint[]) as given (id, position, body)
      join new using (id)
  )
  select sum(size) as size from new`;

export const CALL = `
  select *, array(select body from record_call_bodies where call = number order by position) as bodies
  from record_calls where id = $1`;
export const BODY = 'select * from record_bodies where id = $1';
export const BLOCKS = 'select * from record_blocks where id = any($1::bigint[])';

const deletedCalls = (which: string) => `
  with gone as (
    delete from record_calls where ${which} returning octet_length(sheet) + ${BYTES_PER_CALL} as size
  ), sums as (
    select count(*) as count, coalesce(sum(size), 0) as size from gone
  )
  update record_state set bytes = bytes - size from sums returning count`;
export const DELETE_CALL = deletedCalls('id = $1');
export const DELETE_CALLS = deletedCalls(
  'number in (select number from record_calls where started_at < $1 order by started_at limit $2)',
);
export const COUNT_CALLS = 'select count(*) as count from record_calls';

export const BODIES_AFTER = 'select * from record_bodies where id > $1 order by id limit $2';
export const BLOCK_IDS_AFTER = 'select id from record_blocks where id > $1 order by id limit $2';

export const DELETE_BODIES = `
  with gone as (
    delete from record_bodies where id = any($1::bigint[])
      and not exists (select from record_call_bodies where body = record_bodies.id)
    returning octet_length(manifest) + ${BYTES_PER_BODY} as size
  )
  select count(*) as count, sum(size) as size from gone`;

export const DELETE_BLOCKS = `
  with gone as (
    delete from record_blocks where id = any($1::bigint[])
    returning octet_length(data) + ${BYTES_PER_BLOCK} as size
  )
  select count(*) as count, sum(size) as size from gone`;
