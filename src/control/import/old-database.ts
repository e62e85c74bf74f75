import { open, stat } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { messageOf, RedwolfError } from '../../lib/errors.ts';
import type { OldRow, ReaderAnswer, ReaderOpening, ReaderQuestion, ReaderStart } from './worker-messages.ts';

const SQLITE_MAGIC = 'SQLite format 3\0';
/** The original makes all its tables at its start; older versions had fewer, and these two always. */
const NEEDED = ['api_records', 'platform_configs'];

interface Waiting {
  resolve(rows: readonly OldRow[]): void;
  reject(error: RedwolfError): void;
}

/**
 * The database of the original redwolf (its `database.py`, commit b46f0da), opened read-only in a worker and never changed.
 * A table or a column that an older version did not have reads as empty. Everything rejects with RedwolfError
 * IMPORT_FILE_INVALID.
 */
export class OldDatabase {
  /** Tells this database from others, also when it has grown since: what was made at its first start. */
  identity = '';
  readonly #name: string;
  readonly #worker: Worker;
  readonly #tables: ReadonlyMap<string, readonly string[]>;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  private constructor(name: string, worker: Worker, tables: ReadonlyMap<string, readonly string[]>) {
    this.#name = name;
    this.#worker = worker;
    this.#tables = tables;
    worker.on('message', (answer: ReaderAnswer) => this.#settle(answer));
    worker.on('error', (error) => this.#fail(messageOf(error)));
    worker.on('exit', () => this.#fail('its reader ended'));
  }

  /**
   * @param name what it is called in messages
   *
   * Rejects with RedwolfError IMPORT_FILE_UNREADABLE, IMPORT_FILE_INVALID.
   */
  static async open(file: string, name: string): Promise<OldDatabase> {
    await checkHead(file, name);
    const { worker, opening } = await startReader({ file });
    if (!opening.isOpen) {
      await worker.terminate();
      throw damaged(name, opening.reason);
    }
    const tables = new Map(Object.entries(opening.tables).filter(([, columns]) => columns.includes('id')));
    const missing = NEEDED.filter((table) => !tables.has(table));
    if (missing.length > 0) {
      await worker.terminate();
      throw notTheOriginals(name, `it has no table ${missing.join(' and no ')}`);
    }
    const database = new OldDatabase(name, worker, tables);
    const [first] = await database.rows(
      `select created_at from ${database.table('user_auth', ['created_at'])} order by id limit 1`,
    );
    database.identity = String(first?.['created_at'] ?? '');
    return database;
  }

  /** A table with these columns, to stand after `from`: what the database does not have is null, or no row. */
  table(name: string, columns: readonly string[]): string {
    const present = this.#tables.get(name);
    const selected = ['id', ...columns].map((column) =>
      present?.includes(column) ? `"${column}"` : `null as "${column}"`,
    );
    return `(select ${selected.join(', ')}${present === undefined ? ' where false' : ` from "${name}"`})`;
  }

  /** All rows of such a table, in the order of their ids. */
  all(name: string, columns: readonly string[]): Promise<readonly OldRow[]> {
    return this.rows(`select * from ${this.table(name, columns)} order by id`);
  }

  rows(sql: string, parameters: ReaderQuestion['parameters'] = []): Promise<readonly OldRow[]> {
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId;
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, sql, parameters } satisfies ReaderQuestion);
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #settle(answer: ReaderAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if ('rows' in answer) waiting?.resolve(answer.rows);
    else waiting?.reject(damaged(this.#name, answer.reason));
  }

  #fail(reason: string): void {
    for (const waiting of this.#waiting.values()) waiting.reject(damaged(this.#name, reason));
    this.#waiting.clear();
  }
}

async function checkHead(file: string, name: string): Promise<void> {
  const head = await readHead(file).catch((error: unknown) => {
    const message = `${name} cannot be read: ${messageOf(error)}. Name the original's api_records.db.`;
    throw new RedwolfError('IMPORT_FILE_UNREADABLE', message, { cause: error });
  });
  if (head === '') throw notTheOriginals(name, 'it is empty');
  if (head !== SQLITE_MAGIC) throw notTheOriginals(name, 'it is no SQLite database');
}

async function readHead(file: string): Promise<string> {
  if (!(await stat(file)).isFile()) throw new Error('it is no file');
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(SQLITE_MAGIC.length), 0, SQLITE_MAGIC.length, 0);
    return buffer.subarray(0, bytesRead).toString('latin1');
  } finally {
    await handle.close();
  }
}

async function startReader(workerData: ReaderStart): Promise<{ worker: Worker; opening: ReaderOpening }> {
  // tsc rewrites the extensions of imports, not those of addresses: run from source, the worker is source too.
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const worker = new Worker(new URL(`./worker.${extension}`, import.meta.url), {
    workerData,
    name: 'import',
    // node:sqlite says on each start that it is experimental.
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const opening = await new Promise<ReaderOpening>((resolve) => {
    worker.once('message', resolve);
    worker.once('error', (error) => resolve({ isOpen: false, reason: messageOf(error) }));
    worker.once('exit', () => resolve({ isOpen: false, reason: 'its reader ended' }));
  });
  return { worker, opening };
}

function notTheOriginals(name: string, why: string): RedwolfError {
  const message = `${name} is not the original redwolf's database: ${why}. Its name there is api_records.db. Nothing was imported.`;
  return new RedwolfError('IMPORT_FILE_INVALID', message);
}

function damaged(name: string, reason: string): RedwolfError {
  const message = `${name} is damaged, or in use by a program that does not let it be read: ${reason}. Stop the original redwolf, copy the file again, and import that.`;
  return new RedwolfError('IMPORT_FILE_INVALID', message);
}
