import { newAuditId } from '../lib/ids.ts';
import type { AuditRow } from '../store/account-ports.ts';
import type { Actor } from './ports.ts';

/** What is said of a change. */
export interface Deed {
  /** Such as `user.create`. */
  readonly action: string;
  /** A sentence for people; without secrets. */
  readonly what: string;
  readonly before?: object;
  readonly after?: object;
}

/**
 * An entry of the audit log.
 *
 * @param at UTC in milliseconds since 1970
 */
export function auditEntry(actor: Actor, at: number, { action, what, before, after }: Deed): AuditRow {
  return {
    id: newAuditId(),
    at,
    who: actor.id,
    whoName: actor.name,
    action,
    what,
    stateBefore: before === undefined ? null : JSON.stringify(before),
    stateAfter: after === undefined ? null : JSON.stringify(after),
    address: actor.address,
    configVersion: null,
  };
}
