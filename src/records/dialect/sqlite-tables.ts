import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { FailureDetails } from '../../store/worker-messages.ts';
import { describeFailure, openAnew, openDatabase } from '../../store/worker-open.ts';
import { NewerTables } from '../newer-tables.ts';
import type { BlockRow, BodyBatch, BodyRow, BodyTables, CallEntry, NewIds } from '../tables.ts';
import type { BodyFile, OpenedTables } from '../worker-messages.ts';
import { migrateSqlite } from './sqlite-schema.ts';

/** Pages that are given back at once: about 8 MiB. */
const PAGES_PER_STEP = 2_000;

/** Opens the file, creating it where it is absent; a damaged one is moved aside. Never throws. */
export function openSqliteTables(place: BodyFile): OpenedTables {
  try {
    const { database, movedTo } = openDatabase(place);
    return { tables: new SqliteBodyTables(place, database), movedTo };
  } catch (error) {
    return { failure: failureOf(error) };
  }
}

/** The tables in a SQLite file of their own. To be used in a worker: SQLite blocks its thread. */
class SqliteBodyTables implements BodyTables {
  readonly #place: BodyFile;
  readonly #statements = new Map<string, StatementSync>();
  #database: DatabaseSync;
  #lastBlock = 0;
  #lastBody = 0;

  /** Brings the tables to this program's version. Throws what node:sqlite throws, and NewerTables. */
  constructor(place: BodyFile, database: DatabaseSync) {
    this.#place = place;
    this.#database = database;
    this.#begin();
  }

