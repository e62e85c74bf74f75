import { newSessionId } from '../lib/ids.ts';
import { hashSessionToken, newSessionToken } from '../lib/session-token.ts';
import type { SessionRow, SessionStore, UserRow, UserStore } from '../store/account-ports.ts';
import { auditEntry } from './audit-entry.ts';
import type { Actor } from './ports.ts';

/** Name of the cookie, as the program had it that redwolf replaces. */
export const SESSION_COOKIE = 'session_token';
const LIFE_MS = 7 * 24 * 60 * 60_000;
export const SESSION_SECONDS = LIFE_MS / 1000;
const LONGEST_USER_AGENT = 200;

interface LoginPorts {
  readonly users: UserStore;
  readonly sessions: SessionStore;
  readonly clock: { now(): number };
}

/** Who is logged in with which browser. The store knows only hashes of the tokens. */
export class Logins {
  readonly #ports: LoginPorts;

  constructor(ports: LoginPorts) {
    this.#ports = ports;
  }

  /** @returns the token for the cookie */
  async open(user: UserRow, address: string, userAgent: string): Promise<string> {
    const token = newSessionToken();
    const createdAt = this.#ports.clock.now();
    const session: SessionRow = {
      id: newSessionId(),
      tokenHash: hashSessionToken(token),
      userId: user.id,
      createdAt,
      expiresAt: createdAt + LIFE_MS,
      address,
      userAgent: userAgent.slice(0, LONGEST_USER_AGENT),
    };
    const actor = { id: user.id, name: user.name, address };
    const deed = { action: 'session.login', what: `${user.name} logged in.` };
    await this.#ports.sessions.insert(session, auditEntry(actor, createdAt, deed));
    return token;
  }

  /**
   * Undefined for no token, an unknown one, one that ran out, and a user who is no more or is disabled. Notes a new
   * address.
   */
  async find(token: string | undefined, address: string): Promise<{ session: SessionRow; user: UserRow } | undefined> {
    if (token === undefined || token === '') return undefined;
    const { sessions, users, clock } = this.#ports;
    const session = await sessions.find(hashSessionToken(token));
    if (session === undefined || session.expiresAt <= clock.now()) return undefined;
    const user = await users.find(session.userId);
    if (user?.isEnabled !== true) return undefined;
    if (session.address !== address) await sessions.setAddress(session.id, address);
    return { session: { ...session, address }, user };
  }

  /** @param what the sentence for the audit log */
  async close(session: SessionRow, actor: Actor, action: string, what: string): Promise<void> {
    await this.#ports.sessions.remove(session.id, auditEntry(actor, this.#ports.clock.now(), { action, what }));
  }
}
