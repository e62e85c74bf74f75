/** What the command `key` does, without the database and the screen. */

import { type KeyRing, makeKeyRecord } from '../gateway/key-ring.ts';
import { RedwolfError } from '../lib/errors.ts';
import { newClientKey } from '../lib/ids.ts';
import { nearest } from '../lib/nearest.ts';
import type { KeyRecord, KeyStore } from '../store/ports.ts';
import { table } from './table.ts';

export interface KeyDesk {
  readonly keys: KeyStore;
  readonly ring: KeyRing;
  /** UTC in milliseconds since 1970. */
  now(): number;
}

/** As in the configuration file: something to read, and no line of more than a table can hold. */
const NAME = /^[^\s\p{Cc}](?:[^\p{Cc}]{0,98}[^\s\p{Cc}])?$/u;

/**
 * Makes a key.
 *
 * Rejects with RedwolfError KEY_NAME_INVALID, or KEY_EXISTS where the name is taken.
 * @returns the key itself, which is nowhere else
 */
export async function createKey({ keys, ring, now }: KeyDesk, name: string): Promise<string> {
  if (!NAME.test(name)) {
    throw new RedwolfError('KEY_NAME_INVALID', 'The name of a key has 1 to 100 characters, and no blanks at its ends.');
  }
  if ((await keys.list()).some((key) => key.name === name)) {
    throw new RedwolfError('KEY_EXISTS', `There is a key "${name}" already. Choose another name.`);
  }
  const key = newClientKey();
  await keys.insert(makeKeyRecord(name, key, 'created', now(), ring));
  return key;
}

/** Rejects with RedwolfError KEY_UNKNOWN, or KEY_READ_ONLY for a key of the configuration file. */
export async function setKeyEnabled({ keys }: KeyDesk, name: string, isEnabled: boolean): Promise<void> {
  const known = await keys.list();
  const key = known.find((candidate) => candidate.name === name);
  if (key === undefined) throw unknownKey(name, known);
  if (key.origin === 'config') {
    const message = `The key "${name}" is declared in the configuration file. Change it there, then restart redwolf.`;
    throw new RedwolfError('KEY_READ_ONLY', message);
  }
  await keys.setEnabled(key.id, isEnabled);
}

function unknownKey(name: string, known: readonly KeyRecord[]): RedwolfError {
  const names = known.map((key) => key.name);
  const suggestion = nearest(name, names);
  const hint = suggestion === undefined ? '"redwolf key list" shows all.' : `Did you mean "${suggestion}"?`;
  return new RedwolfError('KEY_UNKNOWN', `There is no key "${name}". ${hint}`);
}

/** All keys as the lines of a table, its head first. */
export function keyTable(keys: readonly KeyRecord[]): string[] {
  const rows = keys.map((key) => [
    key.name,
    `${key.prefix}…`,
    key.isEnabled ? 'enabled' : 'disabled',
    key.origin === 'config' ? 'configuration file' : 'created',
    new Date(key.createdAt).toISOString(),
  ]);
  return table([['NAME', 'KEY', 'STATE', 'ORIGIN', 'SINCE'], ...rows]);
}
