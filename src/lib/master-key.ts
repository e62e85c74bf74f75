import { hkdfSync, randomBytes } from 'node:crypto';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { prepareDataDir } from './data-dir.ts';
import { messageOf, RedwolfError, systemCode } from './errors.ts';

const KEY_BYTES = 32;
const KEY_FILE = 'master.key';
const KEY_VARIABLE = 'REDWOLF_MASTER_KEY';
/** Base64, also in the form for URLs, of exactly 32 bytes. */
const KEY_TEXT = /^[A-Za-z0-9+/_-]{43}=?$/;

/** What a sub-key is for: hashing client keys, sealing the platforms' keys, recognising the master key. */
export type KeyPurpose = 'pepper' | 'seal' | 'check';

/** The secret that all others hang on. Only sub-keys leave it. */
export class MasterKey {
  readonly #bytes: Buffer;
  /** Where it came from, for messages: the variable's name or the file's path. */
  readonly source: string;

  constructor(bytes: Buffer, source: string) {
    this.#bytes = bytes;
    this.source = source;
  }

  /** A sub-key of 32 bytes: HKDF-SHA-256 (RFC 5869) without salt, the purpose as info. */
  derive(purpose: KeyPurpose): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#bytes, '', `redwolf ${purpose} 1`, KEY_BYTES));
  }
}

export interface MasterKeyOptions {
  readonly dataDir: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether a new key may be made where there is none. Not so once something hangs on the old one. */
  readonly mayCreate: boolean;
}

/**
 * The master key: from REDWOLF_MASTER_KEY, else from `master.key` in the data dir, which is made if `mayCreate` says so,
 * readable for its owner only, and never overwritten.
 *
 * Rejects with RedwolfError: MASTER_KEY_INVALID, MASTER_KEY_WRONG where it is missing and may not be made,
 * DATA_DIR_UNWRITABLE.
 */
export async function loadMasterKey({ dataDir, environment, mayCreate }: MasterKeyOptions): Promise<MasterKey> {
  const text = environment[KEY_VARIABLE];
  if (text !== undefined && text !== '') return parseKey(text, KEY_VARIABLE);
  const file = join(dataDir, KEY_FILE);
  const present = await readKeyFile(file);
  if (present !== undefined) return present;
  if (!mayCreate) {
    throw new RedwolfError(
      'MASTER_KEY_WRONG',
      `The master key is missing: there is no ${file}, and ${KEY_VARIABLE} is not set, but the database was made with one. Put the file back, or set the variable. Nothing was changed.`,
    );
  }
  await prepareDataDir(dataDir);
  return createKeyFile(file);
}

async function readKeyFile(file: string): Promise<MasterKey | undefined> {
  try {
    return parseKey((await readFile(file, 'utf8')).trim(), file);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    if (error instanceof RedwolfError) throw error;
    throw new RedwolfError(
      'MASTER_KEY_INVALID',
      `The master key ${file} cannot be read: ${messageOf(error)}. Correct its owner and permissions.`,
      { cause: error },
    );
  }
}

function parseKey(text: string, source: string): MasterKey {
  if (!KEY_TEXT.test(text)) {
    throw new RedwolfError(
      'MASTER_KEY_INVALID',
      `The master key in ${source} is not the base64 of ${KEY_BYTES} bytes. Put the right one there; for a new installation, "openssl rand -base64 ${KEY_BYTES}" makes one.`,
    );
  }
  return new MasterKey(Buffer.from(text, 'base64'), source);
}

async function createKeyFile(file: string): Promise<MasterKey> {
  const bytes = randomBytes(KEY_BYTES);
  let handle: FileHandle | undefined;
  try {
    // `wx` fails where the file is: another process may have made it since it was looked for.
    handle = await open(file, 'wx', 0o600);
    await handle.writeFile(`${bytes.toString('base64')}\n`);
    await handle.sync();
    return new MasterKey(bytes, file);
  } catch (error) {
    throw new RedwolfError(
      'DATA_DIR_UNWRITABLE',
      `The master key ${file} cannot be made: ${messageOf(error)}. If the file is there now, try again; else correct the directory's owner and permissions.`,
      { cause: error },
    );
  } finally {
    await handle?.close();
  }
}
