import { hashSessionToken, newSessionToken } from '../lib/session-token.ts';
import type { AdminSession, AdminStore } from '../store/ports.ts';

/** Name of the cookie, as the program had it that redwolf replaces. */
export const SESSION_COOKIE = 'session_token';
const LIFE_MS = 7 * 24 * 60 * 60_000;
export const SESSION_SECONDS = LIFE_MS / 1000;

/** The sessions of the browser. The store knows only hashes of the tokens. */
export class Sessions {
  readonly #store: AdminStore;
  readonly #clock: { now(): number };

  constructor(store: AdminStore, clock: { now(): number }) {
    this.#store = store;
    this.#clock = clock;
  }

  /** @returns the token for the cookie */
  async open(): Promise<string> {
    const token = newSessionToken();
    const createdAt = this.#clock.now();
    await this.#store.insertSession({ tokenHash: hashSessionToken(token), createdAt, expiresAt: createdAt + LIFE_MS });
    return token;
  }

  /** Undefined for no token, an unknown one and one that ran out. */
  async find(token: string | undefined): Promise<AdminSession | undefined> {
    if (token === undefined || token === '') return undefined;
    const session = await this.#store.findSession(hashSessionToken(token));
    return session !== undefined && session.expiresAt > this.#clock.now() ? session : undefined;
  }

  async close(session: AdminSession): Promise<void> {
    await this.#store.deleteSession(session.tokenHash);
  }
}
