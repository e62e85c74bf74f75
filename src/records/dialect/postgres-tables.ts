import { describePostgresFailure } from '../../store/dialect/postgres-failure.ts';
import type { FailureDetails } from '../../store/worker-messages.ts';
import { NewerTables } from '../newer-tables.ts';
import type { BlockRow, BodyBatch, BodyRow, BodyTables, CallEntry, NewIds } from '../tables.ts';
import type { BodyServer, OpenedTables } from '../worker-messages.ts';
import { byteaArray } from './bytea-array.ts';
import { PostgresConnection } from './postgres-connection.ts';
import { blockOf, bodyOf, callOf, numberOf, numbersOf } from './postgres-rows.ts';
import { migratePostgres } from './postgres-schema.ts';
import * as sql from './postgres-sql.ts';

/** What passes by itself while redwolf runs may pass at the start too. */
const PASSING: readonly string[] = ['unreachable', 'busy'];

/** Connects, and brings the tables to this program's version. Where the server is away, that is done later. Never rejects. */
export async function openPostgresTables({ url }: BodyServer): Promise<OpenedTables> {
  const tables = new PostgresBodyTables(url);
  try {
    await tables.connect();
  } catch (error) {
    const failure = tables.failureOf(error);
    if (!PASSING.includes(failure.reason)) return { failure };
  }
  return { tables, movedTo: null };
}

/** What was done while nobody wrote, and others must know. */
interface Changes {
  freed: number;
  /** Ids that others know, or were given, hold no longer. */
  isOutdating: boolean;
}

/** Something else was written or deleted since the ids of a batch were asked for. */
class Outdated extends Error {}

/**
 * The tables in a PostgreSQL database, which other processes may have too (docs/decisions/0018-bodies-in-postgresql.md).
 * Writers share a lock; whoever deletes has it alone, and counts an epoch up. A writer whose ids are of another epoch looks
 * them up anew.
 */
export class PostgresBodyTables implements BodyTables {
  readonly #connection: PostgresConnection;
  /** Of what was looked up. None at the start, so that the first batch asks. */
  #epoch = -1;
  #changes: Changes | undefined;
  /** The connection that has the lock of the tidier. */
  #tidiesOn: number | undefined;

  constructor(url: string) {
    this.#connection = new PostgresConnection(url, migratePostgres);
  }

  async connect(): Promise<void> {
    await this.#connection.connect();
  }

  blockIds(hashes: readonly Uint8Array[]): Promise<readonly (number | undefined)[]> {
    return this.#ids(sql.BLOCK_IDS, hashes);
  }

  bodyIds(hashes: readonly Uint8Array[]): Promise<readonly (number | undefined)[]> {
    return this.#ids(sql.BODY_IDS, hashes);
  }

  async newIds(blocks: number, bodies: number): Promise<NewIds> {
    const [row] = blocks + bodies === 0 ? [] : await this.#connection.query(sql.NEW_IDS, [blocks, bodies]);
    return { blocks: numbersOf(row?.['blocks']), bodies: numbersOf(row?.['bodies']) };
  }

