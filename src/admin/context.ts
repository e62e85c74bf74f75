import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { RequestOrigin } from '../lib/request-origin.ts';
import type { AdminSession } from '../store/ports.ts';
import type { LoginLimit } from './login-limit.ts';
import type { AdminDeps } from './ports.ts';
import type { Sessions } from './sessions.ts';
import type { StaticFiles } from './static-files.ts';

/** What the handlers work with: what the plane was given, and what it made of it. */
export interface AdminParts extends AdminDeps {
  readonly sessions: Sessions;
  readonly loginLimit: LoginLimit;
  readonly files: StaticFiles;
}

export interface AdminEnvironment {
  Bindings: HttpBindings;
  Variables: {
    /** Who asks, and how; see lib/request-origin.ts. */
    origin: RequestOrigin;
    /** Set on every route but public ones. */
    session: AdminSession;
  };
}

export type AdminContext = Context<AdminEnvironment>;

export type AdminHandler = (context: AdminContext, parts: AdminParts) => Response | Promise<Response>;
