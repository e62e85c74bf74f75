/** Users, sessions, login and the audit log on the wire. */

import { z } from 'zod';

const role = z.enum(['admin', 'member', 'viewer']);
const userVersion = z.int().min(1).describe('Grows by one with each change of this user');
const seenUserVersion = userVersion
  .optional()
  .describe('The version that was read; 409 STALE_VERSION if it is no more. If-Match says the same');

export const loginRequest = z.object({
  name: z.string().optional().describe('Without it: admin'),
  password: z.string(),
});

const account = z.object({
  user: z.object({ id: z.string(), name: z.string(), role }),
  mustChangePassword: z.boolean().describe('Until the password is changed, the session may do nothing else'),
});

export const loginReply = account.extend({ authenticated: z.literal(true) });
export const sessionReply = loginReply.extend({ expiresAt: z.number() });

export const changePasswordRequest = z.object({ current_password: z.string(), new_password: z.string() });

export const setupRequest = z.strictObject({ token: z.string(), password: z.string() });

export const setupReply = z.object({
  state: z
    .enum(['done', 'initial', 'token', 'elsewhere'])
    .describe('done: log in; initial: with the initial password; token: POST /api/setup; elsewhere: not from here'),
});

export const userCreate = z.strictObject({ name: z.string(), role });

export const userPatch = z.strictObject({
  name: z.string().optional(),
  role: role.optional(),
  enabled: z.boolean().optional().describe('false also ends the sessions and disables the keys of this user'),
  version: seenUserVersion,
});

const userView = z.object({
  id: z.string(),
  name: z.string(),
  role,
  enabled: z.boolean(),
  mustChangePassword: z.boolean(),
  createdAt: z.number(),
  version: userVersion,
});

export const usersReply = z.object({ users: z.array(userView) });
export const userReply = z.object({ user: userView });
export const passwordReply = userReply.extend({
  password: z.string().describe('Shown this once; to be changed at the next login'),
});
export const userRemovedReply = z.object({ disabledKeys: z.int() });

const sessionView = z.object({
  id: z.string(),
  user: z.object({ id: z.string(), name: z.string() }),
  createdAt: z.number(),
  expiresAt: z.number(),
  address: z.string().describe('Where its last request came from'),
  userAgent: z.string(),
  current: z.boolean().describe('The session that asks'),
});

export const sessionsReply = z.object({ sessions: z.array(sessionView) });

const auditView = z.object({
  id: z.string(),
  at: z.number(),
  who: z.string().nullable().describe('Id of the user; null for the command line and for who was not logged in'),
  whoName: z.string(),
  action: z.string(),
  what: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  address: z.string().nullable(),
  configVersion: z.int().nullable(),
});

export const auditReply = z.object({
  entries: z.array(auditView),
  next: z.string().nullable().describe('For "before", to get the next page; null on the last one'),
});

/** Who is logged in: part of the replies to login, setup and session. */
export type AccountReply = z.infer<typeof account>;
export type SetupReply = z.infer<typeof setupReply>;
export type UserView = z.infer<typeof userView>;
export type SessionView = z.infer<typeof sessionView>;
export type AuditView = z.infer<typeof auditView>;
