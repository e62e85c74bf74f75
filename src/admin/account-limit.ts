const FREE_TRIES = 10;
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 60_000;
/** After this long without a try an account begins anew. */
const FORGET_AFTER_MS = 60 * 60_000;
const MOST_ACCOUNTS = 10_000;
const MOST_KNOWN = 100;
/** Addresses that wait, of all accounts together. */
const MOST_WAITING = 50_000;

interface Account {
  count: number;
  readonly lastAt: number;
  /** Networks from which the right password came. */
  readonly known: Set<string>;
}

/**
 * Slows down who guesses one account's password from many addresses: after ten failed tries from anywhere each further
 * address has to wait before its first try too, 1 s, 2 s, 4 s … up to a minute.
 *
 * Nobody can be locked out by this. Each address has a waiting time of its own, which others cannot prolong, so the right
 * user waits a minute at most; and from an address where the user logged in before there is no waiting.
 */
export class AccountLimit {
  /** In the order of the last try. */
  readonly #accounts = new Map<string, Account>();
  /** When each address asked for each account, oldest first. */
  readonly #askedAt = new Map<string, number>();
  readonly #now: () => number;

  /** @param now monotonic milliseconds */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** @returns 0 to go on, else the milliseconds until this address may try */
  wait(account: string, network: string): number {
    const now = this.#now();
    const entry = this.#accounts.get(account);
    if (entry === undefined || entry.known.has(network) || now - entry.lastAt > FORGET_AFTER_MS) return 0;
    const delay = delayAfter(entry.count);
    if (delay === 0) return 0;
    const pair = pairOf(account, network);
    const askedAt = this.#askedAt.get(pair) ?? now;
    if (askedAt === now) remember(this.#askedAt, pair, now, MOST_WAITING);
    return Math.max(askedAt + delay - now, 0);
  }

  /** A try is under way; it counts as failed. */
  tried(account: string, network: string): void {
    const now = this.#now();
    const before = this.#accounts.get(account);
    const isOld = before === undefined || now - before.lastAt > FORGET_AFTER_MS;
    const entry = { count: isOld ? 1 : before.count + 1, lastAt: now, known: before?.known ?? new Set<string>() };
    remember(this.#askedAt, pairOf(account, network), now, MOST_WAITING);
    remember(this.#accounts, account, entry, MOST_ACCOUNTS);
  }

  /** The try was no failure: this address need not wait again. Guesses from elsewhere stay counted. */
  succeeded(account: string, network: string): void {
    const entry = this.#accounts.get(account);
    if (entry === undefined) return;
    entry.count--;
    if (entry.known.size >= MOST_KNOWN) entry.known.clear();
    entry.known.add(network);
  }
}

function delayAfter(count: number): number {
  return count < FREE_TRIES ? 0 : Math.min(FIRST_DELAY_MS * 2 ** (count - FREE_TRIES), LONGEST_DELAY_MS);
}

function pairOf(account: string, network: string): string {
  return `${network} ${account}`;
}

/** Puts it at the end of the order, and drops what is first where there are too many. */
function remember<Key, Value>(map: Map<Key, Value>, key: Key, value: Value, most: number): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}
