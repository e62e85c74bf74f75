import { type AdminAccess, ensureAdministrator } from '../admin/ensure-administrator.ts';
import type { Config, DeclaredKey } from '../config/config.ts';
import type { Keys } from '../endpoints/endpoint.ts';
import { type FoundKey, KeyRing, makeKeyRecord } from '../gateway/key-ring.ts';
import type { Clock } from '../lib/clock.ts';
import { newClientKey } from '../lib/ids.ts';
import { PasswordHasher } from '../lib/password.ts';
import { Sealer } from '../lib/seal.ts';
import { unlockMasterKey } from '../store/master-key-check.ts';
import type { Store } from '../store/store.ts';

const REFRESH_MS = 1_000;
const WATCH_MS = 1_000;

export interface OpenedKeys {
  readonly ring: KeyRing;
  readonly passwords: PasswordHasher;
  /** For the platforms' keys in the store. */
  readonly sealer: Sealer;
  /** A client key that was made now and cannot be shown again. */
  readonly firstKey: string | undefined;
  readonly adminAccess: AdminAccess;
}

export interface KeyOptions {
  readonly dataDir: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly host: string;
  readonly warn: (message: string) => void;
}

/**
 * Unlocks the keys, makes those of the configuration known, and sees that there is a client key and that an
 * administrator can get in.
 *
 * @throws RedwolfError MASTER_KEY_WRONG, MASTER_KEY_INVALID
 */
export async function openKeys(
  { dataDir, environment, host, warn }: KeyOptions,
  config: Config,
  store: Store,
): Promise<OpenedKeys> {
  const masterKey = await unlockMasterKey({ dataDir, environment, settings: store.settings });
  const ring = new KeyRing(masterKey.derive('pepper'));
  const now = Date.now();
  await store.keys.declare(config.keys.map((declared) => declaredRecord(declared, now, ring)));
  const isFirst = await store.keys.isEmpty();
  const firstKey = isFirst ? newClientKey() : undefined;
  if (firstKey !== undefined) await store.keys.insert(makeKeyRecord('default', firstKey, 'created', now, ring));
  ring.load(await store.keys.list());
  const passwords = new PasswordHasher();
  const { users, settings } = store;
  const clock = { now: Date.now };
  const adminAccess = await ensureAdministrator({ users, settings, passwords, environment, host, clock, warn });
  return { ring, passwords, sealer: new Sealer(masterKey.derive('seal')), firstKey, adminAccess };
}

function declaredRecord(declared: DeclaredKey, now: number, ring: KeyRing) {
  const { name, key, owner = null, expiresAt = null, isEnabled, policy } = declared;
  return makeKeyRecord(name, key, 'config', now, ring, { owner, expiresAt, isEnabled, policy: JSON.stringify(policy) });
}

/** The keys of the store, in memory; `redwolf key` may change them while redwolf runs. */
export class StoredKeys implements Keys {
  readonly #store: Pick<Store, 'keys' | 'changesElsewhere'>;
  readonly #ring: KeyRing;
  readonly #clock: Clock;
  #refreshedAt = Number.NEGATIVE_INFINITY;
  #refreshing: Promise<boolean> | undefined;
  #changes: number | undefined;
  #watch: NodeJS.Timeout | undefined;

  constructor(store: Pick<Store, 'keys' | 'changesElsewhere'>, ring: KeyRing, clock: Clock) {
    this.#store = store;
    this.#ring = ring;
    this.#clock = clock;
  }

  find(key: string): FoundKey | undefined {
    return this.#ring.find(key);
  }

  refresh(): Promise<boolean> {
    // Clients send several requests at once; all of them wait for the one that reads.
    if (this.#refreshing !== undefined) return this.#refreshing;
    const now = this.#clock.monotonic();
    if (now - this.#refreshedAt < REFRESH_MS) return Promise.resolve(false);
    this.#refreshedAt = now;
    this.#refreshing = this.#read().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  /** Makes a change that this process has written hold at once. */
  async reload(): Promise<void> {
    await this.#read();
  }

  /** Notices within a second that a key was changed elsewhere. A failed read leaves the keys as they are. */
  watch(): void {
    this.#watch = setInterval(() => void this.#look().catch(() => undefined), WATCH_MS).unref();
  }

  unwatch(): void {
    clearInterval(this.#watch);
  }

  async #read(): Promise<true> {
    this.#ring.load(await this.#store.keys.list());
    return true;
  }

  async #look(): Promise<void> {
    const changes = await this.#store.changesElsewhere();
    if (changes === this.#changes) return;
    await this.#read();
    this.#changes = changes;
  }
}
