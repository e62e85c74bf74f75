import type { Role } from '../store/account-ports.ts';
import type { AdminHandler } from './context.ts';

/**
 * Who may call a route. `public`: everybody. `session`: who is logged in, also as long as the password must be changed.
 * The roles: who has that one or a higher one; 401 without a session, 403 with a lower role.
 */
export type Access = 'public' | 'session' | Role;

/** One line of the table of routes. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'ALL';
  readonly path: string;
  readonly role: Access;
  /** Whether pages of other origins are refused. Default: for every method but GET and HEAD. */
  readonly sameOrigin?: true;
  /** `guess`: a secret is tried here, and who tries too often has to wait. Default: no limit. */
  readonly rate?: 'guess';
  /** Changes nothing but sessions, so that it works while nothing can be changed. */
  readonly isHarmless?: true;
  readonly handler: AdminHandler;
}

/** Lowest first. */
const ROLES: readonly Role[] = ['viewer', 'member', 'admin'];

/** Whether a user of this role may call a route that asks for `needed`. */
export function hasRole(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}
