import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { RequestOrigin } from '../lib/request-origin.ts';
import type { SessionRow, UserRow } from '../store/account-ports.ts';
import type { Accounts } from './accounts.ts';
import type { CallDeletion } from './call-deletion.ts';
import type { FailedLogins } from './failed-logins.ts';
import type { LoginLimit } from './login-limit.ts';
import type { AdminDeps } from './ports.ts';
import type { Logins } from './sessions.ts';
import type { StaticFiles } from './static-files.ts';

/** What the handlers work with: what the plane was given, and what it made of it. */
export interface AdminParts extends AdminDeps {
  readonly accounts: Accounts;
  readonly deletion: CallDeletion;
  readonly logins: Logins;
  readonly failedLogins: FailedLogins;
  readonly loginLimit: LoginLimit;
  readonly files: StaticFiles;
}

export interface AdminEnvironment {
  Bindings: HttpBindings;
  Variables: {
    /** Both are set on every route but public ones. */
    session: SessionRow;
    user: UserRow;
    /** Who asks, and how; see lib/request-origin.ts. Set on every route. */
    origin: RequestOrigin;
  };
}

export type AdminContext = Context<AdminEnvironment>;

export type AdminHandler = (context: AdminContext, parts: AdminParts) => Response | Promise<Response>;
