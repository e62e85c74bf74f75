import { type RawBuilder, sql } from 'kysely';
import type { KeyId } from '../lib/ids.ts';
import type { Database } from './database.ts';
import type { Amount, UsageGroup, UsageStore, UsageSum } from './ports.ts';

const INPUT = sql`input_tokens + cache_read_tokens + cache_write_5m_tokens + cache_write_1h_tokens`;

const GROUPS: Readonly<Record<UsageGroup, RawBuilder<string | null>>> = {
  keyId: sql`key_id`,
  model: sql`model`,
  platform: sql`platform`,
  // A number, as dialects differ in how they write dates.
  day: sql`started_at / 86400000`,
};

/** Sums over the calls. */
export class UsageTable implements UsageStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async spent(keyId: KeyId, from: number, until: number): Promise<Amount> {
    const row = await this.#database.query
      .selectFrom('calls')
      .select([sumOf(sql`${INPUT} + output_tokens`).as('tokens'), sumOf(sql`cost_nano_usd`).as('nanoUsd')])
      .where('keyId', '=', keyId)
      .where('startedAt', '>=', from)
      .where('startedAt', '<', until)
      .executeTakeFirstOrThrow();
    return { tokens: Number(row.tokens), nanoUsd: Number(row.nanoUsd) };
  }

  async usage(group: UsageGroup, from: number, until: number, keyId?: KeyId): Promise<readonly UsageSum[]> {
    let query = this.#database.query
      .selectFrom('calls')
      .select([
        GROUPS[group].as('group'),
        sql<number>`count(*)`.as('calls'),
        sumOf(INPUT).as('inputTokens'),
        sumOf(sql`output_tokens`).as('outputTokens'),
        sumOf(sql`cost_nano_usd`).as('nanoUsd'),
        sumOf(sql`case when cost_nano_usd is null then 1 else 0 end`).as('unpriced'),
      ])
      .where('startedAt', '>=', from)
      .where('startedAt', '<', until)
      .groupBy(sql`1`)
      .orderBy(sql`1`);
    if (keyId !== undefined) query = query.where('keyId', '=', keyId);
    return (await query.execute()).map(({ group: name, ...sums }) => ({ group: String(name ?? ''), ...sums }));
  }
}

function sumOf(column: RawBuilder<unknown>): RawBuilder<number> {
  return sql<number>`coalesce(sum(${column}), 0)`;
}
