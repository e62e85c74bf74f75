import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { RedwolfError } from '../lib/errors.ts';

/**
 * Does the work while no other process does the like on this data dir. The lock is SQLite's own on an empty file, which
 * the system lets go of when the process ends, however it ends.
 *
 * Rejects with RedwolfError MASTER_KEY_KEPT where another process has it, and as the work does.
 */
export async function withRotationLock<Result>(dataDir: string, work: () => Promise<Result>): Promise<Result> {
  const lock = new DatabaseSync(join(dataDir, 'master.key.lock'));
  try {
    take(lock);
    return await work();
  } finally {
    lock.close();
  }
}

function take(lock: DatabaseSync): void {
  try {
    lock.exec('begin exclusive');
  } catch (cause) {
    const message =
      'Another process is exchanging the master key right now. Nothing was changed; try again when it is done.';
    throw new RedwolfError('MASTER_KEY_KEPT', message, { cause });
  }
}