  async blockIds(hashes: readonly Uint8Array[]): Promise<readonly (number | undefined)[]> {
    return hashes.map((hash) => idOf(this.#get('select id from blocks where hash = ?', hash)));
  }

  async bodyIds(hashes: readonly Uint8Array[]): Promise<readonly (number | undefined)[]> {
    return hashes.map((hash) => idOf(this.#get('select id from bodies where hash = ?', hash)));
  }

  async newIds(blocks: number, bodies: number): Promise<NewIds> {
    return {
      blocks: Array.from({ length: blocks }, () => ++this.#lastBlock),
      bodies: Array.from({ length: bodies }, () => ++this.#lastBody),
    };
  }

  async write({ blocks, bodies, calls }: BodyBatch): Promise<boolean> {
    this.#together(() => {
      for (const { id, hash, length, data } of blocks) {
        this.#run('insert into blocks (id, hash, length, data) values (?, ?, ?, ?)', id, hash, length, data);
      }
      for (const { id, hash, length, manifest, manifestLength } of bodies) {
        this.#run('insert into bodies values (?, ?, ?, ?, ?)', id, hash, length, manifest, manifestLength);
      }
      for (const call of calls) this.#writeCall(call);
      // Ids are never given twice, even if the last rows are deleted: who marks them must not meet other ones.
      this.#noteHighest('block', blocks.at(-1)?.id);
      this.#noteHighest('body', bodies.at(-1)?.id);
    });
    return true;
  }

  reading<Result>(work: () => Promise<Result>): Promise<Result> {
    return work();
  }

  async call(id: string): Promise<CallEntry | undefined> {
    const row = this.#get('select * from calls where id = ?', id);
    if (row === undefined) return undefined;
    const bodies = this.#all('select body from call_bodies where call = ? order by position', numberOf(row['number']));
    return {
      id,
      keyId: String(row['key_id']),
      startedAt: numberOf(row['started_at']),
      sheet: bytesOf(row['sheet']),
      sheetLength: numberOf(row['sheet_length']),
      bodies: bodies.map(({ body }) => (body === null ? null : numberOf(body))),
    };
  }

  async body(id: number): Promise<BodyRow | undefined> {
    const row = this.#get('select * from bodies where id = ?', id);
    return row && bodyOf(row);
  }

  async blocks(ids: readonly number[]): Promise<ReadonlyMap<number, BlockRow>> {
    const rows = new Map<number, BlockRow>();
    for (const id of ids) {
      const row = rows.has(id) ? undefined : this.#get('select * from blocks where id = ?', id);
      if (row === undefined) continue;
      rows.set(id, { id, hash: bytesOf(row['hash']), length: numberOf(row['length']), data: bytesOf(row['data']) });
    }
    return rows;
  }

  async deleteCall(id: string): Promise<boolean> {
    return this.#run('delete from calls where id = ?', id) > 0;
  }

  async beginAnew(): Promise<string | null> {
    this.#database.close();
    this.#statements.clear();
    const { database, movedTo } = openAnew({ ...this.#place, openedAt: Date.now() });
    this.#database = database;
    this.#begin();
    return movedTo;
  }

  /** The file has one process, and that one thread. */
  async mayTidy(): Promise<boolean> {
    return true;
  }

  async endTidying(): Promise<void> {}

  alone<Result>(work: () => Promise<Result>): Promise<Result> {
    return work();
  }

  async highest(): Promise<{ block: number; body: number }> {
    return { block: this.#lastBlock, body: this.#lastBody };
  }

  async deleteCallsBefore(startedAt: number, most: number): Promise<number> {
    const oldest = 'select number from calls where started_at < ? order by started_at limit ?';
    return this.#run(`delete from calls where number in (${oldest})`, startedAt, most);
  }

  async countCalls(): Promise<number> {
    return numberOf(this.#get('select count(*) as count from calls')?.['count']);
  }

  async bodiesAfter(id: number, most: number): Promise<readonly BodyRow[]> {
    return this.#all('select * from bodies where id > ? order by id limit ?', id, most).map(bodyOf);
  }

  async deleteUnusedBodies(ids: readonly number[]): Promise<number> {
    const sql = 'delete from bodies where id = ? and not exists (select 1 from call_bodies where body = bodies.id)';
    return this.#together(() => ids.reduce((sum, id) => sum + this.#run(sql, id), 0));
  }

  async blockIdsAfter(id: number, most: number): Promise<readonly number[]> {
    return this.#all('select id from blocks where id > ? order by id limit ?', id, most).map((row) =>
      numberOf(row['id']),
    );
  }

  async deleteBlocks(ids: readonly number[]): Promise<void> {
    this.#together(() => {
      for (const id of ids) this.#run('delete from blocks where id = ?', id);
    });
  }

  async size(): Promise<{ used: number; free: number }> {
    const page = this.#pragma('page_size');
    const free = this.#pragma('freelist_count');
    return { used: (this.#pragma('page_count') - free) * page, free: free * page };
  }

  async reclaim(): Promise<void> {
    this.#database.exec(`pragma incremental_vacuum(${PAGES_PER_STEP})`);
  }

  failureOf(error: unknown): FailureDetails {
    return failureOf(error);
  }

  async close(): Promise<void> {
    this.#database.close();
  }

  #begin(): void {
    migrateSqlite(this.#database);
    this.#lastBlock = this.#highestOf('block', 'blocks');
    this.#lastBody = this.#highestOf('body', 'bodies');
    const { mostPages } = this.#place;
    if (mostPages !== undefined) this.#database.exec(`pragma max_page_count = ${mostPages}`);
  }

  #highestOf(name: string, table: string): number {
    const noted = numberOf(this.#get('select id from highest where name = ?', name)?.['id']);
    return Math.max(noted, numberOf(this.#get(`select max(id) as id from ${table}`)?.['id']));
  }

  #writeCall({ id, keyId, startedAt, sheet, sheetLength, bodies }: CallEntry): void {
    const columns = 'id, key_id, started_at, sheet, sheet_length';
    const sql = `insert into calls (${columns}) values (?, ?, ?, ?, ?) on conflict (id) do nothing returning number`;
    const row = this.#get(sql, id, keyId, startedAt, sheet, sheetLength);
    if (row === undefined) return;
    const number = numberOf(row['number']);
    for (const [position, body] of bodies.entries()) {
      this.#run('insert into call_bodies values (?, ?, ?)', number, position, body);
    }
  }

  #noteHighest(name: string, id: number | undefined): void {
    if (id !== undefined) this.#run('insert or replace into highest values (?, ?)', name, id);
  }

  #together<Result>(work: () => Result): Result {
    this.#database.exec('begin immediate');
    try {
      const result = work();
      this.#database.exec('commit');
      return result;
    } catch (error) {
      // A full disk rolls back by itself.
      if (this.#database.isTransaction) this.#database.exec('rollback');
      throw error;
    }
  }

  #pragma(name: string): number {
    return numberOf(this.#get(`pragma ${name}`)?.[name]);
  }

  #run(sql: string, ...values: Value[]): number {
    return Number(this.#prepare(sql).run(...values).changes);
  }

  #get(sql: string, ...values: Value[]): Row | undefined {
    return this.#prepare(sql).get(...values);
  }

  #all(sql: string, ...values: Value[]): Row[] {
    return this.#prepare(sql).all(...values);
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const prepared = this.#database.prepare(sql);
    this.#statements.set(sql, prepared);
    return prepared;
  }
}

function failureOf(error: unknown): FailureDetails {
  return error instanceof NewerTables ? error.details : describeFailure(error);
}

type Value = string | number | null | Uint8Array;
type Row = Readonly<Record<string, unknown>>;

function bodyOf(row: Row): BodyRow {
  return {
    id: numberOf(row['id']),
    hash: bytesOf(row['hash']),
    length: numberOf(row['length']),
    manifest: bytesOf(row['manifest']),
    manifestLength: numberOf(row['manifest_length']),
  };
}

function idOf(row: Row | undefined): number | undefined {
  return row && numberOf(row['id']);
}

/** 0 for what is absent. */
function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function bytesOf(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? value : new Uint8Array();
}
