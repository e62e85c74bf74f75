import { join } from 'node:path';
import { prepareDataDir } from '../lib/data-dir.ts';
import { AuditTable } from './audit.ts';
import { CallTable, callInsertSql, callValues } from './calls.ts';
import { ConfigurationTables } from './configuration.ts';
import type { Database } from './database.ts';
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
  /** Made where it is absent; holds the database and the master key. */
  readonly dataDir: string;
  /** This program's version, kept beside each migration that it applies. */
  readonly version: string;
  /** Told of what the user should know though redwolf goes on, in one sentence. */
  readonly warn: (message: string) => void;
  /** UTC in milliseconds since 1970. */
  readonly clock?: () => number;
}

/**
 * Opens the embedded database `redwolf.db` in the data dir, makes or migrates it, and gives the store upon it. A damaged
 * file is moved aside and said. The store's worker keeps the process alive until `close`.
 *
 * Rejects with RedwolfError: DATA_DIR_UNWRITABLE, DATABASE_TOO_NEW, DATABASE_LOCKED, DATABASE_FAILED. In each case
 * nothing was changed.
 */
export async function openStore({ dataDir, version, warn, clock = Date.now }: StoreOptions): Promise<Store> {
  await prepareDataDir(dataDir);
  const file = join(dataDir, DATABASE_FILE);
  const database = await openSqlite({ file, clock, warn });
  try {
    await migrate(database, migrations, { where: file, version, clock });
  } catch (error) {
    await database.close();
    throw error;
  }
  return new OpenStore(database, warn);
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
    this.recorder = new BatchRecorder(callWriter(database), warn);
  }

  changesElsewhere(): Promise<number> {
    return this.#database.changesElsewhere();
  }

  async close(): Promise<void> {
    await this.recorder.close();
    await this.#database.close();
  }
}

function callWriter(database: Database): RowWriter {
  const insertion = callInsertSql(database);
  return { write: (rows) => database.insertRows(insertion, rows.map(callValues)) };
}
