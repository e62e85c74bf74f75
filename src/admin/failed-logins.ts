import type { AuditLog } from '../store/account-ports.ts';
import { auditEntry } from './audit-entry.ts';

const WINDOW_MS = 10 * 60_000;
const MOST_PER_WINDOW = 100;
const STRANGER = 'unknown';

/**
 * Notes failed logins in the audit log, at most a hundred in ten minutes; the rest is counted, and the count noted with the
 * next one. So nobody can fill the disk by guessing.
 */
export class FailedLogins {
  readonly #audit: AuditLog;
  readonly #clock: { now(): number };
  #windowStart = Number.NEGATIVE_INFINITY;
  #written = 0;
  #skipped = 0;

  constructor(audit: AuditLog, clock: { now(): number }) {
    this.#audit = audit;
    this.#clock = clock;
  }

  /**
   * @param userName of a user that exists: what was typed in its place may be a password
   * @param what was tried, such as "log in"
   */
  async note(userName: string | undefined, address: string, what: string): Promise<void> {
    const now = this.#clock.now();
    if (now - this.#windowStart >= WINDOW_MS) {
      this.#windowStart = now;
      this.#written = 0;
    }
    if (this.#written >= MOST_PER_WINDOW) {
      this.#skipped++;
      return;
    }
    this.#written++;
    const skipped = this.#skipped === 0 ? '' : ` ${this.#skipped} more failed before and were not written down.`;
    this.#skipped = 0;
    const actor = { id: null, name: userName ?? STRANGER, address };
    const deed = { action: 'session.login_failed', what: `Somebody failed to ${what}.${skipped}` };
    await this.#audit.append(auditEntry(actor, now, deed));
  }
}
