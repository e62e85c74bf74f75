import type { AdminHandler } from './context.ts';

/** One line of the table of routes. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'ALL';
  readonly path: string;
  /** `admin`: only with a session; 401 otherwise. */
  readonly role: 'public' | 'admin';
  readonly handler: AdminHandler;
}
