import type { Migration } from './migration.ts';

const COLUMNS = `number bigint not null primary key,
  call_id text not null unique,
  started_at bigint not null,
  key_id text not null,
  words text not null,
  answer text not null`;

/**
 * What calls are found by: the words of their texts; and indexes for what lists are filtered by that had none. Most calls
 * are of the two purposes that are left out.
 *
 * A text's number is its call's time and a place among those of the same millisecond, so that the order of the numbers is
 * the order of time.
 */
export const search: Migration = {
  id: '0007-search',
  statements: [
    'create index calls_by_agent on calls (agent, started_at) where agent is not null',
    "create index calls_by_purpose on calls (purpose, started_at) where purpose <> 'main' and purpose <> 'continuation'",
    { sqlite: sqliteSearch(), postgres: postgresSearch() },
    'create index call_texts_by_time on call_texts (started_at)',
  ],
};

/**
 * The index knows no texts (`content=''`): the tokens are made outside, by rules of our own. Through the view a text and
 * its entry in the index are one statement; a text that is there already stays.
 */
function sqliteSearch(): readonly string[] {
  return [
    `create table call_texts (${COLUMNS.replace('bigint not null primary key', 'integer not null primary key')})`,
    `create virtual table call_search using fts5(
      tokens, key, content='', contentless_delete=1, tokenize="ascii tokenchars '_'"
    )`,
    "create view call_text_intake as select call_id, started_at, key_id, words, answer, '' as tokens from call_texts",
    `create trigger call_text_taken instead of insert on call_text_intake
      when not exists (select 1 from call_texts where call_id = new.call_id)
      begin
        insert into call_texts (number, call_id, started_at, key_id, words, answer) values (
          (select coalesce(max(number) + 1, new.started_at * 2048) from call_texts
            where number >= new.started_at * 2048 and number < (new.started_at + 1) * 2048),
          new.call_id, new.started_at, new.key_id, new.words, new.answer
        );
        insert into call_search (rowid, tokens, key)
          select number, new.tokens, new.key_id from call_texts where call_id = new.call_id;
      end`,
    `create trigger call_text_gone after delete on call_texts
      begin delete from call_search where rowid = old.number; end`,
  ];
}

function postgresSearch(): readonly string[] {
  return [
    `create table call_texts (${COLUMNS}, tokens tsvector not null)`,
    'create index call_texts_by_tokens on call_texts using gin (tokens)',
  ];
}
