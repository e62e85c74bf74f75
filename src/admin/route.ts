import type { AdminHandler } from './context.ts';

/** One line of the table of routes. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'ALL';
  readonly path: string;
  /** `admin`: only with a session; 401 otherwise. */
  readonly role: 'public' | 'admin';
  /** Changes nothing but sessions, so that it works while nothing can be changed. */
  readonly isHarmless?: true;
  readonly handler: AdminHandler;
}
