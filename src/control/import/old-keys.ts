/** The original's client keys, which stay valid here. */

import type { KeyRing } from '../../gateway/key-ring.ts';
import { importedKeyId, type KeyId } from '../../lib/ids.ts';
import { Secret } from '../../lib/secret.ts';
import type { KeyRecord, KeyStore } from '../../store/ports.ts';
import type { OldDatabase } from './old-database.ts';
import { flagOf, idOf, textOf, timeOf, wholeNumberOf } from './old-values.ts';
import type { OldRow } from './worker-messages.ts';

const COLUMNS = ['key_name', 'api_key', 'max_tokens', 'used_tokens', 'expires_at', 'is_active', 'created_at'];
/** The original looked at no other; 32 characters follow in those that it made. */
const KEY = /^lxs_[\x21-\x7e]{8,200}$/;
const UNUSABLE_IN_NAMES = /\p{Cc}+/gu;
const LONGEST_NAME = 80;

export interface OldKey {
  /** Of the row; calls refer to it. */
  readonly row: string;
  readonly name: string;
  /** Under which it is, or will be, stored here. */
  readonly id: KeyId;
  /** Whose it is here. */
  readonly owner: string | null;
  readonly secret: Secret;
  readonly createdAt: number | undefined;
  readonly expiresAt: number | null;
  /** 0: without a limit. */
  readonly maxTokens: number;
  readonly usedTokens: number;
  readonly isEnabled: boolean;
  /** What of it cannot be read, so that it is closed. */
  readonly doubt: string | undefined;
  /** `unusable`: it never opened anything there. `deleted`: it was imported, and deleted here. */
  readonly state: 'new' | 'present' | 'deleted' | 'repeated' | 'unusable';
}

/** Every client key there, in clear. */
export async function clientSecrets(database: OldDatabase): Promise<readonly string[]> {
  return (await database.all('user_keys', ['api_key'])).map((row) => textOf(row['api_key']));
}

/** Which keys there are, and which of them are here already: under the same secret, or from an earlier import. */
export async function readKeys(
  database: OldDatabase,
  keys: Pick<KeyStore, 'list' | 'takenIds'>,
  ring: Pick<KeyRing, 'hashOf'>,
): Promise<readonly OldKey[]> {
  const rows = (await database.all('user_keys', COLUMNS)).map((row) => ({ row, id: idFor(database, row) }));
  const stored = await keys.list();
  const taken = await keys.takenIds(rows.map(({ id }) => id));
  const byHash = new Map(stored.map((record) => [record.hash, record]));
  const byId = new Map(stored.map((record) => [record.id, record]));
  const firsts = new Map<string, KeyId>();
  return rows.map(({ row, id }) => {
    const secret = textOf(row['api_key']);
    const record = byId.get(id) ?? byHash.get(ring.hashOf(secret));
    const first = firsts.get(secret);
    if (first === undefined) firsts.set(secret, id);
    const state = first === undefined ? stateOf(secret, record, taken.has(id)) : 'repeated';
    return { ...keyOf(row, secret), id: record?.id ?? first ?? id, owner: record?.owner ?? null, state };
  });
}

function stateOf(secret: string, record: KeyRecord | undefined, isTaken: boolean): OldKey['state'] {
  if (!KEY.test(secret)) return 'unusable';
  if (record !== undefined) return 'present';
  return isTaken ? 'deleted' : 'new';
}

/** Ids of rows are given again when the last row is deleted, so that the time counts too. */
function idFor({ identity: database }: OldDatabase, row: OldRow): KeyId {
  return importedKeyId(JSON.stringify([database, idOf(row), textOf(row['created_at'])]));
}

function keyOf(row: OldRow, secret: string): Omit<OldKey, 'id' | 'owner' | 'state'> {
  const name = textOf(row['key_name']).replace(UNUSABLE_IN_NAMES, ' ').trim().slice(0, LONGEST_NAME).trim();
  const [maxTokens, usedTokens] = [wholeNumberOf(row['max_tokens']), wholeNumberOf(row['used_tokens'])];
  const hasEnd = textOf(row['expires_at']) !== '';
  const expiresAt = timeOf(row['expires_at']);
  const doubts = [
    ...(maxTokens === undefined ? ['its limit cannot be read'] : []),
    ...(usedTokens === undefined ? ['what it used cannot be read'] : []),
    ...(hasEnd && expiresAt === undefined ? ['its end cannot be read'] : []),
  ];
  return {
    row: idOf(row),
    name: name === '' ? `key ${idOf(row)}` : name,
    secret: new Secret(secret),
    createdAt: timeOf(row['created_at']),
    expiresAt: expiresAt ?? null,
    maxTokens: Math.max(0, maxTokens ?? 0),
    usedTokens: Math.max(0, usedTokens ?? 0),
    isEnabled: flagOf(row['is_active'], false) && doubts.length === 0,
    doubt: doubts.length === 0 ? undefined : doubts.join(', '),
  };
}
