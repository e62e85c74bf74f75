/** The first administrator's password, where the initial one may not be used. */

import { timingSafeEqual } from 'node:crypto';
import { hashSessionToken } from '../lib/session-token.ts';
import type { UserRow, UserStore } from '../store/account-ports.ts';
import type { SettingStore } from '../store/ports.ts';
import type { AdminContext, AdminParts } from './context.ts';
import type { SetupReply } from './contract/accounts.ts';
import { setupRequest } from './contract/accounts.ts';
import { SETUP_TOKEN_HASH } from './ensure-administrator.ts';
import { AdminError } from './errors.ts';
import { guarded } from './guarded.ts';
import { FIRST_USER_ID, isFromThisMachine } from './initial-password.ts';
import { openSession } from './login.ts';
import { readRequest } from './read-request.ts';

/** What the login page has to offer. */
export async function showSetup(context: AdminContext, parts: AdminParts): Promise<Response> {
  return context.json({ state: await setupState(context, parts) } satisfies SetupReply);
}

async function setupState(context: AdminContext, parts: AdminParts): Promise<SetupReply['state']> {
  if ((await newAdministrator(parts.users)) === undefined) return 'done';
  if ((await parts.settings.get(SETUP_TOKEN_HASH)) !== undefined) return 'token';
  return isFromThisMachine(context.env.incoming, parts.host) ? 'initial' : 'elsewhere';
}

/** `{"token", "password"}`: the token that was printed at the start sets the password of `admin`, once, and logs in. */
export async function setup(context: AdminContext, parts: AdminParts): Promise<Response> {
  const { token, password } = await readRequest(context, setupRequest);
  const { address } = context.var.origin;
  const user = await guarded(context, parts, 'the setup', async () => {
    const administrator = await newAdministrator(parts.users);
    if (administrator !== undefined && (await isToken(token, parts.settings))) return administrator;
    await parts.failedLogins.note(undefined, address, 'set up');
    return undefined;
  });
  if (user === undefined) {
    const message = 'The setup token is wrong, or was used. A new start prints a new one while no password is set.';
    throw new AdminError(401, 'SETUP_REFUSED', message);
  }
  const actor = { id: user.id, name: user.name, address };
  const changed = await parts.accounts.choosePassword(actor, user, password, 'all');
  await parts.settings.remove(SETUP_TOKEN_HASH);
  return openSession(context, parts, changed);
}

/** The first administrator as long as it has no password. */
async function newAdministrator(users: UserStore): Promise<UserRow | undefined> {
  const user = await users.find(FIRST_USER_ID);
  return user?.passwordHash === null ? user : undefined;
}

async function isToken(token: string, settings: SettingStore): Promise<boolean> {
  const expected = Buffer.from((await settings.get(SETUP_TOKEN_HASH)) ?? '', 'hex');
  const given = Buffer.from(hashSessionToken(token), 'hex');
  return expected.length === given.length && timingSafeEqual(expected, given);
}
