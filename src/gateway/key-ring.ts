import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';
import { newKeyId } from '../lib/ids.ts';
import { Secret } from '../lib/secret.ts';
import type { KeyRecord } from '../store/ports.ts';

const MOST_KNOWN = 10_000;

/** The client keys in memory: who asks is answered without the database. */
export class KeyRing {
  readonly #pepper: KeyObject;
  #byHash = new Map<string, KeyRecord>();
  /** Peppered hashes of keys that were found lately, by their plain hash, which takes a sixth of the time. */
  readonly #known = new Map<string, string>();

  /** @param pepper sub-key of the master key; without it the stored hashes are of no use */
  constructor(pepper: Buffer) {
    // A KeyObject is prepared once; a Buffer would be at every call.
    this.#pepper = createSecretKey(pepper);
  }

  /** Makes these the keys that are known, all at once. */
  load(records: readonly KeyRecord[]): void {
    this.#byHash = new Map(records.map((record) => [record.hash, record]));
  }

  /** Adds a key, or replaces the record of one that is known. */
  add(record: KeyRecord): void {
    this.#byHash.set(record.hash, record);
  }

  /** HMAC-SHA-256 of the whole key under the pepper, in hex. */
  hashOf(key: string): string {
    return createHmac('sha256', this.#pepper).update(key).digest('hex');
  }

  /** The record of a key that is known and enabled. It is looked up by its full hash, never by a part of it. */
  find(key: string): KeyRecord | undefined {
    const plain = hash('sha256', key, 'base64');
    const peppered = this.#known.get(plain) ?? this.hashOf(key);
    const record = this.#byHash.get(peppered);
    if (record?.isEnabled !== true) return undefined;
    // Only keys that exist are remembered, so that guessing fills no memory.
    if (this.#known.size < MOST_KNOWN) this.#known.set(plain, peppered);
    return record;
  }
}

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
  ring: KeyRing,
): KeyRecord {
  const text = key instanceof Secret ? key.reveal() : key;
  return {
    id: newKeyId(),
    name,
    hash: ring.hashOf(text),
    prefix: prefixOf(text),
    origin,
    isEnabled: true,
    createdAt: now,
  };
}

/** `rw-` and four characters; of a short key, which someone chose, at most a third. */
function prefixOf(key: string): string {
  return key.slice(0, Math.min(7, Math.floor(key.length / 3)));
}
