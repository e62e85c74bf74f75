import { type AdminAccess, ensureAdministrator } from '../admin/ensure-administrator.ts';
import type { Config, DeclaredKey } from '../config/config.ts';
import type { Keys } from '../endpoints/endpoint.ts';
import { type FoundKey, KeyRing, makeKeyRecord } from '../gateway/key-ring.ts';
import type { Clock } from '../lib/clock.ts';
import { newClientKey } from '../lib/ids.ts';
import { PasswordHasher } from '../lib/password.ts';
import type { Store } from '../store/store.ts';
import type { Vault } from '../store/vault.ts';

const REFRESH_MS = 1_000;
const WATCH_MS = 1_000;
const CLOSED =
  'redwolf runs without its master key and cannot recognise any client key. Its log and its pages say what to do.';

export interface OpenedKeys {
  readonly ring: KeyRing;
  readonly passwords: PasswordHasher;
  /** A client key that was made now and cannot be shown again. */
  readonly firstKey: string | undefined;
  readonly adminAccess: AdminAccess;
}

export interface KeyOptions {
  readonly environment: NodeJS.ProcessEnv;
  readonly host: string;
  readonly warn: (message: string) => void;
}

/**
/**
 * Makes the keys of the configuration known, and sees that there is a client key and that an administrator can get in.
 * Where the vault is closed nothing is known and nothing is written.
 */
export async function openKeys(
  { pepper, closed }: Pick<Vault, 'pepper'> & { readonly closed?: string },
  { environment, host, warn }: KeyOptions,
  config: Config,
  store: Store,
): Promise<OpenedKeys> {
  const ring = new KeyRing(pepper);
  const passwords = new PasswordHasher();
  if (closed !== undefined) return { ring, passwords, firstKey: undefined, adminAccess: 'password' };
  const now = Date.now();
  await store.keys.declare(config.keys.map((declared) => declaredRecord(declared, now, ring)));
  const isFirst = await store.keys.isEmpty();
  const firstKey = isFirst ? newClientKey() : undefined;
  if (firstKey !== undefined) await store.keys.insert(makeKeyRecord('default', firstKey, 'created', now, ring));
  ring.load(await store.keys.list());
  const { users, settings } = store;
  const clock = { now: Date.now };
  const adminAccess = await ensureAdministrator({ users, settings, passwords, environment, host, clock, warn });
  return { ring, passwords, firstKey, adminAccess };
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
  readonly closed: string | undefined;

  constructor(store: Pick<Store, 'keys' | 'changesElsewhere'>, ring: KeyRing, clock: Clock, isClosed = false) {
    this.closed = isClosed ? CLOSED : undefined;
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

  /**
   * Notices within a second that a key was changed elsewhere. A failed read leaves the keys as they are.
   * @param onChange what else is to be done where another process has written
   */
  watch(onChange: () => Promise<void>): void {
    if (this.closed !== undefined) return;
    this.#watch = setInterval(() => void this.#look(onChange).catch(() => undefined), WATCH_MS).unref();
  }

  unwatch(): void {
    clearInterval(this.#watch);
  }

  async #read(): Promise<true> {
    this.#ring.load(await this.#store.keys.list());
    return true;
  }

  async #look(onChange: () => Promise<void>): Promise<void> {
    const changes = await this.#store.changesElsewhere();
    if (changes === this.#changes) return;
    await this.#read();
    await onChange();
    this.#changes = changes;
  }
}
