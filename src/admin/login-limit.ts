import { isIPv6 } from 'node:net';
import { AccountLimit } from './account-limit.ts';

/** Slows down who guesses passwords. */
export interface LoginLimit {
  /**
   * Asks to try a password. It counts as failed until `succeeded` says otherwise, so that parallel tries count too.
   * @param account what the password is for, as it is compared
   * @returns 0 to go on, else the milliseconds until the next try is allowed
   */
  begin(address: string, account: string): number;
  succeeded(address: string, account: string): void;
}

/** Tries without any delay, for those who mistype. */
const FREE_TRIES = 5;
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 15 * 60_000;
/** After this long without a try an address begins anew. */
const FORGET_AFTER_MS = 60 * 60_000;
const MOST_ADDRESSES = 10_000;

interface Tries {
  readonly count: number;
  readonly lastAt: number;
}

/** Per address: five free tries, then 1 s, 2 s, 4 s … up to 15 minutes between two of them. And per account. */
export class MemoryLoginLimit implements LoginLimit {
  /** In the order of the last try. */
  readonly #tries = new Map<string, Tries>();
  readonly #accounts: AccountLimit;
  readonly #now: () => number;

  /** @param now monotonic milliseconds */
  constructor(now: () => number) {
    this.#now = now;
    this.#accounts = new AccountLimit(now);
  }

  begin(address: string, account: string): number {
    const now = this.#now();
    const key = networkOf(address);
    const before = this.#recent(key, now);
    const wait = Math.max(before.lastAt + delayAfter(before.count) - now, this.#accounts.wait(account, key));
    if (wait > 0) return wait;
    this.#accounts.tried(account, key);
    this.#tries.delete(key);
    this.#tries.set(key, { count: before.count + 1, lastAt: now });
    this.#evict();
    return 0;
  }

  succeeded(address: string, account: string): void {
    const key = networkOf(address);
    this.#tries.delete(key);
    this.#accounts.succeeded(account, key);
  }

  #recent(key: string, now: number): Tries {
    const tries = this.#tries.get(key);
    return tries === undefined || now - tries.lastAt > FORGET_AFTER_MS ? { count: 0, lastAt: now } : tries;
  }

  #evict(): void {
    const [oldest] = this.#tries.keys();
    if (this.#tries.size > MOST_ADDRESSES && oldest !== undefined) this.#tries.delete(oldest);
  }
}

function delayAfter(count: number): number {
  return count < FREE_TRIES ? 0 : Math.min(FIRST_DELAY_MS * 2 ** (count - FREE_TRIES), LONGEST_DELAY_MS);
}

/** An IPv6 customer has a whole /64, so that all of it counts as one address. */
function networkOf(address: string): string {
  const [plain = ''] = address.split('%');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1];
  if (mapped !== undefined || !isIPv6(plain)) return mapped ?? plain;
  const [head = '', tail] = plain.split('::');
  const groups = head === '' ? [] : head.split(':');
  const rest = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - groups.length - rest.length;
  const all = [...groups, ...Array.from({ length: Math.max(zeros, 0) }, () => '0'), ...rest];
  return all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
