/** How a database would answer queries: which indexes it goes along. */

import type { TestContext } from 'node:test';
import {
  ExplainNode,
  type KyselyPlugin,
  type PluginTransformResultArgs,
  type QueryResult,
  type RootOperationNode,
  sql,
  type UnknownRow,
} from 'kysely';
import { Secret } from '../../src/lib/secret.ts';
import type { Database } from '../../src/store/database.ts';
import { openPostgres } from '../../src/store/dialect/postgres.ts';
import { openTestDatabase } from './database.ts';
import { isOnPostgres, testDatabaseUrl } from './postgres.ts';

export interface Explaining {
  /** Explains each query instead of running it: whoever asks gets the one row that was given. */
  readonly database: Database;
  /** Of the queries so far, one text each. */
  readonly plans: string[];
}

/** The database of a data directory. PostgreSQL is told to avoid what it would choose for small tables. */
export async function explaining(context: TestContext, dataDir: string, answer: object): Promise<Explaining> {
  const database = isOnPostgres ? await openWithoutScans(context, dataDir) : await openTestDatabase(context, dataDir);
  const plans: string[] = [];
  const query = database.query.withPlugin(new Explainer(database, plans, answer));
  return { database: { ...rest(database), query }, plans };
}

async function openWithoutScans(context: TestContext, dataDir: string): Promise<Database> {
  const url = new URL((await testDatabaseUrl(context, dataDir)).reveal());
  url.searchParams.set('options', `${url.searchParams.get('options')} -c enable_seqscan=off`);
  const { database } = await openPostgres({ url: new Secret(url.href) });
  context.after(() => database.close());
  // What the index has not taken in yet makes it look dear.
  await sql`vacuum analyze calls, call_texts`.execute(database.query);
  return database;
}

function rest(database: Database): Omit<Database, 'query'> {
  return {
    dialect: database.dialect,
    batch: (queries) => database.batch(queries),
    insertRows: (text, rows) => database.insertRows(text, rows),
    changesElsewhere: () => database.changesElsewhere(),
    copyBefore: (migration) => database.copyBefore(migration),
    giveBack: () => database.giveBack(),
    close: () => database.close(),
  };
}

class Explainer implements KyselyPlugin {
  readonly #plans: string[];
  readonly #words: string;
  readonly #answer: object;

  constructor({ dialect }: Database, plans: string[], answer: object) {
    this.#plans = plans;
    this.#answer = answer;
    this.#words = dialect === 'sqlite' ? 'explain query plan ' : 'explain ';
  }

  transformQuery({ node }: { readonly node: RootOperationNode }): RootOperationNode {
    if (node.kind === 'RawNode') {
      const [first = '', ...others] = node.sqlFragments;
      return { ...node, sqlFragments: [this.#words + first, ...others] };
    }
    if (node.kind !== 'SelectQueryNode') return node;
    const queryPlan = this.#words.includes('plan') ? sql`query plan`.toOperationNode() : undefined;
    return { ...node, explain: ExplainNode.create(undefined, queryPlan) };
  }

  async transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    const lines = result.rows.flatMap((row) => Object.values(row).filter((value) => typeof value === 'string'));
    this.#plans.push(lines.join('\n'));
    return { ...result, rows: [{ ...this.#answer }] };
  }
}
