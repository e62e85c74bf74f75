import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/**
 * True where another program has this database of bodies open: two writers would give the same ids. Only who is alone
 * may take a database out of write-ahead logging (https://www.sqlite.org/wal.html); opening it brings it back.
 */
export function isInUse(file: string): boolean {
  if (!existsSync(file)) return false;
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec('pragma journal_mode = delete');
    return false;
  } catch {
    return true;
  } finally {
    database.close();
  }
}
