import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { messageOf, RedwolfError } from './errors.ts';

/**
 * Makes the data dir where it is absent, for its owner only, and sees that files can be made in it. A dir that is there
 * keeps its permissions: it may be a mounted volume.
 *
 * Rejects with RedwolfError DATA_DIR_UNWRITABLE.
 */
export async function prepareDataDir(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    await access(dataDir, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new RedwolfError(
      'DATA_DIR_UNWRITABLE',
      `The data directory ${dataDir} cannot be written to: ${messageOf(error)}. Correct its owner and permissions, or choose another one with --data-dir.`,
      { cause: error },
    );
  }
}
