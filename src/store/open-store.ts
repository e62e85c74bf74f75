import { join } from 'node:path';
import { sql } from 'kysely';
import { prepareDataDir } from '../lib/data-dir.ts';
import type { Secret } from '../lib/secret.ts';
import { AuditTable } from './audit.ts';
import { CallPageTable } from './call-pages.ts';
import { CallRemovalTable } from './call-removal.ts';
import { CallSessionTables } from './call-sessions.ts';
import { CallTextTable } from './call-texts.ts';
import { CallTable, callInsertSql, callValues } from './calls.ts';
import { ConfigurationTables } from './configuration.ts';
import { CorrectionTable } from './corrections.ts';
import type { Database, DialectName } from './database.ts';
import { openSqlite } from './dialect/sqlite.ts';
import { KeyTable } from './keys.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { BatchRecorder, type RowWriter } from './recorder.ts';
import { SessionTable } from './sessions.ts';
import { SettingTable } from './settings.ts';
import type { Store } from './store.ts';
import { UsageTable } from './usage.ts';
import { UserTable } from './users.ts';

const DATABASE_FILE = 'redwolf.db';

export interface StoreOptions {
  /** Made where it is absent; holds the master key, and the embedded database. */
  readonly dataDir: string;
  /** Address of a PostgreSQL database, in place of the embedded one. */
  readonly databaseUrl?: Secret;
  /** This program's version, kept beside each migration that it applies. */
  readonly version: string;
  /** Told of what the user should know though redwolf goes on, in one sentence. */
  readonly warn: (message: string) => void;
  /** UTC in milliseconds since 1970. */
  readonly clock?: () => number;
}

/**
 * Opens the embedded database `redwolf.db` in the data dir, or the one at `databaseUrl`; makes or migrates it, and gives
 * the store upon it. A damaged file is moved aside and said. The store keeps the process alive until `close`.
 *
 * Rejects with RedwolfError: DATA_DIR_UNWRITABLE, DATABASE_TOO_NEW, DATABASE_LOCKED, DATABASE_UNREACHABLE,
 * DATABASE_FAILED. In each case nothing was changed.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { version, warn, clock = Date.now } = options;
  await prepareDataDir(options.dataDir);
  const { database, where } = await openDatabase(options, clock);
  try {
    await migrate(database, migrations, { where, version, clock });
  } catch (error) {
    await database.close();
    throw error;
  }
  return new OpenStore(database, warn);
}

async function openDatabase(
  { dataDir, databaseUrl, warn }: StoreOptions,
  clock: () => number,
): Promise<{ readonly database: Database; readonly where: string }> {
  if (databaseUrl === undefined) {
    const file = join(dataDir, DATABASE_FILE);
    return { database: await openSqlite({ file, clock, warn }), where: file };
  }
  // The driver is loaded by those who need it.
  const { openPostgres } = await import('./dialect/postgres.ts');
  return openPostgres({ url: databaseUrl });
}

class OpenStore implements Store {
  readonly configuration: ConfigurationTables;
  readonly keys: KeyTable;
  readonly users: UserTable;
  readonly sessions: SessionTable;
  readonly audit: AuditTable;
  readonly settings: SettingTable;
  readonly calls: CallTable;
  readonly usage: UsageTable;
  readonly callSessions: CallSessionTables;
  readonly callPages: CallPageTable;
  readonly callTexts: CallTextTable;
  readonly corrections: CorrectionTable;
  readonly callRemoval: CallRemovalTable;
  readonly recorder: BatchRecorder;
  readonly #database: Database;

  constructor(database: Database, warn: (message: string) => void) {
    this.#database = database;
    this.configuration = new ConfigurationTables(database);
    this.keys = new KeyTable(database);
    this.users = new UserTable(database);
    this.sessions = new SessionTable(database);
    this.audit = new AuditTable(database);
    this.settings = new SettingTable(database);
    this.calls = new CallTable(database);
    this.usage = new UsageTable(database);
    this.callSessions = new CallSessionTables(database);
    this.callPages = new CallPageTable(database);
    this.callTexts = new CallTextTable(database, warn);
    this.corrections = new CorrectionTable(database);
    this.callRemoval = new CallRemovalTable(database);
    this.recorder = new BatchRecorder(callWriter(database), warn);
  }

  changesElsewhere(): Promise<number> {
    return this.#database.changesElsewhere();
  }

  get dialect(): DialectName {
    return this.#database.dialect;
  }

  async size(): Promise<number> {
    const text =
      this.dialect === 'sqlite'
        ? sql<{ bytes: number }>`select page_count * page_size as bytes from pragma_page_count(), pragma_page_size()`
        : sql<{ bytes: number }>`select pg_database_size(current_database()) as bytes`;
    const { rows } = await text.execute(this.#database.query);
    return Number(rows[0]?.bytes ?? 0);
  }

  giveBack(): Promise<void> {
    return this.#database.giveBack();
  }

  async close(): Promise<void> {
    await this.recorder.close();
    await this.callTexts.flush();
    await this.#database.close();
  }
}

function callWriter(database: Database): RowWriter {
  const insertion = callInsertSql(database);
  return { write: (rows) => database.insertRows(insertion, rows.map(callValues)) };
}
