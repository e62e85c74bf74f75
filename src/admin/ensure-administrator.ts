import { newUserId } from '../lib/ids.ts';
import { isLoopback } from '../lib/loopback.ts';
import { hashSessionToken, newSessionToken } from '../lib/session-token.ts';
import type { UserRow, UserStore } from '../store/account-ports.ts';
import type { SettingStore } from '../store/ports.ts';
import { auditEntry } from './audit-entry.ts';
import { FIRST_USER_ID, FIRST_USER_NAME } from './initial-password.ts';
import { passwordProblem } from './password-rule.ts';
import type { Passwords } from './ports.ts';

/** Name of the setting that holds the hash of the setup token. */
export const SETUP_TOKEN_HASH = 'setup_token_hash';

const STARTER = { id: null, name: 'REDWOLF_ADMIN_PASSWORD', address: null };

export interface AdministratorDeps {
  readonly users: UserStore;
  readonly settings: SettingStore;
  readonly passwords: Passwords;
  readonly environment: NodeJS.ProcessEnv;
  /** What `--host` said. */
  readonly host: string;
  readonly clock: { now(): number };
  readonly warn: (message: string) => void;
}

/** How the administrator gets in: by a password of their own, by the initial one, or by a token that was made now. */
export type AdminAccess = 'password' | 'initial-password' | { readonly setupToken: string };

/**
 * Sees that an administrator can get in. `REDWOLF_ADMIN_PASSWORD` makes the user `admin` an enabled administrator with that
 * password at every start, and ends the user's sessions if anything of this was different. Without it, and as long as no
 * password is set, the initial one is taken where redwolf listens on loopback, and a setup token, new at each start,
 * where others can connect.
 */
export async function ensureAdministrator(deps: AdministratorDeps): Promise<AdminAccess> {
  const { users, settings, environment, host } = deps;
  // One of a former start is of no use any more.
  await settings.remove(SETUP_TOKEN_HASH);
  const wanted = environment['REDWOLF_ADMIN_PASSWORD'];
  if (wanted !== undefined && wanted !== '') {
    await setFromEnvironment(deps, wanted);
    return 'password';
  }
  const first = await users.find(FIRST_USER_ID);
  if (first === undefined || first.passwordHash !== null) return 'password';
  if (isLoopback(host)) return 'initial-password';
  const setupToken = newSessionToken();
  await settings.set(SETUP_TOKEN_HASH, hashSessionToken(setupToken));
  return { setupToken };
}

async function setFromEnvironment(deps: AdministratorDeps, password: string): Promise<void> {
  const { users, passwords, clock, warn } = deps;
  const problem = passwordProblem(password, FIRST_USER_NAME);
  if (problem !== undefined) warn(`REDWOLF_ADMIN_PASSWORD is taken, but it is no good. ${problem}`);
  const before = await users.findByName(FIRST_USER_NAME);
  if (before !== undefined && (await holds(before, password, passwords))) return;
  const settled = {
    role: 'admin',
    passwordHash: await passwords.hash(password),
    mustChangePassword: false,
    isEnabled: true,
  } as const;
  const what = `Made ${FIRST_USER_NAME} an administrator with the password of the environment.`;
  const entry = auditEntry(STARTER, clock.now(), { action: 'password.set', what });
  if (before === undefined) await users.insert({ ...newUser(clock.now()), ...settled }, entry);
  else await users.update({ ...before, ...settled, version: before.version + 1 }, entry, 'all');
}

async function holds(user: UserRow, password: string, passwords: Passwords): Promise<boolean> {
  const { role, isEnabled, mustChangePassword, passwordHash } = user;
  if (role !== 'admin' || !isEnabled || mustChangePassword || passwordHash === null) return false;
  return passwords.verify(password, passwordHash);
}

function newUser(createdAt: number) {
  return { id: newUserId(), name: FIRST_USER_NAME, nameKey: FIRST_USER_NAME, createdAt, version: 1 };
}
