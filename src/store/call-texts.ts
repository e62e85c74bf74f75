import { sql } from 'kysely';
import { messageOf } from '../lib/errors.ts';
import { BEGINNING, type CallText, type CallTexts } from './call-text-ports.ts';
import type { Database } from './database.ts';
import type { RowValues } from './worker-messages.ts';

/** Characters of texts that are written at once: some ten milliseconds, between which rows of calls are written. */
const MOST_CHARACTERS = 64 * 1024;
/** Characters that may wait. */
const MOST_WAITING = 32 * 1024 * 1024;

/** The texts of calls. They are written one small batch after the other, so that nothing waits long for them. */
export class CallTextTable implements CallTexts {
  readonly #database: Database;
  readonly #warn: (message: string) => void;
  readonly #insertion: string;
  #writing: Promise<void> = Promise.resolve();
  #waiting = 0;
  #lost = 0;

  constructor(database: Database, warn: (message: string) => void) {
    this.#database = database;
    this.#warn = warn;
    this.#insertion = insertionFor(database);
  }

  get lost(): number {
    return this.#lost;
  }

  add(texts: readonly CallText[]): void {
    if (this.#waiting > MOST_WAITING) return this.#lose(texts.length, 'too many wait for the disk already');
    for (const batch of batchesOf(texts)) {
      this.#waiting += sizeOf(batch);
      this.#writing = this.#writing.then(() => this.#write(batch));
    }
  }

  async words(calls: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (calls.length === 0) return new Map();
    const rows = await this.#database.query
      .selectFrom('callTexts')
      .select(['callId', sql<string>`substr(words, 1, ${sql.lit(BEGINNING)})`.as('beginning')])
      .where('callId', 'in', calls)
      .where('words', '<>', '')
      .execute();
    return new Map(rows.map(({ callId, beginning }) => [callId, beginning]));
  }

  async forget(calls: readonly string[]): Promise<void> {
    if (calls.length === 0) return;
    // What is to be forgotten may not be written yet.
    await this.flush();
    await this.#database.query.deleteFrom('callTexts').where('callId', 'in', calls).execute();
  }

  async deleteBefore(time: number, most: number): Promise<number> {
    const { query } = this.#database;
    const oldest = query
      .selectFrom('callTexts')
      .select('callId')
      .where('startedAt', '<', time)
      .orderBy('startedAt')
      .limit(most);
    const { numDeletedRows } = await query
      .deleteFrom('callTexts')
      .where('callId', 'in', oldest)
      .executeTakeFirstOrThrow();
    return Number(numDeletedRows);
  }

  flush(): Promise<void> {
    return this.#writing;
  }

  /** Never rejects. */
  async #write(texts: readonly CallText[]): Promise<void> {
    try {
      const { lost, failure } = await this.#database.insertRows(this.#insertion, texts.map(valuesOf));
      if (lost > 0) this.#lose(lost, failure?.text ?? 'unknown');
    } catch (error) {
      this.#lose(texts.length, messageOf(error));
    } finally {
      this.#waiting -= sizeOf(texts);
    }
  }

  #lose(count: number, why: string): void {
    if (this.#lost === 0) {
      this.#warn(`A call cannot be found by its words: ${why}. Everything else goes on; this is said once.`);
    }
    this.#lost += count;
  }
}

/** Each of so many characters, or of one text. */
function batchesOf(texts: readonly CallText[]): readonly (readonly CallText[])[] {
  const batches: CallText[][] = [];
  let room = 0;
  for (const text of texts) {
    const size = sizeOf([text]);
    if (room < size) {
      batches.push([]);
      room = MOST_CHARACTERS;
    }
    batches.at(-1)?.push(text);
    room -= size;
  }
  return batches;
}

function sizeOf(texts: readonly CallText[]): number {
  return texts.reduce((sum, { words, answer, tokens }) => sum + words.length + answer.length + tokens.length, 0);
}

function valuesOf({ id, startedAt, keyId, words, answer, tokens }: CallText): RowValues {
  return [id, startedAt, keyId, words, answer, tokens];
}

/** The migration says what becomes of it. */
function insertionFor({ dialect }: Database): string {
  if (dialect === 'sqlite') {
    return 'insert into call_text_intake (call_id, started_at, key_id, words, answer, tokens) values (?, ?, ?, ?, ?, ?)';
  }
  // A lexeme has at most 256 places, up to the 16383rd (https://www.postgresql.org/docs/current/textsearch-limitations.html).
  const places = `select quote_literal(token) || ':' || string_agg(least(place, 16383)::text, ',') as lexeme
    from unnest(string_to_array($6, ' ')) with ordinality as given (token, place) where token <> '' group by token`;
  return `insert into call_texts (number, call_id, started_at, key_id, words, answer, tokens) values (
      (select coalesce(max(number) + 1, $2::bigint * 2048) from call_texts
        where number >= $2::bigint * 2048 and number < ($2::bigint + 1) * 2048),
      $1, $2, $3, $4, $5,
      (select coalesce(string_agg(lexeme, ' '), '') || ' ' || quote_literal(':' || $3::text) from (${places}) lexemes)::tsvector
    ) on conflict do nothing`;
}
