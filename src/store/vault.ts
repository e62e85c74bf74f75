import { randomBytes, timingSafeEqual } from 'node:crypto';
import { RedwolfError } from '../lib/errors.ts';
import {
  createMasterKey,
  type KeyPlaces,
  type MasterKey,
  nextMasterKeys,
  presentMasterKey,
} from '../lib/master-key.ts';
import { Sealer } from '../lib/seal.ts';
import { Secret } from '../lib/secret.ts';
import type { SettingValue } from './configuration-ports.ts';
import type { SettingStore } from './ports.ts';

const CHECK = 'master_key_check';
const PEPPER = 'pepper';
const PEPPER_BYTES = 32;
// The key may be exchanged between two looks; twice in a row it is not.
const LOOKS = 3;

/** What the master key opens. */
export interface Vault {
  readonly masterKey: MasterKey;
  /** Seals and opens the platforms' secrets. */
  readonly sealer: Sealer;
  /** Under which client keys are hashed. It outlives the master key, because nobody can hash those keys anew. */
  readonly pepper: Buffer;
  /** By which the master key is recognised: a sub-key of its own, which tells nothing of the others. In hex. */
  readonly check: string;
}

export type VaultOptions = KeyPlaces & { readonly settings: SettingStore };

/**
 * Opens the vault, with the key that the database was made with or the one that followed it. For a new database a key is
 * made where there is none, and a value to recognise it by is kept.
 *
 * Rejects with RedwolfError MASTER_KEY_WRONG, having changed nothing; MASTER_KEY_INVALID, DATA_DIR_UNWRITABLE.
 */
export async function openVault(options: VaultOptions): Promise<Vault> {
  const { settings, dataDir } = options;
  for (let look = 0; look < LOOKS; look++) {
    const expected = await settings.get(CHECK);
    const masterKey = await findKey(options, expected);
    if (masterKey === undefined) continue;
    const isNew = expected === undefined;
    if (isNew) await settings.add(CHECK, checkOf(masterKey));
    const vault = await openPepper(masterKey, settings, isNew);
    if (vault !== undefined) return vault;
  }
  throw await wrongKey(options, dataDir);
}

/** The check value of the key in use, which another process may have exchanged; undefined for a new database. */
export function currentCheck(settings: SettingStore): Promise<string | undefined> {
  return settings.get(CHECK);
}

/** The same pepper under another master key, and the values by which a store knows the two. */
export function rekeyed(
  vault: Vault,
  masterKey: MasterKey,
): { readonly vault: Vault; readonly values: SettingValue[] } {
  const next = { ...vault, masterKey, sealer: sealerOf(masterKey), check: checkOf(masterKey) };
  const values = [
    { name: CHECK, value: next.check },
    { name: PEPPER, value: sealPepper(next.pepper, next.sealer) },
  ];
  return { vault: next, values };
}

async function findKey(options: VaultOptions, expected: string | undefined): Promise<MasterKey | undefined> {
  const present = await presentMasterKey(options);
  if (expected === undefined) return present ?? createMasterKey(options.dataDir);
  const isRight = (key: MasterKey) => isSame(checkOf(key), expected);
  if (present !== undefined && isRight(present)) return present;
  return (await nextMasterKeys(options)).find(isRight);
}

/** Undefined where the master key was exchanged since it was looked at. */
async function openPepper(masterKey: MasterKey, settings: SettingStore, isNew: boolean): Promise<Vault | undefined> {
  const sealer = sealerOf(masterKey);
  let sealed = await settings.get(PEPPER);
  if (sealed === undefined) {
    // Before it was a value of its own, the pepper was derived from the master key.
    const made = isNew ? randomBytes(PEPPER_BYTES) : masterKey.derive('pepper');
    sealed = await settings.add(PEPPER, sealPepper(made, sealer));
  }
  const pepper = sealer.open(sealed, PEPPER);
  if (pepper === undefined) return undefined;
  return { masterKey, sealer, pepper: Buffer.from(pepper.reveal(), 'base64'), check: checkOf(masterKey) };
}

function sealPepper(pepper: Buffer, sealer: Sealer): string {
  return sealer.seal(new Secret(pepper.toString('base64')), PEPPER);
}

function sealerOf(masterKey: MasterKey): Sealer {
  return new Sealer(masterKey.derive('seal'));
}

function checkOf(masterKey: MasterKey): string {
  return masterKey.derive('check').toString('hex');
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

async function wrongKey(places: KeyPlaces, dataDir: string): Promise<RedwolfError> {
  const present = await presentMasterKey(places);
  const what =
    present === undefined
      ? `The master key is missing: there is no master.key in ${dataDir}, and REDWOLF_MASTER_KEY is not set, but the database was made with one.`
      : `The master key in ${present.source} is not the one that the database was made with, so no client key is recognised and no stored platform key can be read.`;
  return new RedwolfError('MASTER_KEY_WRONG', `${what} Put the former one back and start again. Nothing was changed.`);
}
