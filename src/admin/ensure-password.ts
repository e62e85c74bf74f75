import { randomBytes } from 'node:crypto';
import type { AdminStore } from '../store/ports.ts';
import type { Passwords } from './ports.ts';

interface PasswordDeps {
  readonly admin: AdminStore;
  readonly passwords: Passwords;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Sees that the administrator has a password. `REDWOLF_ADMIN_PASSWORD` sets it at every start, and ends all sessions if
 * it is another one than before; without it a random one is made at the first start.
 * @returns the random password, which nobody can see again, else undefined
 */
export async function ensureAdminPassword({
  admin,
  passwords,
  environment,
}: PasswordDeps): Promise<string | undefined> {
  const known = await admin.passwordHash();
  const wanted = environment['REDWOLF_ADMIN_PASSWORD'];
  if (wanted !== undefined && wanted !== '') {
    if (known !== undefined && (await passwords.verify(wanted, known))) return undefined;
    await admin.setPasswordHash(await passwords.hash(wanted));
    await admin.deleteAllSessions();
    return undefined;
  }
  if (known !== undefined) return undefined;
  const made = randomBytes(15).toString('base64url');
  await admin.setPasswordHash(await passwords.hash(made));
  return made;
}
