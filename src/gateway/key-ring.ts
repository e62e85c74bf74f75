import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';
import { newKeyId } from '../lib/ids.ts';
import { Secret } from '../lib/secret.ts';
import type { KeyRecord } from '../store/ports.ts';
import { type ClientKey, clientKey } from './limits/client-key.ts';

const MOST_KNOWN = 10_000;

/** What a secret leads to. */
export interface FoundKey {
  readonly key: ClientKey;
  /** UTC milliseconds: how long this secret is good; Infinity for the key's present one. */
  readonly until: number;
}

/** The client keys in memory: who asks is answered without the database. */
export class KeyRing {
  readonly #pepper: KeyObject;
  #byHash = new Map<string, FoundKey>();
  /** Peppered hashes of keys that were found lately, by their plain hash, which takes a sixth of the time. */
  readonly #known = new Map<string, string>();

  /** @param pepper sub-key of the master key; without it the stored hashes are of no use */
  constructor(pepper: Buffer) {
    // A KeyObject is prepared once; a Buffer would be at every call.
    this.#pepper = createSecretKey(pepper);
  }

  /** Makes these the keys that are known, all at once. */
  load(records: readonly KeyRecord[]): void {
    const keys = records.map(clientKey);
    this.#byHash = new Map([...keys.flatMap(formerSecret), ...keys.map(presentSecret)]);
  }

  /** HMAC-SHA-256 of the whole key under the pepper, in hex. */
  hashOf(key: string): string {
    return createHmac('sha256', this.#pepper).update(key).digest('hex');
  }

  /** The key that a secret belongs to, whatever its state. It is looked up by its full hash, never by a part of it. */
  find(key: string): FoundKey | undefined {
    const plain = hash('sha256', key, 'base64');
    const peppered = this.#known.get(plain) ?? this.hashOf(key);
    const found = this.#byHash.get(peppered);
    if (found === undefined) return undefined;
    // Only keys that exist are remembered, so that guessing fills no memory.
    if (this.#known.size < MOST_KNOWN) this.#known.set(plain, peppered);
    return found;
  }
}

function presentSecret(key: ClientKey): [string, FoundKey] {
  return [key.record.hash, { key, until: Number.POSITIVE_INFINITY }];
}

function formerSecret(key: ClientKey): [string, FoundKey][] {
  const { previousHash, previousUntil } = key.record;
  return previousHash === null ? [] : [[previousHash, { key, until: previousUntil ?? 0 }]];
}

/** What is said of a key when it is made, beyond its name. */
export type KeySettings = Partial<Pick<KeyRecord, 'owner' | 'expiresAt' | 'isEnabled' | 'policy'>>;

/**
 * The record under which a key is stored and found.
 *
 * @param now UTC in milliseconds since 1970
 */
export function makeKeyRecord(
  name: string,
  key: Secret | string,
  origin: KeyRecord['origin'],
  now: number,
  ring: Pick<KeyRing, 'hashOf'>,
  { owner = null, expiresAt = null, isEnabled = true, policy = '{}' }: KeySettings = {},
): KeyRecord {
  const text = key instanceof Secret ? key.reveal() : key;
  return {
    id: newKeyId(),
    name,
    hash: ring.hashOf(text),
    prefix: prefixOf(text),
    origin,
    isEnabled,
    createdAt: now,
    owner,
    expiresAt,
    policy,
    previousHash: null,
    previousUntil: null,
    resetAt: null,
    deletedAt: null,
    version: 1,
  };
}

/** `rw-` and four characters; of a short key, which someone chose, at most a third. */
export function prefixOf(key: string): string {
  return key.slice(0, Math.min(7, Math.floor(key.length / 3)));
}
