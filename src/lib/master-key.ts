import { hkdfSync, randomBytes } from 'node:crypto';
import { type FileHandle, open, readFile, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { prepareDataDir } from './data-dir.ts';
import { messageOf, RedwolfError, systemCode } from './errors.ts';

const KEY_BYTES = 32;
const KEY_FILE = 'master.key';
const KEY_VARIABLE = 'REDWOLF_MASTER_KEY';
// Where the next key stands while one is exchanged for the other.
const NEXT_FILE = 'master.key.new';
export const NEXT_VARIABLE = 'REDWOLF_NEW_MASTER_KEY';
/** Base64, also in the form for URLs, of exactly 32 bytes. */
const KEY_TEXT = /^[A-Za-z0-9+/_-]{43}=?$/;

/**
 * What a sub-key is for: sealing secrets, recognising the master key, and hashing client keys as the first version did,
 * whose hashes must go on to be found.
 */
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

  /** It stands in `master.key.new`, not yet in the place of the other. */
  get isNext(): boolean {
    return basename(this.source) === NEXT_FILE;
  }

  /** A sub-key of 32 bytes: HKDF-SHA-256 (RFC 5869) without salt, the purpose as info. */
  derive(purpose: KeyPurpose): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#bytes, '', `redwolf ${purpose} 1`, KEY_BYTES));
  }
}

/** Where master keys are looked for. */
export interface KeyPlaces {
  readonly dataDir: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * The master key: from REDWOLF_MASTER_KEY, else from `master.key` in the data dir; undefined where there is neither.
 *
 * Rejects with RedwolfError MASTER_KEY_INVALID.
 */
export async function presentMasterKey({ dataDir, environment }: KeyPlaces): Promise<MasterKey | undefined> {
  return keyOfVariable(environment, KEY_VARIABLE) ?? (await readKeyFile(join(dataDir, KEY_FILE)));
}

/** Those that may follow it: REDWOLF_NEW_MASTER_KEY, then `master.key.new`, which half written is as good as none. */
export async function nextMasterKeys({ dataDir, environment }: KeyPlaces): Promise<readonly MasterKey[]> {
  const given = keyOfVariable(environment, NEXT_VARIABLE);
  const written = await readKeyFile(join(dataDir, NEXT_FILE)).catch(() => undefined);
  return [given, written].filter((key) => key !== undefined);
}

/**
 * Makes `master.key` in the data dir, readable for its owner only; one that is there is never overwritten.
 *
 * Rejects with RedwolfError DATA_DIR_UNWRITABLE.
 */
export async function createMasterKey(dataDir: string): Promise<MasterKey> {
  await prepareDataDir(dataDir);
  // `wx` fails where the file is: another process may have made it since it was looked for.
  return writeKeyFile(join(dataDir, KEY_FILE), 'wx');
}

/** Makes `master.key.new`, in place of one that was never used. Rejects as `createMasterKey` does. */
export async function writeNextMasterKey(dataDir: string): Promise<MasterKey> {
  const key = await writeKeyFile(join(dataDir, NEXT_FILE), 'w');
  await syncFolder(dataDir);
  return key;
}

/** Puts `master.key.new` in the place of `master.key`. */
export async function adoptNextMasterKey(dataDir: string): Promise<void> {
  await rename(join(dataDir, NEXT_FILE), join(dataDir, KEY_FILE));
  await syncFolder(dataDir);
}

/** Puts the names of new files on the disk too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

function keyOfVariable(environment: KeyPlaces['environment'], name: string): MasterKey | undefined {
  const text = environment[name];
  return text === undefined || text === '' ? undefined : parseKey(text, name);
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

async function writeKeyFile(file: string, flags: 'w' | 'wx'): Promise<MasterKey> {
  const bytes = randomBytes(KEY_BYTES);
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, flags, 0o600);
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