  async write({ blocks, bodies, calls }: BodyBatch): Promise<boolean> {
    try {
      await this.#connection.transaction(sql.BEGIN_SHARED, async (rows) => {
        this.#expectEpoch(numberOf(rows[0]?.['epoch']));
        const sizes = [
          await this.#insertBlocks(blocks),
          await this.#insertBodies(bodies),
          await this.#insertCalls(calls),
        ];
        // Last, since other writers wait for this row.
        await this.#connection.query(sql.GROW, [sizes.reduce((sum, size) => sum + size)]);
      });
      return true;
    } catch (error) {
      if (error instanceof Outdated) return false;
      throw error;
    }
  }

  reading<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#connection.transaction(sql.BEGIN_READING, work);
  }

  async call(id: string): Promise<CallEntry | undefined> {
    const [row] = await this.#connection.query(sql.CALL, [id]);
    return row && callOf(id, row);
  }

  async body(id: number): Promise<BodyRow | undefined> {
    const [row] = await this.#connection.query(sql.BODY, [id]);
    return row && bodyOf(row);
  }

  async blocks(ids: readonly number[]): Promise<ReadonlyMap<number, BlockRow>> {
    const rows = await this.#connection.query(sql.BLOCKS, [ids]);
    return new Map(rows.map(blockOf).map((block) => [block.id, block]));
  }

  async deleteCall(id: string): Promise<boolean> {
    return (await this.#count(sql.DELETE_CALL, [id])) > 0;
  }

  /** What is damaged on a server is for those who run it. */
  async beginAnew(): Promise<null> {
    return null;
  }

  async mayTidy(): Promise<boolean> {
    const connection = await this.#connection.connect();
    if (this.#tidiesOn === connection) return true;
    const [row] = await this.#connection.query(sql.TRY_TIDYING);
    this.#tidiesOn = row?.['is_taken'] === true ? connection : undefined;
    return this.#tidiesOn !== undefined;
  }

  async endTidying(): Promise<void> {
    if (this.#tidiesOn === undefined) return;
    this.#tidiesOn = undefined;
    // On a new connection it is not held, and that is no error but a warning.
    await this.#connection.query(sql.END_TIDYING);
  }

  async alone<Result>(work: () => Promise<Result>): Promise<Result> {
    const changes: Changes = { freed: 0, isOutdating: false };
    this.#changes = changes;
    try {
      const { result, epoch } = await this.#connection.transaction(sql.BEGIN_ALONE, async (rows) => {
        const before = numberOf(rows[0]?.['epoch']);
        const result = await work();
        if (changes.isOutdating) await this.#connection.query(sql.OUTDATE, [changes.freed]);
        // Whoever deletes tells the writer of this process, so that it need not look all up anew.
        return { result, epoch: changes.isOutdating && before === this.#epoch ? before + 1 : this.#epoch };
      });
      this.#epoch = epoch;
      return result;
    } finally {
      this.#changes = undefined;
    }
  }

  async highest(): Promise<{ block: number; body: number }> {
    // What was given such an id and is not written yet must not be written any more.
    this.#outdate(0);
    const [row] = await this.#connection.query(sql.HIGHEST);
    return { block: numberOf(row?.['block']), body: numberOf(row?.['body']) };
  }

  deleteCallsBefore(startedAt: number, most: number): Promise<number> {
    return this.#count(sql.DELETE_CALLS, [startedAt, most]);
  }

  countCalls(): Promise<number> {
    return this.#count(sql.COUNT_CALLS, []);
  }

  async bodiesAfter(id: number, most: number): Promise<readonly BodyRow[]> {
    return (await this.#connection.query(sql.BODIES_AFTER, [id, most])).map(bodyOf);
  }

  async deleteUnusedBodies(ids: readonly number[]): Promise<number> {
    return this.#delete(sql.DELETE_BODIES, ids);
  }

  async blockIdsAfter(id: number, most: number): Promise<readonly number[]> {
    return (await this.#connection.query(sql.BLOCK_IDS_AFTER, [id, most])).map((row) => numberOf(row['id']));
  }

  async deleteBlocks(ids: readonly number[]): Promise<void> {
    await this.#delete(sql.DELETE_BLOCKS, ids);
  }

  /** By what the rows take: the space of deleted ones is used again once the server has vacuumed them. */
  async size(): Promise<{ used: number; free: number }> {
    const [row] = await this.#connection.query('select bytes from record_state');
    return { used: numberOf(row?.['bytes']), free: 0 };
  }

  async reclaim(): Promise<void> {}

  failureOf(error: unknown): FailureDetails {
    return error instanceof NewerTables ? error.details : describePostgresFailure(error);
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  #expectEpoch(epoch: number): void {
    const known = this.#epoch;
    this.#epoch = epoch;
    if (epoch !== known) throw new Outdated('rows were deleted');
  }

  async #insertBlocks(blocks: readonly BlockRow[]): Promise<number> {
    const columns = [
      blocks.map(({ id }) => id),
      blocks.map(({ length }) => length),
      byteaArray(blocks.map(({ hash }) => hash)),
      byteaArray(blocks.map(({ data }) => data)),
    ];
    return this.#insert(sql.INSERT_BLOCKS, columns, blocks.length);
  }

  async #insertBodies(bodies: readonly BodyRow[]): Promise<number> {
    const columns = [
      bodies.map(({ id }) => id),
      bodies.map(({ length }) => length),
      bodies.map(({ manifestLength }) => manifestLength),
      byteaArray(bodies.map(({ hash }) => hash)),
      byteaArray(bodies.map(({ manifest }) => manifest)),
    ];
    return this.#insert(sql.INSERT_BODIES, columns, bodies.length);
  }

  /** All rows must be new: one that another process wrote has an id that other rows of this batch do not name. */
  async #insert(text: string, columns: readonly unknown[], expected: number): Promise<number> {
    if (expected === 0) return 0;
    const [row] = await this.#connection.query(text, columns);
    if (numberOf(row?.['count']) < expected) throw new Outdated('another process wrote the same');
    return numberOf(row?.['size']);
  }

  async #insertCalls(calls: readonly CallEntry[]): Promise<number> {
    if (calls.length === 0) return 0;
    const stages = calls.flatMap(({ id, bodies }) => bodies.map((body, position) => ({ id, position, body })));
    const [row] = await this.#connection.query(sql.INSERT_CALLS, [
      calls.map(({ id }) => id),
      calls.map(({ keyId }) => keyId),
      calls.map(({ startedAt }) => startedAt),
      calls.map(({ sheetLength }) => sheetLength),
      byteaArray(calls.map(({ sheet }) => sheet)),
      stages.map(({ id }) => id),
      stages.map(({ position }) => position),
      stages.map(({ body }) => body),
    ]);
    return numberOf(row?.['size']);
  }

  async #ids(text: string, hashes: readonly Uint8Array[]): Promise<readonly (number | undefined)[]> {
    const ids = new Array<number | undefined>(hashes.length).fill(undefined);
    const rows = await this.#connection.query(text, [byteaArray(hashes)]);
    for (const row of rows) ids[numberOf(row['place']) - 1] = numberOf(row['id']);
    return ids;
  }

  async #delete(text: string, ids: readonly number[]): Promise<number> {
    if (ids.length === 0) return 0;
    const [row] = await this.#connection.query(text, [ids]);
    const count = numberOf(row?.['count']);
    if (count > 0) this.#outdate(numberOf(row?.['size']));
    return count;
  }

  #outdate(freed: number): void {
    if (this.#changes === undefined) throw new TypeError('others may be writing now');
    this.#changes.freed += freed;
    this.#changes.isOutdating = true;
  }

  async #count(text: string, values: readonly unknown[]): Promise<number> {
    const [row] = await this.#connection.query(text, values);
    return numberOf(row?.['count']);
  }
}
